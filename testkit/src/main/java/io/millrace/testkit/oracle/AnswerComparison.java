package io.millrace.testkit.oracle;

import java.util.List;
import java.util.function.Function;

/** Compares two engines' answers to one query whose order may leave ties open. */
public final class AnswerComparison {
    private AnswerComparison() {}

    /**
     * Empty if both give the same rows, else a diff to print. Where rows differ, both are asked again in a total order: rows that tie may come in any
     * order, and a limit may cut between them.
     */
    public static String difference(String text, Function<String, List<List<Object>>> expected,
            Function<String, List<List<Object>>> actual) {
        List<List<Object>> rows = expected.apply(text);
        String difference = RowDiff.ordered(rows, actual.apply(text));
        if (difference.isEmpty()) {
            return "";
        }
        String total = TotalOrder.of(text, rows.isEmpty() ? 0 : rows.getFirst().size());
        return total.equals(text) ? difference : RowDiff.ordered(expected.apply(total), actual.apply(total));
    }
}
