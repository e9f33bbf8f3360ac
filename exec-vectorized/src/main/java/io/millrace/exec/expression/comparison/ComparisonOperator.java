package io.millrace.exec.expression.comparison;

import io.millrace.common.expr.Function;

/** The six comparisons, as the signs of {@code compare(left, right)} that make them true. */
public enum ComparisonOperator {
    LESS(1),
    EQUAL(2),
    LESS_OR_EQUAL(3),
    GREATER(4),
    NOT_EQUAL(5),
    GREATER_OR_EQUAL(6);

    /** Bit 0: less, bit 1: equal, bit 2: greater. */
    final int signs;

    ComparisonOperator(int signs) {
        this.signs = signs;
    }

    /** Null if the function is not one of the six. */
    public static ComparisonOperator of(Function function) {
        return switch (function) {
            case EQUAL -> EQUAL;
            case NOT_EQUAL -> NOT_EQUAL;
            case LESS -> LESS;
            case LESS_OR_EQUAL -> LESS_OR_EQUAL;
            case GREATER -> GREATER;
            case GREATER_OR_EQUAL -> GREATER_OR_EQUAL;
            default -> null;
        };
    }

    /** True where this is false and no side is NULL. */
    public ComparisonOperator negated() {
        return ofSigns(7 & ~signs);
    }

    /** The same with the sides exchanged. */
    public ComparisonOperator flipped() {
        return ofSigns(signs & 2 | signs >>> 2 | (signs & 1) << 2);
    }

    boolean accepts(int sign) {
        return (signs >>> Integer.signum(sign) + 1 & 1) != 0;
    }

    private static ComparisonOperator ofSigns(int signs) {
        return values()[signs - 1];
    }
}
