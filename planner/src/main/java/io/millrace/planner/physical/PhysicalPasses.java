package io.millrace.planner.physical;

import io.millrace.common.plan.PlanNode;

/** What is done to a physical plan once it stands, in order. */
public final class PhysicalPasses {
    private PhysicalPasses() {}

    /** {@code optimize} false leaves out what only makes plans faster. */
    public static PlanNode apply(PlanNode plan, boolean optimize) {
        PlanNode result = plan;
        PlanInvariants.check(result);
        if (optimize) {
            result = PlanSimplification.apply(result);
            result = ColumnPruning.apply(result);
            result = PlanSimplification.apply(result);
            result = ScanPredicates.apply(result);
        }
        PlanInvariants.check(result);
        return result;
    }
}
