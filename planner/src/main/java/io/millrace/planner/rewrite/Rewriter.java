package io.millrace.planner.rewrite;

import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.join.AggregateReduction;
import io.millrace.planner.join.PlanOptimizer;
import io.millrace.planner.statistics.Estimator;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.calcite.rel.RelNode;

/** The rewrite passes, one line each, in order. */
public final class Rewriter {
    private record Pass(boolean needed, BiFunction<RelNode, RewriteContext, RelNode> change) {}

    private static final List<Pass> PASSES = List.of(
            new Pass(true, (node, context) -> EveryNode.change(node, AsofJoins::rewrite)),
            new Pass(true, (node, context) -> EveryNode.change(node, Samples::rewrite)),
            new Pass(true, (node, context) -> SubqueryRemoval.apply(node)),
            new Pass(true, (node, context) -> Decorrelation.apply(node)),
            new Pass(true, (node, context) -> PlanSize.check(node)),
            new Pass(true, (node, context) -> LeftoverCheck.apply(node)),
            new Pass(false, (node, context) -> OuterJoins.apply(node)),
            new Pass(false, (node, context) -> PlanOptimizer.apply(node, new Estimator(context.expressions()))),
            new Pass(false, (node, context) -> context.continuous()
                    ? node
                    : AggregateReduction.apply(node, new Estimator(context.expressions()))));

    private Rewriter() {}

    /** The same query in a form that can be lowered: no subquery expressions, no correlation but that of UNNEST; columns are the root's. */
    public static RelNode rewrite(RelNode root, RewriteContext context) {
        RelNode node = root;
        for (Pass pass : PASSES) {
            Cancellation.check();
            if (pass.needed() || context.optimize()) {
                node = pass.change().apply(node, context);
            }
        }
        return node;
    }
}
