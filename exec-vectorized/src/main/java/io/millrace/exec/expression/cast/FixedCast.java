package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import org.apache.arrow.memory.BufferAllocator;

/** A cast to a type of fixed width. A row that cannot be cast raises an error, or with {@code safe} becomes NULL. */
abstract class FixedCast implements ColumnCast {
    final CastTarget target;

    FixedCast(CastTarget target) {
        this.target = target;
    }

    /** What a value is cast to, and who pays for it. */
    record CastTarget(SqlType type, boolean safe, BufferAllocator allocator) {}

    /** Writes the row's value into the data at {@code to}; false if it cannot be cast. */
    abstract boolean cast(Operand operand, int row, long to);

    /** What is wrong with a row for which {@link #cast} gave false. */
    abstract MillraceException failure(Operand operand, int row);

    /** Casts rows from the {@code k}-th until one fails; returns its number, or the count. Hot casts override it with a loop of their own. */
    int run(Operand operand, Rows rows, int k, long to) {
        int at = k;
        while (at < rows.count() && cast(operand, rows.at(at), to)) {
            at++;
        }
        return at;
    }

    @Override
    public final Column apply(Operand operand, Rows rows) {
        try (FixedResult result = new FixedResult(target.allocator, target.type, rows.length())) {
            int k = run(operand, rows, 0, result.data);
            while (k < rows.count()) {
                if (!target.safe) {
                    throw failure(operand, rows.at(k));
                }
                result.setNull(rows.at(k));
                k = run(operand, rows, k + 1, result.data);
            }
            return result.build();
        }
    }
}
