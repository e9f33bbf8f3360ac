package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;

/** Casts one column's values. May hold scratch memory: one instance serves one thread. */
interface ColumnCast {
    /** The cast values at {@code rows}, at which the operand is not NULL; a column of {@code rows.length()}, owned by the caller, undefined elsewhere. */
    Column apply(Operand operand, Rows rows);
}
