package io.millrace.frontend.handler;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.exec.step.state.ComparedRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left of two multisets after equal rows are taken away. Floating-point results depend on the order of their sums, which batch does not fix: rows that
 * are otherwise equal match within a relative error of 1e-9.
 */
final class RowDifferences {
    /** Rows that are looked at; more are not worth reporting. */
    private static final int ROWS_MAX = 100_000;
    private static final double RELATIVE_ERROR = 1e-9;

    /** A row and how often it is there beyond what was matched. */
    private static final class Row {
        private final List<Object> values;
        private long left;
        private long right;

        Row(List<Object> values, long left, long right) {
            this.values = values;
            this.left = left;
            this.right = right;
        }
    }

    private RowDifferences() {}

    /** Rows with both counts as two more values. */
    static List<List<Object>> of(ComparedRows compared) {
        int[] slots = compared.different(ROWS_MAX);
        if (slots.length == 0) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        try (Batch batch = compared.rows(slots)) {
            for (int i = 0; i < slots.length; i++) {
                rows.add(new Row(Values.readRow(batch, i), compared.left(slots[i]), compared.right(slots[i])));
            }
        }
        Map<List<Object>, List<Row>> alike = new HashMap<>();
        rows.forEach(row -> alike.computeIfAbsent(exactPart(row.values), k -> new ArrayList<>()).add(row));
        alike.values().stream().filter(group -> group.size() > 1).forEach(RowDifferences::match);
        List<List<Object>> different = new ArrayList<>();
        for (Row row : rows) {
            if (row.left != row.right) {
                List<Object> values = new ArrayList<>(row.values);
                values.add(row.left);
                values.add(row.right);
                different.add(values);
            }
        }
        return different;
    }

    private static void match(List<Row> group) {
        for (Row more : group) {
            for (Row less : group) {
                long count = Math.min(more.left - more.right, less.right - less.left);
                if (count > 0 && close(more.values, less.values)) {
                    more.left -= count;
                    less.right -= count;
                }
            }
        }
    }

    private static List<Object> exactPart(List<Object> values) {
        List<Object> exact = new ArrayList<>();
        values.forEach(value -> exact.add(isFloat(value) ? "" : value));
        return exact;
    }

    private static boolean isFloat(Object value) {
        return value instanceof Double || value instanceof Float;
    }

    private static boolean close(List<Object> left, List<Object> right) {
        for (int i = 0; i < left.size(); i++) {
            if (isFloat(left.get(i))) {
                double l = ((Number) left.get(i)).doubleValue();
                double r = ((Number) right.get(i)).doubleValue();
                if (l != r && !(Double.isNaN(l) && Double.isNaN(r))
                        && !(Math.abs(l - r) <= RELATIVE_ERROR * Math.max(Math.abs(l), Math.abs(r)))) {
                    return false;
                }
            }
        }
        return true;
    }
}
