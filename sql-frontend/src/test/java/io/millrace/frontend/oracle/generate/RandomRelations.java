package io.millrace.frontend.oracle.generate;

import java.util.ArrayList;
import java.util.List;

/** FROM clauses: tables, queries, VALUES, names of WITH, joined in every way. */
final class RandomRelations {
    private final Dice dice;
    private final RandomExpressions expressions;
    private final RandomQueries queries;
    /** The name of WITH, readable after its body is written. */
    private String pending;
    private String defined;
    private List<Kind> definedKinds = List.of();

    /** A clause's text and the columns it gives. */
    record From(String text, List<Scope.Item> columns) {}

    RandomRelations(Dice dice, RandomExpressions expressions, RandomQueries queries) {
        this.dice = dice;
        this.expressions = expressions;
        this.queries = queries;
    }

    /** A name of WITH, which {@link #open} makes readable. */
    void define(String name, List<Kind> kinds) {
        definedKinds = kinds;
        pending = name;
    }

    void forget() {
        defined = null;
        pending = null;
    }

    /** The body of the name is written: it may be read now. */
    void open() {
        defined = pending;
    }

    From from(Scope scope) {
        From from = one(scope);
        int joins = dice.of(0, 0, 1, 1, 2);
        for (int i = 0; i < joins; i++) {
            from = joined(from, one(scope), scope);
        }
        return from;
    }

    private From joined(From left, From right, Scope scope) {
        List<Scope.Item> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        String kind = dice.of("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN");
        if (kind.equals("CROSS JOIN")) {
            return new From(left.text() + " CROSS JOIN " + right.text(), columns);
        }
        String condition = equality(left, right);
        if (condition == null || dice.oneIn(4)) {
            condition = expressions.predicate(new Scope(columns, scope.outer(), 0), 1);
        } else if (dice.oneIn(3)) {
            condition += " AND " + expressions.predicate(new Scope(columns, scope.outer(), 0), 1);
        }
        return new From(left.text() + " " + kind + " " + right.text() + " ON " + condition, columns);
    }

    private String equality(From left, From right) {
        Scope.Item first = dice.of(left.columns());
        List<Scope.Item> fitting = right.columns().stream().filter(c -> c.kind() == first.kind()).toList();
        return fitting.isEmpty() ? null : first.text() + " = " + dice.of(fitting).text();
    }

    private From one(Scope scope) {
        String alias = queries.name("r");
        if (defined != null && dice.oneIn(2)) {
            return new From(defined + " AS " + alias, named(alias, definedKinds));
        }
        if (scope.subqueries() > 0 && dice.oneIn(5)) {
            List<Kind> kinds = List.of(dice.of(Kind.values()), dice.of(Kind.values()));
            String body = queries.body(kinds, new Scope(List.of(), List.of(), scope.subqueries() - 1));
            return new From("(" + body + ") AS " + alias + "(" + RandomQueries.columns(kinds) + ")", named(alias, kinds));
        }
        if (dice.oneIn(10)) {
            List<Kind> kinds = List.of(dice.of(Kind.values()), dice.of(Kind.values()));
            List<String> rows = new ArrayList<>();
            RandomConstants constants = new RandomConstants(dice);
            for (int i = 1 + dice.below(3); i > 0; i--) {
                rows.add("(" + constants.orNull(kinds.get(0)) + ", " + constants.orNull(kinds.get(1)) + ")");
            }
            return new From("(VALUES " + String.join(", ", rows) + ") AS " + alias + "(c0, c1)", named(alias, kinds));
        }
        List<Scope.Item> columns =
                RandomTables.COLUMNS.stream().map(c -> new Scope.Item(alias + "." + c.text(), c.kind())).toList();
        return new From(dice.of("t0", "t0", "t1", "t1", "t2", "t3") + " AS " + alias, columns);
    }

    private static List<Scope.Item> named(String alias, List<Kind> kinds) {
        List<Scope.Item> columns = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            columns.add(new Scope.Item(alias + ".c" + i, kinds.get(i)));
        }
        return columns;
    }
}
