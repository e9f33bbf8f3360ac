package io.millrace.exec.window;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.Frame;
import io.millrace.common.plan.PlanNode.Frame.BoundKind;
import io.millrace.common.plan.SortKey;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.sort.SortLowering;
import java.util.ArrayList;
import java.util.List;

/**
 * Window → rows sorted by partition and order keys, then {@link WindowOperator}. Where a result depends on the order of rows that tie, they are ordered by
 * their other columns, so that the same rows always give the same answer. Rows that a filter above rejects by their rank are not sorted.
 */
public final class WindowLowering {
    private WindowLowering() {}

    public static Draft lower(PlanNode.Window node, Lowering lowering) {
        List<SortKey> keys = new ArrayList<>();
        node.partitionKeys().forEach(column -> keys.add(SortKey.ascending(column)));
        keys.addAll(node.orderKeys());
        if (node.calls().stream().anyMatch(call -> seesTies(call, node.frame()))) {
            for (int column = 0; column < node.input().schema().size(); column++) {
                int candidate = column;
                if (keys.stream().noneMatch(key -> key.column() == candidate)) {
                    keys.add(SortKey.ascending(column));
                }
            }
        }
        WindowOperator.Definition definition = new WindowOperator.Definition(node, lowering.context().allocator());
        PlanNode.Sort sort = new PlanNode.Sort(node.input(), keys, 0, -1, false);
        Draft input = lowering.lower(node.input());
        long ranks = lowering.ranksWanted(node);
        Draft wanted = ranks < 0 ? input : lowering.then(input, FirstRanksOperator.factory(node, ranks));
        Draft sorted = SortLowering.sorted(wanted, sort, lowering);
        return lowering.then(sorted, definition);
    }

    private static boolean seesTies(AggregateCall call, Frame frame) {
        return switch (call.function()) {
            case RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST -> false;
            case ROW_NUMBER, NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> true;
            default -> FrameAggregate.inOrder(call) || call.function() == AggregateFunction.ANY_VALUE
                    || frame.mode() == Frame.FrameMode.ROWS && !wholePartition(frame);
        };
    }

    private static boolean wholePartition(Frame frame) {
        return frame.start().kind() == BoundKind.UNBOUNDED_PRECEDING && frame.end().kind() == BoundKind.UNBOUNDED_FOLLOWING;
    }
}
