package io.millrace.exec.window;

import io.millrace.common.batch.Column;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.aggregate.NumberedAggregate;
import org.apache.arrow.memory.BufferAllocator;

/** The list of window functions. */
final class WindowFunctions {
    private WindowFunctions() {}

    /** Refuses what {@link #evaluate} could not do. */
    static void check(AggregateCall call, PlanNode.Window node, BufferAllocator allocator) {
        switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> {}
            default -> new NumberedAggregate(call, node.input().schema(), allocator).close();
        }
    }

    /** One value a row, owned by the caller. */
    static Column evaluate(AggregateCall call, WindowRows window) {
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE -> Ranking.evaluate(call, window);
            case LAG, LEAD -> new Neighbours(call, window).evaluate();
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> new FrameValues(call, window).evaluate();
            default -> new FrameAggregate(call, window).evaluate();
        };
    }
}
