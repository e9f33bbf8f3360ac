package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;

/** WorkTable → what the {@link PlanNode.Recursion} around it lends as source. */
public final class WorkTableLowering {
    private WorkTableLowering() {}

    public static Draft lower(PlanNode.WorkTable workTable, Lowering lowering) {
        return lowering.from(lowering.workTable(workTable.name()).get());
    }
}
