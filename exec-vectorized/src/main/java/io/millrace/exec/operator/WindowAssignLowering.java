package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.WindowAssign.WindowKind;
import io.millrace.common.plan.SortKey;
import io.millrace.exec.kernel.TimeWindows;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** WindowAssign → {@link WindowAssignOperator}; sessions are found in sorted rows by {@link SessionOperator}. */
public final class WindowAssignLowering {
    private WindowAssignLowering() {}

    public static Draft lower(PlanNode.WindowAssign node, BitSet required, Lowering lowering) {
        BitSet needed = required.get(0, node.input().schema().size());
        needed.set(node.timeColumn());
        if (node.kind() != WindowKind.SESSION) {
            TimeWindows windows = TimeWindows.of(node, node.input().schema().type(node.timeColumn()));
            return lowering.then(lowering.lower(node.input(), needed), lane -> new WindowAssignOperator(node, windows, lane));
        }
        node.sessionKeys().forEach(needed::set);
        List<SortKey> order = new ArrayList<>();
        node.sessionKeys().forEach(k -> order.add(SortKey.ascending(k)));
        order.add(SortKey.ascending(node.timeColumn()));
        Draft sorted = lowering.lower(new PlanNode.Sort(node.input(), order, 0, -1, false), needed);
        return lowering.then(sorted, lane -> new SessionOperator(node, lane));
    }
}
