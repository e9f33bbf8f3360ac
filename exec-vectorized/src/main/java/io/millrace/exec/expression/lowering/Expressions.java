package io.millrace.exec.expression.lowering;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.cast.Casts;
import io.millrace.exec.expression.comparison.Comparisons;
import io.millrace.exec.expression.logic.CaseEvaluator;
import io.millrace.exec.expression.logic.FieldEvaluator;
import java.util.List;

/** Turns expressions into evaluators and conditions. */
public final class Expressions {
    private Expressions() {}

    /**
     * An evaluator of {@code expr}, for one thread.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED if no evaluator takes the expression's types
     */
    public static Evaluator evaluator(Expr expr, EvaluationContext context) {
        return switch (Unification.apply(expr)) {
            case Expr.ColumnRef column -> (input, selection) -> input.column(column.index()).retain();
            case Expr.Literal literal -> new LiteralEvaluator(literal, context);
            case Expr.Parameter parameter -> throw new AssertionError("parameter " + parameter.index() + " was not replaced by its value");
            case Expr.Call call -> call(call, context);
            case Expr.Cast cast -> Casts.lower(cast, evaluator(cast.operand(), context), context);
            case Expr.Case branches -> branches(branches, context);
            case Expr.In in -> Comparisons.in(in, evaluator(in.operand(), context), context);
            case Expr.FieldAccess field -> new FieldEvaluator(evaluator(field.operand(), context), field.index(), context);
        };
    }

    /** An evaluator each. */
    static List<Evaluator> evaluators(List<Expr> expressions, EvaluationContext context) {
        return expressions.stream().map(expr -> evaluator(expr, context)).toList();
    }

    private static Evaluator call(Expr.Call call, EvaluationContext context) {
        CallLowering lowering = CallLowerings.of(call.function());
        if (lowering == null) {
            throw unsupported(call);
        }
        return lowering.lower(call, evaluators(call.arguments(), context), context);
    }

    private static Evaluator branches(Expr.Case expr, EvaluationContext context) {
        List<CaseEvaluator.Branch> branches = expr.branches().stream()
                .map(b -> new CaseEvaluator.Branch(condition(b.condition(), context), evaluator(b.value(), context)))
                .toList();
        return new CaseEvaluator(expr.type(), branches, evaluator(expr.otherwise(), context), context);
    }

    /** A condition that decides a BOOLEAN {@code expr}, for one thread. */
    public static Condition condition(Expr expr, EvaluationContext context) {
        return Conditions.where(expr, true, context);
    }

    private static MillraceException unsupported(Expr expr) {
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "no evaluator for " + expr);
    }
}
