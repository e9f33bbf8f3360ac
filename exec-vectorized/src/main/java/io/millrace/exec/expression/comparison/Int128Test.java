package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.Int128;
import io.millrace.exec.kernel.RangeSelection;
import java.math.BigInteger;

/** Decimals of more than 18 digits from {@code low} to {@code high}, both inclusive, or with {@code negated} all others. */
record Int128Test(Int128 low, Int128 high, boolean negated) implements ValueTest {
    private static final Int128 LEAST = new Int128(0, Long.MIN_VALUE);
    private static final Int128 GREATEST = new Int128(-1, Long.MAX_VALUE);

    static Int128Test of(ComparisonOperator operator, BigInteger bound) {
        Int128 at = Int128.of(bound);
        return switch (operator) {
            case EQUAL -> new Int128Test(at, at, false);
            case NOT_EQUAL -> new Int128Test(at, at, true);
            case LESS -> new Int128Test(LEAST, Int128.of(bound.subtract(BigInteger.ONE)), false);
            case LESS_OR_EQUAL -> new Int128Test(LEAST, at, false);
            case GREATER -> new Int128Test(Int128.of(bound.add(BigInteger.ONE)), GREATEST, false);
            case GREATER_OR_EQUAL -> new Int128Test(at, GREATEST, false);
        };
    }

    @Override
    public int select(Column flat, Rows rows, int[] out) {
        FixedColumn column = (FixedColumn) flat;
        return RangeSelection.int128s(
                column.dataAddress, column.validityAddress, rows.positions(), rows.count(), low, high, negated, out);
    }
}
