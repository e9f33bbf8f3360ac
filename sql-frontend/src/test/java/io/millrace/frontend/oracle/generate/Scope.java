package io.millrace.frontend.oracle.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * What an expression may refer to.
 *
 * @param columns texts that stand for values here
 * @param outer columns of the queries around this one
 * @param subqueries how many levels of subqueries may still be opened
 */
record Scope(List<Item> columns, List<Item> outer, int subqueries) {
    /** A text with a value of a kind. */
    record Item(String text, Kind kind) {}

    Scope {
        columns = List.copyOf(columns);
        outer = List.copyOf(outer);
    }

    /** Of constants alone. */
    static Scope empty() {
        return new Scope(List.of(), List.of(), 0);
    }

    /** The same names without subqueries. */
    Scope flat() {
        return new Scope(columns, outer, 0);
    }

    /** As a query inside this one sees it before it has a FROM of its own. */
    Scope inner() {
        List<Item> around = new ArrayList<>(columns);
        around.addAll(outer);
        return new Scope(List.of(), around, subqueries - 1);
    }

    /** The same place with columns of its own. */
    Scope with(List<Item> own) {
        return new Scope(own, outer, subqueries);
    }
}
