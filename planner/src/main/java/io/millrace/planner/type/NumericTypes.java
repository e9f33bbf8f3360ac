package io.millrace.planner.type;

import io.millrace.common.type.SqlType;

/**
 * Result types of numeric operators and aggregates. Values are PostgreSQL's; where its NUMERIC grows without limit, ours stops at 38 digits and a value
 * that does not fit is an error.
 *
 * <pre>
 * operands                         result
 * integer, integer (+ - * / %)     the wider of both; / truncates
 * REAL, REAL                       REAL
 * REAL or DOUBLE, any number       DOUBLE
 * DECIMAL(p1, s1), DECIMAL(p2, s2) — an integer counts as DECIMAL(3 | 5 | 10 | 19, 0); i = p - s
 *   + -                            DECIMAL(max(i1, i2) + max(s1, s2) + 1, max(s1, s2))
 *   *                              DECIMAL(p1 + p2, s1 + s2)
 *   /                              DECIMAL(i1 + s2 + s, s), s = max(16, s1, s2)
 *   %                              DECIMAL(max(i1, i2) + max(s1, s2), max(s1, s2))
 *   Precisions over 38 become 38, the scale stays, up to 38.
 * SUM  TINYINT, SMALLINT, INTEGER  BIGINT
 *      BIGINT                      DECIMAL(38, 0)
 *      DECIMAL(p, s)               DECIMAL(38, s)
 *      REAL, DOUBLE                the same
 * AVG  integers                    DECIMAL(38, 16)
 *      DECIMAL(p, s)               DECIMAL(38, max(16, s)): as a quotient, an average of sums keeps its digits after the point
 *      REAL, DOUBLE                DOUBLE
 * STDDEV, VARIANCE, REGR_*, …      DOUBLE
 * </pre>
 */
public final class NumericTypes {
    /** The scale of DECIMAL without parentheses. */
    public static final int PLAIN_SCALE = 10;

    private static final int MAX = SqlType.MAX_DECIMAL_PRECISION;
    private static final int DIVISION_SCALE = 16;

    /** Which operator. */
    public enum Operator {
        PLUS,
        MINUS,
        MULTIPLY,
        DIVIDE,
        MODULO
    }

    private NumericTypes() {}

    /** The result's type; both sides must be numeric. */
    public static SqlType arithmetic(Operator operator, SqlType left, SqlType right) {
        if (left.kind() != SqlType.Kind.DECIMAL && right.kind() != SqlType.Kind.DECIMAL || left.isApproximate() || right.isApproximate()) {
            return CommonTypes.numeric(left, right);
        }
        SqlType a = decimalOf(left);
        SqlType b = decimalOf(right);
        int integers = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
        int scale = Math.max(a.scale(), b.scale());
        return switch (operator) {
            case PLUS, MINUS -> bounded(integers + scale + 1, scale);
            case MULTIPLY -> bounded(a.precision() + b.precision(), a.scale() + b.scale());
            case DIVIDE -> {
                int quotientScale = Math.max(DIVISION_SCALE, scale);
                yield bounded(a.precision() - a.scale() + b.scale() + quotientScale, quotientScale);
            }
            case MODULO -> bounded(integers + scale, scale);
        };
    }

    public static SqlType sum(SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER -> SqlType.BIGINT;
            case BIGINT -> SqlType.decimal(MAX, 0);
            case DECIMAL -> SqlType.decimal(MAX, type.scale());
            case VARCHAR, CHAR, NULL -> SqlType.DOUBLE;
            default -> type;
        };
    }

    public static SqlType avg(SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> SqlType.decimal(MAX, DIVISION_SCALE);
            case DECIMAL -> SqlType.decimal(MAX, Math.max(DIVISION_SCALE, type.scale()));
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> type;
            default -> SqlType.DOUBLE;
        };
    }

    /** An exact numeric type as DECIMAL with as many digits. */
    public static SqlType decimalOf(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> SqlType.decimal(3, 0);
            case SMALLINT -> SqlType.decimal(5, 0);
            case INTEGER -> SqlType.decimal(10, 0);
            case BIGINT -> SqlType.decimal(19, 0);
            case DECIMAL -> type;
            default -> SqlType.decimal(MAX, PLAIN_SCALE);
        };
    }

    private static SqlType bounded(int precision, int scale) {
        int boundedScale = Math.min(scale, MAX);
        return SqlType.decimal(Math.max(Math.min(precision, MAX), Math.max(boundedScale, 1)), boundedScale);
    }
}
