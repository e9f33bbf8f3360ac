package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.planner.cancel.Cancellation;
import java.util.ArrayList;
import java.util.List;

/**
 * Small merges, inputs first:
 *
 * <pre>
 * Filter[a](Filter[b](r))        becomes  Filter[b AND a](r)
 * Filter[f](Scan[g])             becomes  Scan[g AND f]
 * Filter[f](Project[e](r))       becomes  Project[e](Filter[f of e](r))
 * Filter[TRUE](r)                becomes  r;  Filter[FALSE](r) becomes no rows
 * Project[e](Project[f](r))      becomes  Project[e of f](r), unless it would compute something twice
 * Project[all columns](r)        becomes  r
 * </pre>
 */
final class PlanSimplification {
    /** A condition of more nodes is not moved below a projection, unless it was as large before. */
    private static final double MOVED_NODES_MOST = 1000;

    private PlanSimplification() {}

    static PlanNode apply(PlanNode node) {
        PlanNode top = once(node);
        // The root keeps its columns' names
        return top.schema().equals(node.schema()) ? top : named(top, node.schema());
    }

    private static PlanNode named(PlanNode node, Schema schema) {
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            columns.add(Expr.column(i, node.schema().type(i)));
        }
        return node instanceof PlanNode.Project project
                ? new PlanNode.Project(project.input(), project.expressions(), schema)
                : new PlanNode.Project(node, columns, schema);
    }

    private static PlanNode once(PlanNode node) {
        Cancellation.check();
        List<PlanNode> inputs = node.inputs().stream().map(PlanSimplification::once).toList();
        PlanNode copy = inputs.isEmpty() ? node : node.withInputs(inputs);
        return switch (copy) {
            case PlanNode.Filter filter -> filter(filter);
            case PlanNode.Project project -> project(project);
            case PlanNode.Join join when join.residual() != null -> join(join);
            default -> copy;
        };
    }

    private static PlanNode join(PlanNode.Join join) {
        Expr residual = ConstantFolding.condition(join.residual());
        return new PlanNode.Join(join.left(), join.right(), join.kind(), join.leftKeys(), join.rightKeys(), join.nullSafe(),
                residual.equals(Exprs.TRUE) ? null : residual);
    }

    private static PlanNode filter(PlanNode.Filter filter) {
        Expr condition = ConstantFolding.condition(filter.condition());
        if (condition.equals(Exprs.TRUE)) {
            return filter.input();
        }
        if (condition instanceof Expr.Literal) {
            return new PlanNode.Values(filter.schema(), List.of());
        }
        return switch (filter.input()) {
            case PlanNode.Filter below -> new PlanNode.Filter(below.input(), both(below.condition(), condition));
            case PlanNode.Scan scan -> new PlanNode.Scan(scan.name(), scan.target(), scan.tableSchema(), scan.columns(),
                    scan.predicates(), scan.filter() == null ? condition : both(scan.filter(), condition), scan.estimatedRows());
            case PlanNode.Project project when project.expressions().stream().allMatch(Exprs::isDeterministic)
                    && staysSmall(condition, project) -> {
                Expr moved = Exprs.substitute(condition, c -> project.expressions().get(c));
                yield new PlanNode.Project(filter(new PlanNode.Filter(project.input(), moved)), project.expressions(), project.schema());
            }
            default -> new PlanNode.Filter(filter.input(), condition);
        };
    }

    private static boolean staysSmall(Expr condition, PlanNode.Project project) {
        double size = Exprs.size(condition, column -> Exprs.size(project.expressions().get(column), c -> 1));
        return size <= MOVED_NODES_MOST || size <= Exprs.size(condition, column -> 1);
    }

    private static Expr both(Expr first, Expr second) {
        List<Expr> parts = new ArrayList<>(Exprs.conjuncts(first));
        parts.addAll(Exprs.conjuncts(second));
        return Exprs.and(parts);
    }

    private static PlanNode project(PlanNode.Project node) {
        List<Expr> expressions = node.expressions().stream().map(ConstantFolding::value).toList();
        if (node.input() instanceof PlanNode.Project below && mergeable(expressions, below)) {
            List<Expr> merged = expressions.stream()
                    .map(e -> ConstantFolding.value(Exprs.substitute(e, c -> below.expressions().get(c))))
                    .toList();
            return project(new PlanNode.Project(below.input(), merged, node.schema()));
        }
        return isIdentity(expressions, node.input()) ? node.input() : new PlanNode.Project(node.input(), expressions, node.schema());
    }

    private static boolean mergeable(List<Expr> above, PlanNode.Project below) {
        for (int c = 0; c < below.expressions().size(); c++) {
            Expr inner = below.expressions().get(c);
            if (inner instanceof Expr.ColumnRef || inner instanceof Expr.Literal) {
                continue;
            }
            int column = c;
            int uses = above.stream().mapToInt(e -> Exprs.uses(e, column)).sum();
            if (uses > 1 || !Exprs.isDeterministic(inner)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdentity(List<Expr> expressions, PlanNode input) {
        if (expressions.size() != input.schema().size()) {
            return false;
        }
        for (int i = 0; i < expressions.size(); i++) {
            boolean sameType = expressions.get(i).type().equals(input.schema().type(i));
            if (!(expressions.get(i) instanceof Expr.ColumnRef column && column.index() == i && sameType)) {
                return false;
            }
        }
        return true;
    }
}
