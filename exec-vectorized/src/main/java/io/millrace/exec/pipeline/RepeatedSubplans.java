package io.millrace.exec.pipeline;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Subplans that a plan holds more than once, as it does where a WITH query is read twice: equal in every column, condition and estimate, and ending in
 * a node that holds all its rows anyway, so that keeping them for several readers costs little.
 */
final class RepeatedSubplans {
    private final Set<PlanNode> seen = new HashSet<>();
    private final Set<PlanNode> repeated = new HashSet<>();

    private RepeatedSubplans() {}

    /** The largest of them; a subplan of a repeated one is one only if it is found elsewhere too. */
    static Set<PlanNode> of(PlanNode plan) {
        if (PlanNode.flatten(plan).stream().filter(RepeatedSubplans::holdsRows).limit(2).count() < 2) {
            return Set.of();
        }
        RepeatedSubplans search = new RepeatedSubplans();
        search.visit(plan);
        return search.repeated;
    }

    private void visit(PlanNode node) {
        if (holdsRows(node) && shareable(node) && !seen.add(node)) {
            repeated.add(node);
            return;
        }
        node.inputs().forEach(this::visit);
    }

    private static boolean holdsRows(PlanNode node) {
        return node instanceof PlanNode.Aggregate || node instanceof PlanNode.Window || node instanceof PlanNode.Match;
    }

    /** Whether computing it twice gives the same rows. */
    private static boolean shareable(PlanNode root) {
        return PlanNode.flatten(root).stream()
                .allMatch(node -> !(node instanceof PlanNode.WorkTable) && !(node instanceof PlanNode.RemoteSource)
                        && expressions(node).stream().allMatch(RepeatedSubplans::deterministic));
    }

    private static List<Expr> expressions(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> scan.filter() == null ? List.of() : List.of(scan.filter());
            case PlanNode.Filter filter -> List.of(filter.condition());
            case PlanNode.Project project -> project.expressions();
            case PlanNode.Join join -> join.residual() == null ? List.of() : List.of(join.residual());
            case PlanNode.Unnest unnest -> unnest.collections();
            case PlanNode.Aggregate n -> List.of();
            case PlanNode.Window n -> List.of();
            case PlanNode.Match match -> match.expressions().toList();
            case PlanNode.Values n -> List.of();
            case PlanNode.Sort n -> List.of();
            case PlanNode.Union n -> List.of();
            case PlanNode.SetOperation n -> List.of();
            case PlanNode.WindowAssign n -> List.of();
            case PlanNode.SingleRow n -> List.of();
            case PlanNode.Recursion n -> List.of();
            case PlanNode.WorkTable n -> List.of();
            case PlanNode.Exchange n -> List.of();
            case PlanNode.RemoteSource n -> List.of();
        };
    }

    private static boolean deterministic(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef column -> true;
            case Expr.Literal literal -> true;
            case Expr.Parameter parameter -> true;
            case Expr.Call call -> call.function().deterministic() && call.arguments().stream().allMatch(RepeatedSubplans::deterministic);
            case Expr.Cast cast -> deterministic(cast.operand());
            case Expr.Case branches ->
                    branches.branches().stream().allMatch(b -> deterministic(b.condition()) && deterministic(b.value()))
                            && deterministic(branches.otherwise());
            case Expr.In in -> deterministic(in.operand());
            case Expr.FieldAccess field -> deterministic(field.operand());
        };
    }
}
