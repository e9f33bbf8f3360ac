package io.millrace.exec.window;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;
import org.apache.arrow.memory.BufferAllocator;

/** LAG and LEAD (value[, offset[, default]]): the value some rows away in the partition, counting only values that are not NULL if asked to. */
final class Neighbours {
    private final AggregateCall call;
    private final WindowRows window;
    private final BufferAllocator allocator;

    Neighbours(AggregateCall call, WindowRows window) {
        this.call = call;
        this.window = window;
        this.allocator = window.lane.execution().allocator();
    }

    Column evaluate() {
        int arguments = call.arguments().size();
        try (Argument value = Argument.of(call, 0, window);
                Argument offset = arguments > 1 ? Argument.of(call, 1, window) : null;
                Argument otherwise = arguments > 2 ? Argument.of(call, 2, window) : null) {
            NonNulls nonNulls = call.ignoreNulls() ? new NonNulls(value.column()) : null;
            int sign = call.function() == AggregateFunction.LAG ? -1 : 1;
            int[] positions = new int[window.count];
            boolean[] outside = new boolean[window.count];
            for (int i = 0; i < positions.length; i++) {
                if (offset != null && offset.column().isNull(i)) {
                    positions[i] = -1;
                    continue;
                }
                long distance = sign * (offset == null ? 1 : offset.integer(i));
                positions[i] = nonNulls == null || distance == 0 ? plain(i, distance) : skipping(nonNulls, i, distance);
                outside[i] = positions[i] < 0;
            }
            if (otherwise == null) {
                return value.column().gather(allocator, positions, positions.length);
            }
            try (ColumnBuilder result = new ColumnBuilder(allocator, call.type(), window.count)) {
                for (int i = 0; i < positions.length; i++) {
                    if (outside[i]) {
                        result.appendFrom(otherwise.column(), i);
                    } else if (positions[i] < 0) {
                        result.appendNull();
                    } else {
                        result.appendFrom(value.column(), positions[i]);
                    }
                }
                return result.buildAndClose();
            }
        }
    }

    private int plain(int row, long distance) {
        long at = (long) row + Math.clamp(distance, -Integer.MAX_VALUE, Integer.MAX_VALUE);
        return at >= window.partitionStart[row] && at < window.partitionEnd[row] ? (int) at : -1;
    }

    private int skipping(NonNulls nonNulls, int row, long distance) {
        long bounded = Math.clamp(distance, -Integer.MAX_VALUE, Integer.MAX_VALUE);
        long index = bounded < 0 ? nonNulls.before[row] + bounded : nonNulls.before[row + 1] + bounded - 1;
        boolean inside = index >= nonNulls.before[window.partitionStart[row]] && index < nonNulls.before[window.partitionEnd[row]];
        return inside ? nonNulls.rows[(int) index] : -1;
    }
}
