package io.millrace.exec.expression.nested;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;

/** One row's list: its elements are {@code column[from .. to)}. */
record Elements(Column column, int from, int to) {
    static Elements of(Operand operand, int row) {
        Column elements = ((ListColumn) operand.values).elements();
        int first = operand.firstElementAt(row);
        return new Elements(elements, first, first + operand.lengthAt(row));
    }

    /** The keys of a row's map. */
    static Elements keys(Operand operand, int row) {
        return field(operand, row, 0);
    }

    static Elements values(Operand operand, int row) {
        return field(operand, row, 1);
    }

    private static Elements field(Operand operand, int row, int field) {
        Elements entries = of(operand, row);
        return new Elements(((RowColumn) entries.column).child(field), entries.from, entries.to);
    }

    int size() {
        return to - from;
    }

    void appendTo(ColumnBuilder builder) {
        for (int e = from; e < to; e++) {
            builder.appendFrom(column, e);
        }
    }

    /** The type of the elements of a call's array argument. */
    static SqlType type(Expr.Call call, int index) {
        SqlType type = call.arguments().get(index).type();
        if (type.kind() != SqlType.Kind.ARRAY) {
            throw RowCalls.unsupported(call, "argument " + (index + 1) + " must be an array");
        }
        return type.element();
    }

    /** Appends an integer to a result of any integer type. */
    static void integer(long value, ColumnBuilder result) {
        switch (result.type().layout()) {
            case INT32 -> result.appendInt(Math.toIntExact(value));
            case INT64 -> result.appendLong(value);
            case BIT, INT128, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(result.type());
        }
    }
}
