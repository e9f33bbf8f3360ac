package io.millrace.exec.window;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import java.util.List;
import java.util.Set;

/** Up to which rank, or row number, a filter above a window lets rows of a partition through. */
public final class RankBound {
    /** Beyond, what would have to be remembered of each partition is not small beside the rows. */
    private static final long RANKS_MAX = 10_000;

    private static final Set<AggregateFunction> RANKING =
            Set.of(AggregateFunction.RANK, AggregateFunction.ROW_NUMBER, AggregateFunction.DENSE_RANK);

    private RankBound() {}

    /**
     * The highest rank that passes {@code condition}, which filters the window's rows; -1 if there is no bound, or if a call of the window sees more than
     * the rows that come before a row.
     */
    public static long of(PlanNode.Window window, Expr condition) {
        if (window.orderKeys().isEmpty() || !window.calls().stream().allMatch(call -> RANKING.contains(call.function()))) {
            return -1;
        }
        long least = Long.MAX_VALUE;
        for (int c = 0; c < window.calls().size(); c++) {
            if (bounded(window.calls().get(c))) {
                least = Math.min(least, bound(condition, window.input().schema().size() + c));
            }
        }
        return least > RANKS_MAX || least < 1 ? -1 : least;
    }

    /** Ranks of ties do not grow with the rows before them in DENSE_RANK. */
    private static boolean bounded(AggregateCall call) {
        return call.function() != AggregateFunction.DENSE_RANK && call.filter() < 0;
    }

    private static long bound(Expr condition, int column) {
        if (!(condition instanceof Expr.Call call)) {
            return Long.MAX_VALUE;
        }
        List<Expr> arguments = call.arguments();
        return switch (call.function()) {
            case AND -> arguments.stream().mapToLong(argument -> bound(argument, column)).min().orElse(Long.MAX_VALUE);
            case EQUAL, LESS_OR_EQUAL -> below(arguments.get(0), arguments.get(1), column, 0);
            case LESS -> below(arguments.get(0), arguments.get(1), column, 1);
            case GREATER_OR_EQUAL -> below(arguments.get(1), arguments.get(0), column, 0);
            case GREATER -> below(arguments.get(1), arguments.get(0), column, 1);
            default -> Long.MAX_VALUE;
        };
    }

    private static long below(Expr rank, Expr most, int column, long less) {
        return rank instanceof Expr.ColumnRef ref && ref.index() == column && most instanceof Expr.Literal literal
                && (literal.value() instanceof Long || literal.value() instanceof Integer)
                        ? ((Number) literal.value()).longValue() - less
                        : Long.MAX_VALUE;
    }
}
