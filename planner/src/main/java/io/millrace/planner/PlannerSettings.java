package io.millrace.planner;

/**
 * What a session may set about planning.
 *
 * @param optimize false leaves out every rewrite that is not needed for correctness: the other half of a check that rewrites keep answers
 * @param exchanges whether the plan carries {@link io.millrace.common.plan.PlanNode.Exchange}s for several tasks, to be cut into fragments; false for
 *     a plan that one process runs whole
 */
public record PlannerSettings(boolean optimize, boolean exchanges) {
    public static final PlannerSettings DEFAULT = new PlannerSettings(true, false);
}
