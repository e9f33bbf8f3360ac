package io.millrace.frontend.oracle.generate;

import java.util.List;

/** Window functions; where ties show, rows are ordered by all columns there are. */
final class RandomWindows {
    private final Dice dice;
    private final RandomExpressions expressions;

    RandomWindows(Dice dice, RandomExpressions expressions) {
        this.dice = dice;
        this.expressions = expressions;
    }

    List<String> items(List<Kind> kinds, Scope scope) {
        return kinds.stream().map(kind -> dice.oneIn(4) ? expressions.of(kind, scope.flat(), 1) : call(kind, scope.flat())).toList();
    }

    private String call(Kind kind, Scope scope) {
        String value = expressions.of(kind, scope, 1);
        return switch (kind) {
            case INT -> switch (dice.below(4)) {
                case 0 -> "CAST(ROW_NUMBER() OVER (" + partition(scope) + total(scope) + ") AS INTEGER)";
                case 1 -> "CAST(" + dice.of("RANK", "DENSE_RANK") + "() OVER (" + partition(scope) + some(scope) + ") AS INTEGER)";
                case 2 -> "CAST(NTILE(3) OVER (" + partition(scope) + total(scope) + ") AS INTEGER)";
                default -> "CAST(COUNT(" + value + ") OVER (" + framed(scope) + ") AS INTEGER)";
            };
            case LONG -> "CAST(SUM(" + expressions.of(Kind.INT, scope, 1) + ") OVER (" + framed(scope) + ") AS BIGINT)";
            case DOUBLE -> switch (dice.below(3)) {
                case 0 -> dice.of("CUME_DIST", "PERCENT_RANK") + "() OVER (" + partition(scope) + some(scope) + ")";
                default -> dice.of("SUM(", "AVG(", "MIN(", "MAX(") + value + ") OVER (" + framed(scope) + ")";
            };
            case DECIMAL, TEXT, BOOLEAN, DATE, TIMESTAMP -> switch (dice.below(4)) {
                case 0 -> dice.of("LAG(", "LEAD(") + value + (dice.oneIn(2) ? "" : ", " + dice.below(3)) + ") OVER (" + partition(scope)
                        + total(scope) + ")";
                case 1 -> dice.of("FIRST_VALUE(", "LAST_VALUE(") + value + ") OVER (" + framed(scope) + ")";
                case 2 -> "NTH_VALUE(" + value + ", 2) OVER (" + framed(scope) + ")";
                default -> (kind == Kind.BOOLEAN ? "BOOL_OR(" : dice.of("MIN(", "MAX(")) + value + ") OVER (" + framed(scope) + ")";
            };
        };
    }

    private String partition(Scope scope) {
        return dice.oneIn(2) ? "" : "PARTITION BY " + dice.of(scope.columns()).text() + " ";
    }

    private String total(Scope scope) {
        return "ORDER BY " + String.join(", ", scope.columns().stream().map(c -> c.text() + direction()).toList());
    }

    private String some(Scope scope) {
        return "ORDER BY " + dice.of(scope.columns()).text() + direction();
    }

    private String direction() {
        return dice.of("", " DESC") + dice.of(" NULLS FIRST", " NULLS LAST");
    }

    private String framed(Scope scope) {
        if (dice.oneIn(4)) {
            return partition(scope) + total(scope);
        }
        String[] bounds =
                {"UNBOUNDED PRECEDING", "2 PRECEDING", "1 PRECEDING", "CURRENT ROW", "1 FOLLOWING", "2 FOLLOWING", "UNBOUNDED FOLLOWING"};
        int from = dice.below(6);
        int to = Math.max(1, from + dice.below(7 - from));
        String exclude = dice.of("", "", "", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES");
        return switch (dice.below(3)) {
            case 0 -> partition(scope) + total(scope) + " ROWS BETWEEN " + bounds[from] + " AND " + bounds[to] + exclude;
            case 1 -> partition(scope) + total(scope) + " GROUPS BETWEEN " + bounds[from] + " AND " + bounds[to] + exclude;
            default -> {
                List<Scope.Item> numbers = scope.columns().stream().filter(c -> c.kind() == Kind.INT || c.kind() == Kind.LONG).toList();
                yield numbers.isEmpty() ? partition(scope) + total(scope)
                        : partition(scope) + total(scope) + " RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW" + exclude;
            }
        };
    }
}
