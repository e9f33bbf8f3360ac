/** Functions over arrays, maps and rows, and the few that take any type. Start at {@link io.millrace.exec.expression.nested.NestedFunctions}. */
package io.millrace.exec.expression.nested;
