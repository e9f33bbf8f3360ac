package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.planner.relation.Refusals;
import java.math.BigDecimal;

/** The zero of a numeric type. */
final class Zeros {
    private Zeros() {}

    static Expr.Literal of(SqlType type) {
        Object zero =
                switch (type.kind()) {
                    case TINYINT, SMALLINT, INTEGER -> 0;
                    case BIGINT -> 0L;
                    case REAL -> 0f;
                    case DOUBLE -> 0d;
                    case DECIMAL -> BigDecimal.ZERO.setScale(type.scale());
                    default -> throw Refusals.unsupported("a sum of type " + type);
                };
        return Expr.literal(zero, type);
    }
}
