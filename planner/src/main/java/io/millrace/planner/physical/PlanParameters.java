package io.millrace.planner.physical;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.planner.expression.Conversion;
import java.util.List;

/**
 * A plan that keeps its parameters, and the values of one run put in their places: what a statement costs that is planned once and run often. Only for plans
 * whose shape does not ask for the values: without joins, whose order is a matter of estimates.
 */
public final class PlanParameters {
    private PlanParameters() {}

    /** Whether {@link #bind} knows all of the plan. */
    public static boolean bindable(PlanNode plan) {
        boolean own = switch (plan) {
            case PlanNode.Scan ignored -> true;
            case PlanNode.Values ignored -> true;
            case PlanNode.Filter ignored -> true;
            case PlanNode.Project ignored -> true;
            case PlanNode.Aggregate ignored -> true;
            case PlanNode.Sort ignored -> true;
            case PlanNode.Union ignored -> true;
            case PlanNode.Join ignored -> false;
            case PlanNode.Window ignored -> false;
            case PlanNode.SetOperation ignored -> false;
            case PlanNode.Unnest ignored -> false;
            case PlanNode.WindowAssign ignored -> false;
            case PlanNode.Match ignored -> false;
            case PlanNode.SingleRow ignored -> false;
            case PlanNode.Recursion ignored -> false;
            case PlanNode.WorkTable ignored -> false;
            case PlanNode.Exchange ignored -> false;
            case PlanNode.RemoteSource ignored -> false;
        };
        return own && plan.inputs().stream().allMatch(PlanParameters::bindable);
    }

    /** The plan with values for its parameters, tidied up as one that was planned with them. */
    public static PlanNode bind(PlanNode plan, List<Expr.Literal> values, boolean optimize) {
        return PhysicalPasses.apply(bind(plan, values), optimize, false);
    }

    private static PlanNode bind(PlanNode node, List<Expr.Literal> values) {
        List<PlanNode> inputs = node.inputs().stream().map(input -> bind(input, values)).toList();
        PlanNode bound = inputs.isEmpty() ? node : node.withInputs(inputs);
        return switch (bound) {
            case PlanNode.Scan scan -> scan.filter() == null ? scan
                    : new PlanNode.Scan(scan.name(), scan.target(), scan.tableSchema(), scan.columns(), scan.predicates(),
                            bind(scan.filter(), values), scan.estimatedRows());
            case PlanNode.Filter filter -> new PlanNode.Filter(filter.input(), bind(filter.condition(), values));
            case PlanNode.Project project -> new PlanNode.Project(project.input(),
                    project.expressions().stream().map(e -> bind(e, values)).toList(), project.schema());
            default -> bound;
        };
    }

    private static Expr bind(Expr expr, List<Expr.Literal> values) {
        if (!(expr instanceof Expr.Parameter parameter)) {
            return Exprs.mapChildren(expr, child -> bind(child, values));
        }
        if (parameter.index() >= values.size()) {
            throw new MillraceException(ErrorCode.UNDEFINED_PARAMETER,
                    "parameter $" + (parameter.index() + 1) + " has no value, " + values.size() + " were given");
        }
        return Conversion.to(values.get(parameter.index()), parameter.type());
    }
}
