package io.millrace.exec.window;

import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;

/** FIRST_VALUE, LAST_VALUE and NTH_VALUE: a value by its place in the frame. */
final class FrameValues {
    private final AggregateCall call;
    private final WindowRows window;
    private final int[] ranges = new int[2 * FrameBounds.RANGES_MAX];

    FrameValues(AggregateCall call, WindowRows window) {
        this.call = call;
        this.window = window;
    }

    Column evaluate() {
        try (Argument value = Argument.of(call, 0, window);
                Argument place = call.arguments().size() > 1 ? Argument.of(call, 1, window) : null) {
            NonNulls nonNulls = call.ignoreNulls() ? new NonNulls(value.column()) : null;
            FrameBounds frames = window.frames();
            int[] positions = new int[window.count];
            for (int i = 0; i < positions.length; i++) {
                int count = frames.ranges(i, ranges);
                positions[i] = place != null && place.column().isNull(i) ? -1
                        : call.function() == AggregateFunction.LAST_VALUE ? last(count, nonNulls)
                                : nth(count, place == null ? 1 : checked(place.integer(i)), nonNulls);
            }
            return value.column().gather(window.lane.execution().allocator(), positions, positions.length);
        }
    }

    private static long checked(long n) {
        if (n <= 0) {
            throw new MillraceException(ErrorCode.INVALID_NTH_VALUE_ARGUMENT, "argument of nth_value must be greater than zero");
        }
        return n;
    }

    private int nth(int count, long n, NonNulls nonNulls) {
        long left = n;
        for (int r = 0; r < count; r++) {
            int from = ranges[2 * r];
            int to = ranges[2 * r + 1];
            int size = nonNulls == null ? to - from : nonNulls.before[to] - nonNulls.before[from];
            if (left <= size) {
                return nonNulls == null ? (int) (from + left - 1) : nonNulls.rows[(int) (nonNulls.before[from] + left - 1)];
            }
            left -= size;
        }
        return -1;
    }

    private int last(int count, NonNulls nonNulls) {
        for (int r = count - 1; r >= 0; r--) {
            int from = ranges[2 * r];
            int to = ranges[2 * r + 1];
            if (nonNulls == null) {
                return to - 1;
            }
            if (nonNulls.before[to] > nonNulls.before[from]) {
                return nonNulls.rows[nonNulls.before[to] - 1];
            }
        }
        return -1;
    }
}
