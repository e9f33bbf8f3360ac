package io.millrace.exec.expression.number;

import io.millrace.common.type.SqlType;

/** What the types that lie in an int32 may hold. */
public final class IntegerRange {
    private IntegerRange() {}

    public static int least(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            default -> Integer.MIN_VALUE;
        };
    }

    public static int greatest(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            default -> Integer.MAX_VALUE;
        };
    }
}
