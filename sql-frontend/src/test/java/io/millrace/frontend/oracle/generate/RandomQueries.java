package io.millrace.frontend.oracle.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whole queries by a grammar; every LIMIT follows an ORDER BY of all columns, so that each query has one answer. */
final class RandomQueries {
    private static final int DEPTH = 3;

    private final Dice dice;
    private final RandomExpressions expressions;
    private final RandomRelations relations;
    private final RandomAggregates aggregates;
    private int names;

    RandomQueries(Dice dice) {
        this.dice = dice;
        this.expressions = new RandomExpressions(dice, this);
        this.relations = new RandomRelations(dice, expressions, this);
        this.aggregates = new RandomAggregates(dice, expressions);
    }

    /** A name that this query uses nowhere else. */
    String name(String stem) {
        return stem + names++;
    }

    /** A query, with everything. */
    String query() {
        List<Kind> kinds = kinds();
        Scope scope = new Scope(List.of(), List.of(), 2);
        if (dice.oneIn(8)) {
            List<Kind> inner = kinds();
            String name = name("w");
            relations.define(name, inner);
            String body = body(inner, scope.inner());
            relations.open();
            String text = "WITH " + name + "(" + columns(inner) + ") AS (" + body + ") " + ordered(kinds, scope);
            relations.forget();
            return text;
        }
        return ordered(kinds, scope);
    }

    private List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 1 + dice.below(4); i > 0; i--) {
            kinds.add(dice.of(Kind.values()));
        }
        return kinds;
    }

    private String ordered(List<Kind> kinds, Scope scope) {
        String body = body(kinds, scope);
        return dice.oneIn(4) ? body + " " + limit(kinds.size()) : body;
    }

    private String limit(int width) {
        List<String> keys = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
            keys.add(i + dice.of("", " DESC") + dice.of(" NULLS FIRST", " NULLS LAST"));
        }
        return "ORDER BY " + String.join(", ", keys) + " LIMIT " + dice.below(8) + (dice.oneIn(3) ? " OFFSET " + dice.below(4) : "");
    }

    /** A query of such columns without ORDER BY. */
    String body(List<Kind> kinds, Scope scope) {
        if (scope.subqueries() > 0 && dice.oneIn(8)) {
            Scope inner = new Scope(scope.columns(), scope.outer(), scope.subqueries() - 1);
            return "(" + select(kinds, inner) + ") " + dice.of("UNION", "UNION ALL", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL")
                    + " ("
                    + select(kinds, inner) + ")";
        }
        return select(kinds, scope);
    }

    private String select(List<Kind> kinds, Scope scope) {
        RandomRelations.From from = relations.from(scope);
        Scope inside = scope.with(from.columns());
        String where = dice.oneIn(2) ? " WHERE " + expressions.predicate(inside, DEPTH - 1) : "";
        if (dice.oneIn(4)) {
            return aggregates.select(kinds, from.text() + where, inside);
        }
        // equal rows could come in one order for one window and in another for the next
        boolean withoutEqualRows = from.columns().stream().noneMatch(column -> column.text().endsWith(".c0"));
        if (withoutEqualRows && dice.oneIn(6)) {
            return items(new RandomWindows(dice, expressions).items(kinds, inside)) + " FROM " + from.text() + where;
        }
        return items(kinds.stream().map(kind -> expressions.of(kind, inside, DEPTH)).toList(), dice.oneIn(6) ? "DISTINCT " : "")
                + " FROM " + from.text() + where;
    }

    static String items(List<String> texts) {
        return items(texts, "");
    }

    static String items(List<String> texts, String distinct) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            named.add(texts.get(i) + " AS c" + i);
        }
        return "SELECT " + distinct + String.join(", ", named);
    }

    static String columns(List<Kind> kinds) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            names.add("c" + i);
        }
        return names.stream().collect(Collectors.joining(", "));
    }

    /** A query of one row and column: an aggregate, or the first row. */
    String scalar(Kind kind, Scope scope) {
        RandomRelations.From from = relations.from(scope);
        Scope inside = scope.with(from.columns());
        String where = " WHERE " + expressions.predicate(inside, 1);
        if (dice.oneIn(3)) {
            return "(SELECT " + expressions.of(kind, inside.flat(), 1) + " AS c0 FROM " + from.text() + where
                    + " ORDER BY 1 NULLS LAST LIMIT 1)";
        }
        return "(SELECT " + aggregates.call(kind, inside.flat()) + " FROM " + from.text() + where + ")";
    }

    /** A query of one column in parentheses. */
    String column(Kind kind, Scope scope) {
        return "(" + body(List.of(kind), scope) + ")";
    }
}
