package io.millrace.exec.step;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a plan must not hold to be run continuously: anything whose value may change though its input does not. */
final class PlanChecks {
    private PlanChecks() {}

    static void check(PlanNode plan) {
        for (PlanNode node : PlanNode.flatten(plan)) {
            expressions(node).filter(Objects::nonNull).forEach(PlanChecks::check);
            if (node instanceof PlanNode.Aggregate aggregate && aggregate.phase() != PlanNode.AggregatePhase.SINGLE) {
                throw new MillraceException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "a continuous view aggregates in one phase behind an exchange by key, found " + aggregate.phase());
            }
        }
    }

    private static Stream<Expr> expressions(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> Stream.ofNullable(scan.filter());
            case PlanNode.Filter filter -> Stream.of(filter.condition());
            case PlanNode.Project project -> project.expressions().stream();
            case PlanNode.Join join -> Stream.ofNullable(join.residual());
            case PlanNode.Unnest unnest -> unnest.collections().stream();
            case PlanNode.Values v -> Stream.empty();
            case PlanNode.Aggregate v -> Stream.empty();
            case PlanNode.Sort v -> Stream.empty();
            case PlanNode.Window v -> Stream.empty();
            case PlanNode.Match match -> match.expressions();
            case PlanNode.Union v -> Stream.empty();
            case PlanNode.SetOperation v -> Stream.empty();
            case PlanNode.WindowAssign v -> Stream.empty();
            case PlanNode.SingleRow v -> Stream.empty();
            case PlanNode.Recursion v -> Stream.empty();
            case PlanNode.WorkTable v -> Stream.empty();
            case PlanNode.Exchange v -> Stream.empty();
            case PlanNode.RemoteSource v -> Stream.empty();
        };
    }

    private static void check(Expr expr) {
        switch (expr) {
            case Expr.ColumnRef column -> {}
            case Expr.Literal literal -> {}
            case Expr.Parameter parameter -> throw new AssertionError("parameter " + parameter.index() + " was not replaced by its value");
            case Expr.Call call -> {
                if (!call.function().deterministic()) {
                    throw new MillraceException(
                            ErrorCode.NOT_DETERMINISTIC,
                            "a continuous view cannot call " + call.function() + ": it gives another value every time");
                }
                if (call.function().statementTime()) {
                    throw new MillraceException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "a continuous view cannot compare with " + call.function() + " yet: it changes without any input");
                }
                call.arguments().forEach(PlanChecks::check);
            }
            case Expr.Cast cast -> check(cast.operand());
            case Expr.Case branches -> {
                branches.branches().forEach(branch -> List.of(branch.condition(), branch.value()).forEach(PlanChecks::check));
                check(branches.otherwise());
            }
            case Expr.In in -> check(in.operand());
            case Expr.FieldAccess field -> check(field.operand());
        }
    }
}
