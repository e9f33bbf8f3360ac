package io.millrace.planner;

/**
 * What a session may set about planning.
 *
 * @param optimize false leaves out every rewrite that is not needed for correctness: the other half of a check that rewrites keep answers
 * @param exchanges whether the plan carries {@link io.millrace.common.plan.PlanNode.Exchange}s for several tasks, to be cut into fragments; false for
 *     a plan that one process runs whole
 * @param keepsParameters whether the plan keeps the parameters that were given values, which are put in by {@link PlannedQuery#bind}
 */
public record PlannerSettings(boolean optimize, boolean exchanges, boolean keepsParameters) {
    public static final PlannerSettings DEFAULT = new PlannerSettings(true, false);

    /** Values of parameters become part of the plan. */
    public PlannerSettings(boolean optimize, boolean exchanges) {
        this(optimize, exchanges, false);
    }
}
