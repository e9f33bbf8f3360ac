package io.millrace.frontend.oracle.generate;

import java.util.ArrayList;
import java.util.List;

/** GROUP BY of every form, HAVING, and aggregates with DISTINCT, FILTER and ORDER BY. */
final class RandomAggregates {
    private final Dice dice;
    private final RandomExpressions expressions;

    RandomAggregates(Dice dice, RandomExpressions expressions) {
        this.dice = dice;
        this.expressions = expressions;
    }

    /** A grouped query of such columns over {@code source}, which is FROM's and WHERE's text. */
    String select(List<Kind> kinds, String source, Scope scope) {
        List<Scope.Item> keys = new ArrayList<>();
        for (int i = dice.below(3); i > 0; i--) {
            Scope.Item column = dice.of(scope.columns());
            keys.add(dice.oneIn(3) ? new Scope.Item(expressions.of(column.kind(), columnsOnly(scope), 1), column.kind()) : column);
        }
        keys.removeIf(key -> scope.columns().stream().noneMatch(c -> key.text().contains(c.text())));
        List<Scope.Item> values = new ArrayList<>(keys);
        for (int i = 0; i < 3; i++) {
            Kind kind = dice.of(Kind.values());
            values.add(new Scope.Item(call(kind, columnsOnly(scope)), kind));
        }
        kinds.forEach(kind -> values.add(new Scope.Item(call(kind, columnsOnly(scope)), kind)));
        Scope grouped = new Scope(values, List.of(), 0);
        String having = dice.oneIn(4) ? " HAVING " + expressions.predicate(grouped, 1) : "";
        return RandomQueries.items(kinds.stream().map(kind -> expressions.of(kind, grouped, 1)).toList()) + " FROM " + source
                + groupBy(keys) + having;
    }

    private static Scope columnsOnly(Scope scope) {
        return new Scope(scope.columns(), List.of(), 0);
    }

    private String groupBy(List<Scope.Item> keys) {
        if (keys.isEmpty()) {
            return dice.oneIn(8) ? " GROUP BY ()" : "";
        }
        List<String> texts = keys.stream().map(Scope.Item::text).toList();
        String list = String.join(", ", texts);
        return " GROUP BY " + switch (dice.below(8)) {
            case 0 -> "ROLLUP (" + list + ")";
            case 1 -> "CUBE (" + list + ")";
            case 2 -> "GROUPING SETS ((" + list + "), (" + texts.get(0) + "), ())";
            case 3 -> "GROUPING SETS (" + list + ")";
            default -> list;
        };
    }

    String call(Kind kind, Scope scope) {
        String filter = dice.oneIn(5) ? " FILTER (WHERE " + expressions.predicate(scope.flat(), 1) + ")" : "";
        String distinct = dice.oneIn(4) ? "DISTINCT " : "";
        String same = expressions.of(kind, scope, 1);
        Kind any = dice.of(Kind.values());
        return switch (kind) {
            case INT -> "CAST(" + (dice.oneIn(2) ? "COUNT(" + distinct + expressions.of(any, scope, 1) + ")" : "COUNT(*)") + filter
                    + " AS INTEGER)";
            case LONG -> dice.oneIn(2) ? "CAST(SUM(" + distinct + expressions.of(Kind.INT, scope, 1) + ")" + filter + " AS BIGINT)"
                    : dice.of("MIN(", "MAX(") + same + ")" + filter;
            case DECIMAL -> dice.of("SUM(", "MIN(", "MAX(") + distinct + expressions.leaf(kind, scope) + ")" + filter;
            // variances of equal numbers are zero in both engines only where no rounding shows
            case DOUBLE -> dice.oneIn(4) ? dice.of("STDDEV_POP(", "VAR_SAMP(") + expressions.leaf(kind, scope) + ")" + filter
                    : dice.of("SUM(", "AVG(", "MIN(", "MAX(") + distinct + same + ")" + filter;
            case TEXT -> dice.oneIn(2) ? "STRING_AGG(" + same + ", ',' ORDER BY " + same + dice.of("", " DESC") + " NULLS LAST)" + filter
                    : dice.of("MIN(", "MAX(") + same + ")" + filter;
            case BOOLEAN -> dice.of("BOOL_AND(", "BOOL_OR(") + same + ")" + filter;
            case DATE, TIMESTAMP -> dice.of("MIN(", "MAX(") + distinct + same + ")" + filter;
        };
    }
}
