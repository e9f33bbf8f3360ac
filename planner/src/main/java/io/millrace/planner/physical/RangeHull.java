package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Bounds that follow from a disjunction and that a reader may skip by: a column with a lower bound in every alternative is not below the least of
 * them, and likewise above.
 *
 * <pre>
 * (x BETWEEN 1 AND 5) OR (x BETWEEN 4 AND 9)   implies   x &gt;= 1 AND x &lt;= 9
 * </pre>
 */
final class RangeHull {
    private static final Set<Function> LOWER = Set.of(Function.GREATER, Function.GREATER_OR_EQUAL, Function.EQUAL);
    private static final Set<Function> UPPER = Set.of(Function.LESS, Function.LESS_OR_EQUAL, Function.EQUAL);

    private RangeHull() {}

    /** Each alternative as its conjuncts. */
    static List<Expr> of(List<List<Expr>> alternatives) {
        List<Expr> hull = new ArrayList<>();
        for (Expr part : alternatives.get(0)) {
            if (bound(part) != null) {
                Expr.ColumnRef column = (Expr.ColumnRef) ((Expr.Call) part).arguments().get(0);
                add(hull, column, LOWER, Function.GREATER_OR_EQUAL, alternatives);
                add(hull, column, UPPER, Function.LESS_OR_EQUAL, alternatives);
            }
        }
        return hull.stream().distinct().toList();
    }

    private static void add(List<Expr> hull, Expr.ColumnRef column, Set<Function> side, Function result, List<List<Expr>> alternatives) {
        Expr.Literal outermost = null;
        for (List<Expr> parts : alternatives) {
            Expr.Literal own = parts.stream().filter(p -> bound(p) != null).map(Expr.Call.class::cast)
                    .filter(call -> side.contains(call.function()) && call.arguments().get(0).equals(column))
                    .map(RangeHull::bound).findFirst().orElse(null);
            if (own == null) {
                return;
            }
            outermost = outermost == null || further(own, outermost, result) ? own : outermost;
        }
        hull.add(Expr.call(result, SqlType.BOOLEAN, column, outermost));
    }

    private static boolean further(Expr.Literal a, Expr.Literal b, Function result) {
        int order = compare(a.value(), b.value());
        return result == Function.GREATER_OR_EQUAL ? order < 0 : order > 0;
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }

    /** The constant that a column of a plainly ordered type is compared with, else null. */
    private static Expr.Literal bound(Expr part) {
        if (!(part instanceof Expr.Call call) || call.arguments().size() != 2 || !(call.arguments().get(0) instanceof Expr.ColumnRef column)
                || !(call.arguments().get(1) instanceof Expr.Literal literal) || literal.value() == null) {
            return null;
        }
        boolean ordered = switch (column.type().kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> literal.type().equals(column.type());
            default -> false;
        };
        boolean compared = LOWER.contains(call.function()) || UPPER.contains(call.function());
        return ordered && compared ? literal : null;
    }
}
