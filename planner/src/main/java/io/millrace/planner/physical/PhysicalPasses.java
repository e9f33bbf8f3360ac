package io.millrace.planner.physical;

import io.millrace.common.plan.PlanNode;

/** What is done to a physical plan once it stands, in order. */
public final class PhysicalPasses {
    private PhysicalPasses() {}

    /** {@code optimize} false leaves out what only makes plans faster; {@code continuous}: the plan keeps state for ever. */
    public static PlanNode apply(PlanNode plan, boolean optimize, boolean continuous) {
        PlanNode result = plan;
        PlanInvariants.check(result);
        if (optimize) {
            result = PlanSimplification.apply(result);
            result = continuous ? result : ShiftedSums.apply(result);
            result = ColumnPruning.apply(result);
            result = PlanSimplification.apply(result);
            PlanNode fused = continuous ? result : AggregateFusion.apply(result);
            result = fused == result ? result : PlanSimplification.apply(ColumnPruning.apply(fused));
            result = ScanPredicates.apply(result);
        }
        PlanInvariants.check(result);
        return result;
    }
}
