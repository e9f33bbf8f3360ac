package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Comparisons brought to the form that scans understand: column left, constant right, no cast around the column where none is needed. */
final class Comparisons {
    private Comparisons() {}

    static Expr fold(Expr.Call call) {
        Expr left = call.arguments().get(0);
        Expr right = call.arguments().get(1);
        if (left instanceof Expr.Literal a && right instanceof Expr.Literal b) {
            return constant(call, a, b);
        }
        if (left instanceof Expr.Literal) {
            return unwrap(new Expr.Call(flipped(call.function()), java.util.List.of(right, left), SqlType.BOOLEAN));
        }
        return right instanceof Expr.Literal ? unwrap(call) : call;
    }

    private static Expr constant(Expr.Call call, Expr.Literal a, Expr.Literal b) {
        if (a.value() == null || b.value() == null) {
            return Expr.literal(null, SqlType.BOOLEAN);
        }
        Integer order = LiteralOrder.compare(a.value(), b.value(), a.type());
        if (order == null) {
            return call;
        }
        boolean result =
                switch (call.function()) {
                    case EQUAL -> order == 0;
                    case NOT_EQUAL -> order != 0;
                    case LESS -> order < 0;
                    case LESS_OR_EQUAL -> order <= 0;
                    case GREATER -> order > 0;
                    case GREATER_OR_EQUAL -> order >= 0;
                    default -> throw new AssertionError(call);
                };
        return result ? Exprs.TRUE : Exprs.FALSE;
    }

    static Function flipped(Function function) {
        return switch (function) {
            case LESS -> Function.GREATER;
            case LESS_OR_EQUAL -> Function.GREATER_OR_EQUAL;
            case GREATER -> Function.LESS;
            case GREATER_OR_EQUAL -> Function.LESS_OR_EQUAL;
            default -> function;
        };
    }

    /** {@code CAST(day AS TIMESTAMP) >= TIMESTAMP '… 00:00:00'} becomes {@code day >= DATE '…'}; a time of day moves the bound. */
    private static Expr unwrap(Expr.Call call) {
        boolean day = call.arguments().get(0) instanceof Expr.Cast cast
                && cast.type().kind() == SqlType.Kind.TIMESTAMP
                && cast.operand().type().kind() == SqlType.Kind.DATE;
        if (!day || !(call.arguments().get(1) instanceof Expr.Literal literal && literal.value() instanceof LocalDateTime time)) {
            return call;
        }
        Expr operand = ((Expr.Cast) call.arguments().get(0)).operand();
        LocalDate date = time.toLocalDate();
        boolean midnight = time.equals(date.atStartOfDay());
        Function function =
                switch (call.function()) {
                    case EQUAL, NOT_EQUAL -> midnight ? call.function() : null;
                    case LESS -> midnight ? Function.LESS : Function.LESS_OR_EQUAL;
                    case GREATER_OR_EQUAL -> midnight ? Function.GREATER_OR_EQUAL : Function.GREATER;
                    case LESS_OR_EQUAL, GREATER -> call.function();
                    default -> null;
                };
        return function == null ? call : Expr.call(function, SqlType.BOOLEAN, operand, Expr.literal(date, SqlType.DATE));
    }
}
