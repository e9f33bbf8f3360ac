package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;

/** How far a type is from another when an argument is matched with a parameter: the nearest signature wins. */
final class ImplicitCast {
    static final int IMPOSSIBLE = 1 << 20;
    private static final int FROM_TEXT = 40;
    private static final int NARROWING = 60;

    private ImplicitCast() {}

    static int cost(SqlType from, SqlType to) {
        if (from.kind() == to.kind()) {
            return 0;
        }
        if (from.kind() == Kind.NULL) {
            return 1;
        }
        if (from.isCharacter()) {
            return to.isCharacter() ? 1 : FROM_TEXT;
        }
        if (from.isNumeric() && to.isNumeric()) {
            return numeric(from, to);
        }
        return switch (to.kind()) {
            case TIMESTAMP -> from.kind() == Kind.DATE ? 2 : IMPOSSIBLE;
            case TIMESTAMP_TZ -> from.kind() == Kind.DATE ? 3 : from.kind() == Kind.TIMESTAMP ? 2 : IMPOSSIBLE;
            case VARCHAR -> from.kind() == Kind.JSON || from.kind() == Kind.UUID ? NARROWING : IMPOSSIBLE;
            default -> IMPOSSIBLE;
        };
    }

    private static int numeric(SqlType from, SqlType to) {
        int distance = rank(to) - rank(from);
        if (distance > 0) {
            return distance;
        }
        return from.isInteger() && to.isInteger() ? NARROWING - distance : IMPOSSIBLE;
    }

    private static int rank(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> 0;
            case SMALLINT -> 1;
            case INTEGER -> 2;
            case BIGINT -> 3;
            case DECIMAL -> 5;
            case REAL -> 7;
            default -> 8;
        };
    }
}
