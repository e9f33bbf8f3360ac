/** Functions computed a row at a time, where a row's work outweighs a call: start at {@link io.millrace.exec.expression.row.RowCalls}. */
package io.millrace.exec.expression.row;
