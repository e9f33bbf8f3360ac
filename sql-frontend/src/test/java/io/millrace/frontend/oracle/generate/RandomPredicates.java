package io.millrace.frontend.oracle.generate;

/** Conditions of every form, with subqueries where the scope lets them be. */
final class RandomPredicates {
    private final Dice dice;
    private final RandomExpressions expressions;
    private final RandomQueries queries;

    RandomPredicates(Dice dice, RandomExpressions expressions, RandomQueries queries) {
        this.dice = dice;
        this.expressions = expressions;
        this.queries = queries;
    }

    String of(Scope scope, int depth) {
        if (scope.subqueries() > 0 && dice.oneIn(7)) {
            return subquery(scope, depth);
        }
        if (depth > 0 && dice.oneIn(3)) {
            return junction(scope, depth - 1);
        }
        Kind kind = dice.of(Kind.values());
        String left = expressions.of(kind, scope, depth);
        return switch (dice.below(9)) {
            case 0, 1, 2 ->
                    "(" + left + dice.of(" = ", " <> ", " < ", " <= ", " > ", " >= ") + expressions.of(near(kind), scope, depth) + ")";
            case 3 -> "(" + left + dice.of(" IS NULL", " IS NOT NULL") + ")";
            case 4 -> "(" + left + dice.of(" BETWEEN ", " NOT BETWEEN ") + expressions.leaf(kind, scope) + " AND "
                    + expressions.leaf(kind, scope) + ")";
            case 5 -> "(" + left + dice.of(" IN (", " NOT IN (") + expressions.leaf(kind, scope.flat()) + ", "
                    + expressions.leaf(kind, scope.flat())
                    + (dice.oneIn(4) ? ", NULL" : "") + "))";
            case 6 -> "(" + left + dice.of(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + expressions.of(kind, scope, depth) + ")";
            case 7 -> "(" + expressions.of(Kind.TEXT, scope, depth) + dice.of(" LIKE ", " NOT LIKE ")
                    + dice.of("'a%'", "'%b%'", "'_'", "'%'", "''", "'a_c'", "'%a'")
                    + ")";
            default -> "(" + expressions.of(Kind.BOOLEAN, scope, depth) + dice.of(" IS TRUE", " IS FALSE", " IS NOT TRUE", " IS NOT FALSE")
                    + ")";
        };
    }

    private Kind near(Kind kind) {
        return kind.numeric() && dice.oneIn(3) ? dice.of(Kind.INT, Kind.LONG, Kind.DECIMAL, Kind.DOUBLE) : kind;
    }

    private String junction(Scope scope, int depth) {
        return switch (dice.below(4)) {
            case 0 -> "(NOT " + of(scope, depth) + ")";
            case 1 -> "(" + of(scope, depth) + " OR " + of(scope, depth) + ")";
            default -> "(" + of(scope, depth) + " AND " + of(scope, depth) + ")";
        };
    }

    private String subquery(Scope scope, int depth) {
        Kind kind = dice.of(Kind.values());
        String left = expressions.of(kind, scope.flat(), depth);
        return switch (dice.below(4)) {
            case 0 -> "(" + left + dice.of(" IN ", " NOT IN ") + queries.column(kind, scope.inner()) + ")";
            case 1 -> "(" + left + dice.of(" = ", " < ", " >= ", " <> ") + dice.of("ANY ", "ALL ") + queries.column(kind, scope.inner())
                    + ")";
            default -> "(" + dice.of("", "NOT ") + "EXISTS " + queries.column(kind, scope.inner()) + ")";
        };
    }
}
