package io.millrace.exec;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.aggregate.AggregateLowering;
import io.millrace.exec.join.JoinLowering;
import io.millrace.exec.match.MatchLowering;
import io.millrace.exec.operator.ExchangeLowering;
import io.millrace.exec.operator.ExchangeOutput;
import io.millrace.exec.operator.FilterLowering;
import io.millrace.exec.operator.ProjectLowering;
import io.millrace.exec.operator.RecursionLowering;
import io.millrace.exec.operator.RemoteSourceLowering;
import io.millrace.exec.operator.SetOperationLowering;
import io.millrace.exec.operator.SharedLowering;
import io.millrace.exec.operator.SingleRowLowering;
import io.millrace.exec.operator.UnionLowering;
import io.millrace.exec.operator.UnnestLowering;
import io.millrace.exec.operator.ValuesLowering;
import io.millrace.exec.operator.WindowAssignLowering;
import io.millrace.exec.operator.WorkTableLowering;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.pipeline.PlanRun;
import io.millrace.exec.pipeline.Sink;
import io.millrace.exec.scan.ScanLowering;
import io.millrace.exec.sort.SortLowering;
import io.millrace.exec.window.WindowLowering;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/** The list of lowerings, one a node, and the two ways to run a plan: into a result queue or into an exchange. */
final class PlanLowering {
    private PlanLowering() {}

    private static Draft lower(Lowering lowering, PlanNode node, BitSet required) {
        return switch (node) {
            case PlanNode.Scan scan -> ScanLowering.lower(scan, required, lowering);
            case PlanNode.Values values -> ValuesLowering.lower(values, lowering);
            case PlanNode.Filter filter -> FilterLowering.lower(filter, required, lowering);
            case PlanNode.Project project -> ProjectLowering.lower(project, required, lowering);
            case PlanNode.Aggregate aggregate -> AggregateLowering.lower(aggregate, lowering);
            case PlanNode.Join join -> JoinLowering.lower(join, required, lowering);
            case PlanNode.Sort sort -> SortLowering.lower(sort, required, lowering);
            case PlanNode.Window window -> WindowLowering.lower(window, lowering);
            case PlanNode.Match match -> MatchLowering.lower(match, lowering);
            case PlanNode.Union union -> UnionLowering.lower(union, required, lowering);
            case PlanNode.SetOperation operation -> SetOperationLowering.lower(operation, lowering);
            case PlanNode.Unnest unnest -> UnnestLowering.lower(unnest, required, lowering);
            case PlanNode.WindowAssign assign -> WindowAssignLowering.lower(assign, required, lowering);
            case PlanNode.SingleRow singleRow -> SingleRowLowering.lower(singleRow, required, lowering);
            case PlanNode.Recursion recursion -> RecursionLowering.lower(recursion, lowering);
            case PlanNode.WorkTable workTable -> WorkTableLowering.lower(workTable, lowering);
            case PlanNode.Exchange exchange -> ExchangeLowering.lower(exchange, required, lowering);
            case PlanNode.RemoteSource remote -> RemoteSourceLowering.lower(remote, lowering);
        };
    }

    /**
     * Starts a plan whose rows are read from the execution.
     *
     * @throws io.millrace.common.error.MillraceException FEATURE_NOT_SUPPORTED if a part of it cannot be run
     */
    static QueryExecution execute(PlanNode plan, ExecutionContext context) {
        return PlanRun.start(plan, context, PlanLowering::registry, Map.of(), Optional.empty());
    }

    /** Starts a plan whose rows go to an exchange, spread as {@code distribution} says; the execution itself gives no rows. */
    static QueryExecution execute(PlanNode plan, ExecutionContext context, PlanNode.Distribution distribution, ExchangeSink exchange) {
        Sink output = new ExchangeOutput(plan.schema(), distribution, exchange, context);
        return PlanRun.start(plan, context, PlanLowering::registry, Map.of(), Optional.of(output));
    }

    private static Lowering.NodeLowering registry(Lowering lowering) {
        return (node, required) -> lowering.isRepeated(node)
                ? SharedLowering.lower(node, lowering, () -> lower(lowering, node, Lowering.all(node)))
                : lower(lowering, node, required);
    }
}
