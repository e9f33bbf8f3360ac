package io.millrace.exec.step;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.PlanNode;

/**
 * Finds how many first rows of each partition a filter over ROW_NUMBER can let through:
 * <pre>
 * Filter[$n &lt;= 3 AND …](Window[ROW_NUMBER])     only the first 3 rows of a partition need a number
 * </pre>
 */
final class FirstRows {
    private FirstRows() {}

    /** {@link Long#MAX_VALUE} if the condition sets no bound. */
    static long of(PlanNode.Window window, Expr condition) {
        return numbersOnly(window) ? bound(condition, window.input().schema().size()) : Long.MAX_VALUE;
    }

    /** Whether the window does nothing but number rows. */
    static boolean numbersOnly(PlanNode.Window window) {
        return window.calls().stream().allMatch(call -> call.function() == AggregateFunction.ROW_NUMBER);
    }

    private static long bound(Expr condition, int firstNumber) {
        if (!(condition instanceof Expr.Call call)) {
            return Long.MAX_VALUE;
        }
        if (call.function() == Function.AND) {
            return call.arguments().stream().mapToLong(a -> bound(a, firstNumber)).min().orElse(Long.MAX_VALUE);
        }
        if (call.arguments().size() != 2) {
            return Long.MAX_VALUE;
        }
        Expr left = call.arguments().get(0);
        Expr right = call.arguments().get(1);
        boolean mirrored = left instanceof Expr.Literal;
        Expr number = mirrored ? right : left;
        Expr limit = mirrored ? left : right;
        boolean fits = number instanceof Expr.ColumnRef column && column.index() >= firstNumber
                && limit instanceof Expr.Literal literal && literal.value() instanceof Number;
        if (!fits) {
            return Long.MAX_VALUE;
        }
        double value = ((Number) ((Expr.Literal) limit).value()).doubleValue();
        long most = (long) Math.clamp(Math.floor(value), 0, 1e15);
        long below = (long) Math.clamp(Math.ceil(value) - 1, 0, 1e15);
        return switch (call.function()) {
            case EQUAL -> most;
            case LESS -> mirrored ? Long.MAX_VALUE : below;
            case LESS_OR_EQUAL -> mirrored ? Long.MAX_VALUE : most;
            case GREATER -> mirrored ? below : Long.MAX_VALUE;
            case GREATER_OR_EQUAL -> mirrored ? most : Long.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }
}
