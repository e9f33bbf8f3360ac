/**
 * Functions over strings, as PostgreSQL has them: UTF-8 bytes, counted in code points. Start at {@link
 * io.millrace.exec.expression.text.TextFunctions}; patterns are in {@link io.millrace.exec.expression.text.LikePattern} and {@code Regex}.
 */
package io.millrace.exec.expression.text;
