package io.millrace.exec.window;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;

/** One argument of a call: a column of the rows, or a literal's constant column. Holds a reference. */
record Argument(Column column) implements AutoCloseable {
    static Argument of(AggregateCall call, int index, WindowRows window) {
        return new Argument(switch (call.arguments().get(index)) {
            case Expr.ColumnRef reference -> window.rows.column(reference.index()).retain();
            case Expr.Literal literal ->
                    Values.constant(window.lane.execution().allocator(), literal.type(), literal.value(), window.count);
            default -> throw new AssertionError(call);
        });
    }

    /** A value of an integer type that is not NULL. */
    long integer(int row) {
        return ((Number) Values.read(column, row)).longValue();
    }

    @Override
    public void close() {
        column.close();
    }
}
