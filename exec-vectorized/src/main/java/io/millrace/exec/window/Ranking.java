package io.millrace.exec.window;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.AggregateCall;

/** Functions of a row's place in its partition. */
final class Ranking {
    private Ranking() {}

    static Column evaluate(AggregateCall call, WindowRows window) {
        try (ColumnBuilder result = new ColumnBuilder(window.lane.execution().allocator(), call.type(), window.count);
                Argument buckets = call.arguments().isEmpty() ? null : Argument.of(call, 0, window)) {
            for (int i = 0; i < window.count; i++) {
                int start = window.partitionStart[i];
                int size = window.partitionEnd[i] - start;
                switch (call.function()) {
                    case ROW_NUMBER -> integer(i - start + 1L, result);
                    case RANK -> integer(window.peerStart[i] - start + 1L, result);
                    case DENSE_RANK -> integer(window.group[i] - window.group[start] + 1L, result);
                    case PERCENT_RANK -> result.appendDouble(size == 1 ? 0 : (double) (window.peerStart[i] - start) / (size - 1));
                    case CUME_DIST -> result.appendDouble((double) (window.peerEnd[i] - start) / size);
                    // All rows of a partition go by its first row's number of buckets.
                    case NTILE -> bucket(buckets, i - start, start, size, result);
                    default -> throw new AssertionError(call);
                }
            }
            return result.buildAndClose();
        }
    }

    private static void bucket(Argument buckets, int index, int first, int size, ColumnBuilder result) {
        if (buckets.column().isNull(first)) {
            result.appendNull();
            return;
        }
        long n = buckets.integer(first);
        if (n <= 0) {
            throw new MillraceException(ErrorCode.INVALID_NTILE_ARGUMENT, "argument of ntile must be greater than zero");
        }
        long small = size / n;
        long larger = size % n;
        long inLarger = larger * (small + 1);
        integer(index < inLarger ? index / (small + 1) + 1 : larger + (index - inLarger) / small + 1, result);
    }

    private static void integer(long value, ColumnBuilder result) {
        switch (result.type().layout()) {
            case INT32 -> result.appendInt((int) value);
            case INT64 -> result.appendLong(value);
            case BIT, INT128, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(result.type());
        }
    }
}
