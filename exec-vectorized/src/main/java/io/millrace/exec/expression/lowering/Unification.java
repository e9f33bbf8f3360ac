package io.millrace.exec.expression.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.comparison.ComparisonOperator;
import java.util.List;

/** Brings both sides of a comparison to one type where a planner left decimals of two scales or times of two units. */
final class Unification {
    private Unification() {}

    static Expr apply(Expr expr) {
        if (!(expr instanceof Expr.Call call) || call.arguments().size() != 2 || !compares(call)) {
            return expr;
        }
        Expr left = call.arguments().get(0);
        Expr right = call.arguments().get(1);
        SqlType common = common(left.type(), right.type());
        return common == null ? expr : new Expr.Call(call.function(), List.of(cast(left, common), cast(right, common)), call.type());
    }

    private static boolean compares(Expr.Call call) {
        return ComparisonOperator.of(call.function()) != null
                || switch (call.function()) {
                    case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM, NULLIF -> true;
                    default -> false;
                };
    }

    private static Expr cast(Expr side, SqlType type) {
        return side.type().equals(type) ? side : new Expr.Cast(side, type, false);
    }

    /** Null if the types are fine as they are. */
    private static SqlType common(SqlType left, SqlType right) {
        if (left.kind() != right.kind()) {
            return null;
        }
        return switch (left.kind()) {
            case DECIMAL -> {
                if (left.scale() == right.scale() && left.layout() == right.layout()) {
                    yield null;
                }
                int scale = Math.max(left.scale(), right.scale());
                int digits = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
                yield SqlType.decimal(Math.min(SqlType.MAX_DECIMAL_PRECISION, digits + scale), scale);
            }
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> left.unitsPerSecond() == right.unitsPerSecond()
                    ? null
                    : left.unitsPerSecond() > right.unitsPerSecond() ? left : right;
            default -> null;
        };
    }
}
