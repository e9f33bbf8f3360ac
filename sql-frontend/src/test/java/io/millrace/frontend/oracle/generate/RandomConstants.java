package io.millrace.frontend.oracle.generate;

/** Literals from small sets, so that values meet. */
final class RandomConstants {
    private final Dice dice;

    RandomConstants(Dice dice) {
        this.dice = dice;
    }

    String orNull(Kind kind) {
        return dice.oneIn(5) ? "CAST(NULL AS " + kind.type() + ")" : of(kind);
    }

    String of(Kind kind) {
        return switch (kind) {
            case INT -> Integer.toString(dice.below(9) - 2);
            case LONG -> "CAST(" + (dice.below(12) - 3) + " AS BIGINT)";
            case DECIMAL -> "CAST(" + dice.of("0", "1.25", "-2.50", "3.00", "7.75", "1.00", "100.01") + " AS DECIMAL(9, 2))";
            case DOUBLE -> "CAST(" + dice.of("0", "1.5", "-0.25", "3", "2.5", "1") + " AS DOUBLE)";
            case TEXT -> "'" + dice.of("", "a", "ab", "b", "Abc", "x y", "é", "麒麟", "a%b", "10", "ba") + "'";
            case BOOLEAN -> dice.of("TRUE", "FALSE");
            case DATE -> "DATE '" + dice.of("2024-01-31", "2024-02-29", "2023-12-31", "1969-07-20", "2024-03-01", "2000-01-01") + "'";
            case TIMESTAMP -> "TIMESTAMP '" + dice.of("2024-01-31 00:00:00", "2024-02-29 12:34:56", "1969-07-20 20:17:40",
                    "2023-12-31 23:59:59.5", "2024-03-01 06:00:00") + "'";
        };
    }
}
