package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.type.Layout;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.RangeSelection;

/**
 * Values from {@code low} to {@code high}, both inclusive, or with {@code negated} all others; doubles by {@link RangeSelection#doubleKey}. Empty if
 * {@code low > high}. INT32 bounds may lie beyond an int.
 */
record IntervalTest(Layout layout, long low, long high, boolean negated) implements ValueTest {
    /** Null where the comparison with a bound gives nothing, which is the empty interval. */
    static IntervalTest of(Layout layout, ComparisonOperator operator, long bound) {
        return switch (operator) {
            case EQUAL -> new IntervalTest(layout, bound, bound, false);
            case NOT_EQUAL -> new IntervalTest(layout, bound, bound, true);
            case LESS -> bound == Long.MIN_VALUE ? empty(layout) : new IntervalTest(layout, Long.MIN_VALUE, bound - 1, false);
            case LESS_OR_EQUAL -> new IntervalTest(layout, Long.MIN_VALUE, bound, false);
            case GREATER -> bound == Long.MAX_VALUE ? empty(layout) : new IntervalTest(layout, bound + 1, Long.MAX_VALUE, false);
            case GREATER_OR_EQUAL -> new IntervalTest(layout, bound, Long.MAX_VALUE, false);
        };
    }

    private static IntervalTest empty(Layout layout) {
        return new IntervalTest(layout, 1, 0, false);
    }

    @Override
    public ValueTest and(ValueTest other) {
        if (negated || !(other instanceof IntervalTest that) || that.negated || that.layout != layout) {
            return null;
        }
        return new IntervalTest(layout, Math.max(low, that.low), Math.min(high, that.high), false);
    }

    @Override
    public int select(Column flat, Rows rows, int[] out) {
        FixedColumn column = (FixedColumn) flat;
        long validity = column.validityAddress;
        long from = layout == Layout.INT32 ? Math.max(low, Integer.MIN_VALUE) : low;
        long to = layout == Layout.INT32 ? Math.min(high, Integer.MAX_VALUE) : high;
        if (from > to) {
            return 0;
        }
        long start = negated ? to + 1 : from;
        // The complement's span: everything but to - from + 1 values.
        long span = negated ? from - 1 - start : to - start;
        return switch (layout) {
            case INT32 -> RangeSelection.ints(
                    column.dataAddress, validity, rows.positions(), rows.count(), (int) start, (int) span, out);
            case INT64 -> RangeSelection.longs(column.dataAddress, validity, rows.positions(), rows.count(), start, span, out);
            case FLOAT64 -> RangeSelection.doubles(column.dataAddress, validity, rows.positions(), rows.count(), start, span, out);
            case BIT, INT128, BINARY, LIST, ROW -> throw new AssertionError(layout);
        };
    }
}
