package io.millrace.exec.pipeline;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.QueryExecution;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lowers a plan and starts it. */
public final class PlanRun {
    private PlanRun() {}

    /**
     * Starts a plan.
     *
     * @param registry the list of lowerings
     * @param workTables of the recursions that the plan is inside of
     * @param output where rows go; absent: they are read from the execution
     */
    public static QueryExecution start(
            PlanNode plan,
            ExecutionContext context,
            Function<Lowering, Lowering.NodeLowering> registry,
            Map<String, Supplier<Source>> workTables,
            Optional<Sink> output) {
        Lowering lowering = new Lowering(plan, context, workTables, registry);
        ResultQueue results = new ResultQueue();
        RunningQuery query;
        try {
            context.remoteSources().values().forEach(lowering::owns);
            Draft root = lowering.lower(plan);
            lowering.end(root, output.orElse(results), new NodeCounters(plan));
            query = new RunningQuery(lowering.finish(plan, results), context);
        } catch (Throwable t) {
            lowering.abandon();
            throw t;
        }
        lowering.runs(query);
        query.start(output.isEmpty());
        return query;
    }
}
