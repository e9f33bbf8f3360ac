/**
 * CAST between all kinds of types, and the text forms of values: {@link io.millrace.exec.expression.cast.TextFormat} writes them, the parsers read them.
 * {@link io.millrace.exec.expression.cast.Casts} is the matrix; start there.
 */
package io.millrace.exec.expression.cast;
