package io.millrace.exec.expression.row;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.exec.expression.support.Operand;

/** A function of one row's values. May hold scratch memory: one instance serves one thread. */
@FunctionalInterface
public interface RowFunction {
    /** Appends exactly one value (or NULL) to {@code result}, or throws. */
    void apply(Operand[] arguments, int row, ColumnBuilder result);

    /** Appends something at a row that is not asked for, without making the column nullable where that costs nothing. */
    static void skip(ColumnBuilder result) {
        switch (result.type().layout()) {
            case BIT -> result.appendBoolean(false);
            case INT32 -> result.appendInt(0);
            case INT64 -> result.appendLong(0);
            case INT128 -> result.appendInt128(0, 0);
            case FLOAT64 -> result.appendDouble(0);
            case BINARY -> result.appendBytes(0L, 0);
            case LIST -> result.endList();
            case ROW -> result.appendNull();
        }
    }
}
