package io.millrace.planner.physical;

import io.millrace.common.plan.PlanNode;

/** What is done to a physical plan once it stands, in order. */
public final class PhysicalPasses {
    private PhysicalPasses() {}

    /**
     * Which passes apply.
     *
     * @param optimize false leaves out what only makes plans faster
     * @param continuous stepped for ever
     * @param exchanges cut for several tasks
     */
    public record Options(boolean optimize, boolean continuous, boolean exchanges) {}

    public static PlanNode apply(PlanNode plan, Options options) {
        PlanNode result = plan;
        PlanInvariants.check(result);
        if (options.optimize()) {
            result = PlanSimplification.apply(result);
            result = ColumnPruning.apply(result);
            result = PlanSimplification.apply(result);
            result = ScanPredicates.apply(result);
        }
        PlanInvariants.check(result);
        return result;
    }
}
