package io.millrace.exec;

import io.millrace.common.plan.PlanNode;

/** Runs physical plans. */
public final class QueryEngine {
    private QueryEngine() {}

    /**
     * Starts a plan; its rows are read from the execution, which the caller closes.
     *
     * @throws io.millrace.common.error.MillraceException FEATURE_NOT_SUPPORTED if a part of the plan cannot be run
     */
    public static QueryExecution execute(PlanNode plan, ExecutionContext context) {
        return PlanLowering.execute(plan, context);
    }

    /** Starts a fragment whose rows go to {@code sink}, spread as {@code distribution} says; {@link QueryExecution#next} gives null when all are sent. */
    public static QueryExecution execute(PlanNode plan, ExecutionContext context, PlanNode.Distribution distribution, ExchangeSink sink) {
        return PlanLowering.execute(plan, context, distribution, sink);
    }
}
