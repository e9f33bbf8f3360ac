package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import java.util.BitSet;

/** Union → the branches of one pipeline; there is no operator. */
public final class UnionLowering {
    private UnionLowering() {}

    public static Draft lower(PlanNode.Union union, BitSet required, Lowering lowering) {
        return Draft.union(union.inputs().stream().map(input -> lowering.lower(input, required)).toList());
    }
}
