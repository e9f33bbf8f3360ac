package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.fragment.ExchangePlacement;
import io.millrace.planner.match.MatchFunction;
import io.millrace.planner.physical.PhysicalPasses;
import io.millrace.planner.physical.PlanInvariants;
import io.millrace.planner.relation.AtMostOneRow;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.relation.SubqueryJoin;
import io.millrace.planner.statistics.Estimator;
import io.millrace.planner.type.Types;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.TableSpool;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;

/** From a rewritten relational tree to the physical plan: one class lowers each kind of node, then {@link PhysicalPasses} tidy up the whole. */
public final class PhysicalLowering implements NodeLowering {
    private final LoweringContext context;
    private final Estimator estimator;

    private PhysicalLowering(LoweringContext context) {
        this.context = context;
        this.estimator = new Estimator(context.expressions());
    }

    /** The plan; its columns are the root's. */
    public static PlanNode lower(RelNode root, LoweringContext context) {
        PlanNode plan = Conformity.conform(new PhysicalLowering(context).lower(root), Types.schema(root.getRowType()));
        PlanNode tidy = PhysicalPasses.apply(plan, context.optimize(), context.continuous());
        PlanNode placed = context.exchanges() ? ExchangePlacement.apply(tidy, context.continuous()) : tidy;
        PlanInvariants.check(placed);
        return placed;
    }

    @Override
    public LoweringContext context() {
        return context;
    }

    @Override
    public Expr expression(RexNode expression) {
        return context.expressions().lower(expression);
    }

    @Override
    public double rows(RelNode node) {
        return estimator.estimate(node).rows();
    }

    /** A filter of a scan will become part of it: the scan's estimate is that of both. */
    private PlanNode filter(Filter filter) {
        PlanNode input = filter.getInput() instanceof TableScan scan
                ? ScanLowering.lower(scan, estimator.estimate(filter).rows())
                : lower(filter.getInput());
        return new PlanNode.Filter(input, expression(filter.getCondition()));
    }

    @Override
    public PlanNode lower(RelNode node) {
        Cancellation.check();
        return switch (node) {
            case TableScan scan -> ScanLowering.lower(scan, estimator.estimate(scan).rows());
            case Filter filter -> filter(filter);
            case Project project -> ProjectLowering.lower(project, this);
            case Aggregate aggregate -> AggregateLowering.lower(aggregate, this);
            case Join join -> JoinLowering.lower(join, this);
            case SubqueryJoin join -> JoinLowering.lower(join, this);
            case AtMostOneRow single -> new PlanNode.SingleRow(lower(single.getInput()));
            case Sort sort -> SortLowering.lower(sort, this);
            case Values values -> ValuesLowering.lower(values, this);
            case Union union -> SetOperationLowering.union(union, this);
            case Intersect intersect -> SetOperationLowering.lower(intersect, PlanNode.SetOperation.SetKind.INTERSECT, this);
            case Minus minus -> SetOperationLowering.lower(minus, PlanNode.SetOperation.SetKind.EXCEPT, this);
            case Correlate correlate -> UnnestLowering.lower(correlate, this);
            case Uncollect uncollect -> UnnestLowering.lower(uncollect, this);
            case RepeatUnion recursion -> RecursionLowering.lower(recursion, this);
            case TableSpool spool -> lower(spool.getInput());
            case TableFunctionScan function ->
                    function.getCall() instanceof RexCall call && call.getOperator() instanceof MatchFunction match
                            ? MatchLowering.lower(function, match.analysis(), this)
                            : WindowAssignLowering.lower(function, this);
            default -> throw Refusals.unsupported(node.getRelTypeName().replace("Logical", ""));
        };
    }
}
