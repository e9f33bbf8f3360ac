package io.millrace.frontend.oracle.generate;

import java.util.ArrayList;
import java.util.List;

/** Expressions that both engines define alike: no integer division, no formats of floating numbers, no casts that may fail. */
final class RandomExpressions {
    private final Dice dice;
    private final RandomConstants constants;
    private final RandomPredicates predicates;
    private final RandomQueries queries;

    RandomExpressions(Dice dice, RandomQueries queries) {
        this.dice = dice;
        this.constants = new RandomConstants(dice);
        this.queries = queries;
        this.predicates = new RandomPredicates(dice, this, queries);
    }

    String of(Kind kind, Scope scope, int depth) {
        if (depth <= 0 || dice.oneIn(4)) {
            return leaf(kind, scope);
        }
        if (scope.subqueries() > 0 && dice.oneIn(12)) {
            return queries.scalar(kind, scope.inner());
        }
        if (dice.oneIn(4)) {
            return general(kind, scope, depth - 1);
        }
        return switch (kind) {
            case INT -> integer(scope, depth - 1);
            case LONG -> longer(scope, depth - 1);
            case DECIMAL -> decimal(scope, depth - 1);
            case DOUBLE -> floating(scope, depth - 1);
            case TEXT -> text(scope, depth - 1);
            case BOOLEAN -> predicates.of(scope, depth - 1);
            case DATE -> date(scope, depth - 1);
            case TIMESTAMP -> timestamp(scope, depth - 1);
        };
    }

    String leaf(Kind kind, Scope scope) {
        List<Scope.Item> fitting = new ArrayList<>(scope.columns().stream().filter(c -> c.kind() == kind).toList());
        if (!scope.outer().isEmpty() && (fitting.isEmpty() || dice.oneIn(3))) {
            scope.outer().stream().filter(c -> c.kind() == kind).forEach(fitting::add);
        }
        if (fitting.isEmpty() || dice.oneIn(5)) {
            return dice.oneIn(6) ? constants.orNull(kind) : constants.of(kind);
        }
        return dice.of(fitting).text();
    }

    private String general(Kind kind, Scope scope, int depth) {
        String a = of(kind, scope, depth);
        String b = of(kind, scope, depth);
        return switch (dice.below(6)) {
            case 0 -> "COALESCE(" + a + ", " + b + ")";
            case 1 -> "NULLIF(" + a + ", " + b + ")";
            case 2 -> "CASE WHEN " + predicates.of(scope, depth) + " THEN " + a + " ELSE " + b + " END";
            case 3 -> "CASE WHEN " + predicates.of(scope, depth) + " THEN " + a + " WHEN " + predicates.of(scope, depth) + " THEN " + b
                    + " END";
            case 4 -> {
                Kind tested = dice.of(Kind.values());
                yield "CASE " + of(tested, scope, depth) + " WHEN " + leaf(tested, scope) + " THEN " + a + " WHEN " + leaf(tested, scope)
                        + " THEN " + b + " ELSE " + leaf(kind, scope) + " END";
            }
            default -> kind == Kind.BOOLEAN ? a : dice.of("GREATEST(", "LEAST(") + a + ", " + b + ")";
        };
    }

    private String integer(Scope scope, int depth) {
        return switch (dice.below(12)) {
            case 0, 1 -> "(" + of(Kind.INT, scope, depth) + dice.of(" + ", " - ") + of(Kind.INT, scope, depth) + ")";
            case 2 -> "(" + leaf(Kind.INT, scope) + " * " + leaf(Kind.INT, scope) + ")";
            case 3 -> "(-" + of(Kind.INT, scope, depth) + ")";
            case 4 -> "(" + of(Kind.INT, scope, depth) + " % " + dice.of("2", "3", "7", "-3") + ")";
            case 5 -> "ABS(" + of(Kind.INT, scope, depth) + ")";
            case 6 -> "CAST(LENGTH(" + of(Kind.TEXT, scope, depth) + ") AS INTEGER)";
            case 7 -> "CAST(" + of(dice.of(Kind.DECIMAL, Kind.DOUBLE, Kind.LONG, Kind.BOOLEAN), scope, depth) + " AS INTEGER)";
            case 8 -> "CAST(EXTRACT(" + dice.of("YEAR", "MONTH", "DAY", "QUARTER", "DOW", "DOY") + " FROM " + of(Kind.DATE, scope, depth)
                    + ") AS INTEGER)";
            case 9 -> "CAST(EXTRACT(" + dice.of("HOUR", "MINUTE", "YEAR", "DAY") + " FROM " + of(Kind.TIMESTAMP, scope, depth)
                    + ") AS INTEGER)";
            case 10 -> "CAST(POSITION(" + leaf(Kind.TEXT, scope) + " IN " + of(Kind.TEXT, scope, depth) + ") AS INTEGER)";
            default -> "CAST((" + of(Kind.DATE, scope, depth) + " - " + of(Kind.DATE, scope, depth) + ") AS INTEGER)";
        };
    }

    private String longer(Scope scope, int depth) {
        return switch (dice.below(5)) {
            case 0 -> "CAST(" + of(dice.of(Kind.INT, Kind.DECIMAL, Kind.DOUBLE), scope, depth) + " AS BIGINT)";
            case 1 -> "(" + of(Kind.LONG, scope, depth) + dice.of(" + ", " - ") + of(dice.of(Kind.INT, Kind.LONG), scope, depth) + ")";
            case 2 -> "(" + leaf(Kind.LONG, scope) + " * " + leaf(Kind.INT, scope) + ")";
            case 3 -> "(" + of(Kind.LONG, scope, depth) + " % 5)";
            default -> "SIGN(" + of(Kind.LONG, scope, depth) + ") + " + leaf(Kind.LONG, scope);
        };
    }

    private String decimal(Scope scope, int depth) {
        return switch (dice.below(7)) {
            case 0 -> "(" + leaf(Kind.DECIMAL, scope) + dice.of(" + ", " - ") + leaf(dice.of(Kind.DECIMAL, Kind.INT), scope) + ")";
            case 1 -> "(" + leaf(Kind.DECIMAL, scope) + " * " + leaf(dice.of(Kind.DECIMAL, Kind.INT), scope) + ")";
            case 2 -> "CAST(" + of(Kind.INT, scope, depth) + " AS DECIMAL(9, 2))";
            case 3 -> "CAST(" + leaf(Kind.DECIMAL, scope) + " AS DECIMAL(8, 1))";
            case 4 -> dice.of("ROUND(", "ABS(", "CEIL(", "FLOOR(") + leaf(Kind.DECIMAL, scope) + ")";
            case 5 -> "ROUND(" + leaf(Kind.DECIMAL, scope) + ", 1)";
            default -> "(-" + leaf(Kind.DECIMAL, scope) + ")";
        };
    }

    private String floating(Scope scope, int depth) {
        return switch (dice.below(6)) {
            case 0 -> "(" + of(Kind.DOUBLE, scope, depth) + dice.of(" + ", " - ", " * ") + of(dice.of(Kind.DOUBLE, Kind.INT), scope, depth)
                    + ")";
            case 1 -> "(" + of(Kind.DOUBLE, scope, depth) + " / CAST(" + dice.of("2", "4", "-0.5") + " AS DOUBLE))";
            case 2 -> "CAST(" + of(dice.of(Kind.INT, Kind.LONG, Kind.DECIMAL), scope, depth) + " AS DOUBLE)";
            case 3 -> dice.of("FLOOR(", "CEIL(", "ABS(") + of(Kind.DOUBLE, scope, depth) + ")";
            case 4 -> "SQRT(ABS(" + of(Kind.DOUBLE, scope, depth) + "))";
            default -> "(-" + of(Kind.DOUBLE, scope, depth) + ")";
        };
    }

    private String text(Scope scope, int depth) {
        return switch (dice.below(10)) {
            case 0, 1 -> "(" + of(Kind.TEXT, scope, depth) + " || " + of(Kind.TEXT, scope, depth) + ")";
            case 2 -> dice.of("UPPER(", "LOWER(", "TRIM(", "REVERSE(", "LTRIM(", "RTRIM(") + of(Kind.TEXT, scope, depth) + ")";
            case 3 -> "SUBSTRING(" + of(Kind.TEXT, scope, depth) + ", " + (1 + dice.below(3)) + ", " + dice.below(4) + ")";
            case 4 -> "REPLACE(" + of(Kind.TEXT, scope, depth) + ", 'a', " + leaf(Kind.TEXT, scope) + ")";
            case 5 -> "CAST(" + of(dice.of(Kind.INT, Kind.LONG, Kind.BOOLEAN, Kind.DATE), scope, depth) + " AS VARCHAR)";
            case 6 -> dice.of("LEFT(", "RIGHT(") + of(Kind.TEXT, scope, depth) + ", " + dice.below(4) + ")";
            case 7 -> dice.of("LPAD(", "RPAD(") + of(Kind.TEXT, scope, depth) + ", " + dice.below(5) + ", 'xy')";
            case 8 -> "CONCAT(" + of(Kind.TEXT, scope, depth) + ", " + of(Kind.TEXT, scope, depth) + ")";
            default -> "REPEAT(" + of(Kind.TEXT, scope, depth) + ", " + dice.below(3) + ")";
        };
    }

    private String date(Scope scope, int depth) {
        return switch (dice.below(4)) {
            case 0 -> "CAST(" + of(Kind.TIMESTAMP, scope, depth) + " AS DATE)";
            case 1 -> "(" + of(Kind.DATE, scope, depth) + dice.of(" + ", " - ") + leaf(Kind.INT, scope) + ")";
            default -> "CAST(" + of(Kind.DATE, scope, depth) + dice.of(" + ", " - ") + interval() + " AS DATE)";
        };
    }

    private String interval() {
        return "INTERVAL '" + (1 + dice.below(40)) + "' " + dice.of("DAY", "MONTH", "YEAR");
    }

    private String timestamp(Scope scope, int depth) {
        return switch (dice.below(4)) {
            case 0 -> "CAST(" + of(Kind.DATE, scope, depth) + " AS TIMESTAMP)";
            case 1 -> "DATE_TRUNC('" + dice.of("hour", "day", "month", "year", "quarter", "week") + "', " + of(Kind.TIMESTAMP, scope, depth)
                    + ")";
            case 2 -> "(" + of(Kind.TIMESTAMP, scope, depth) + dice.of(" + ", " - ") + "INTERVAL '" + dice.below(50) + "' "
                    + dice.of("HOUR", "MINUTE", "SECOND") + ")";
            default -> "(" + of(Kind.TIMESTAMP, scope, depth) + dice.of(" + ", " - ") + interval() + ")";
        };
    }

    /** A condition. */
    String predicate(Scope scope, int depth) {
        return predicates.of(scope, depth);
    }
}
