package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.type.Layout;
import org.apache.arrow.memory.BufferAllocator;

/** GROUPING(columns) of result rows, from the number of the grouping set that each came from. */
final class GroupingResult {
    private GroupingResult() {}

    /** {@code sets}: INTEGER column of set numbers; null if there is one set. */
    static Column column(AggregateDefinition definition, AggregateCall call, Column sets, BufferAllocator payer, int count) {
        try (ColumnBuilder builder = new ColumnBuilder(payer, call.type(), count)) {
            for (int i = 0; i < count; i++) {
                long mask = definition.grouping(call, sets == null ? 0 : (Integer) Values.read(sets, i));
                if (call.type().layout() == Layout.INT32) {
                    builder.appendInt((int) mask);
                } else {
                    builder.appendLong(mask);
                }
            }
            return builder.buildAndClose();
        }
    }
}
