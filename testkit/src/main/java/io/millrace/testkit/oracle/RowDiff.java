package io.millrace.testkit.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Compares two engines' rows. Exact types compare exactly after trailing zeros; where one side is DOUBLE both compare within a relative error of
 * 1e-9, since engines type some results (averages, quotients) differently.
 */
public final class RowDiff {
    private static final double RELATIVE_ERROR = 1e-9;
    private static final int SHOWN_MAX = 20;

    private RowDiff() {}

    /** Empty if the rows are equal in the same order, else a diff to print. */
    public static String ordered(List<List<Object>> expected, List<List<Object>> actual) {
        StringBuilder diff = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < Math.max(expected.size(), actual.size()) && shown < SHOWN_MAX; i++) {
            List<Object> e = i < expected.size() ? expected.get(i) : null;
            List<Object> a = i < actual.size() ? actual.get(i) : null;
            if (e == null || a == null || !rowsEqual(e, a)) {
                diff.append("row ").append(i).append("\n  expected ").append(e).append("\n  actual   ").append(a).append('\n');
                shown++;
            }
        }
        if (expected.size() != actual.size()) {
            diff.append(expected.size()).append(" rows expected, ").append(actual.size()).append(" found\n");
        }
        return diff.toString();
    }

    /** Empty if the rows are equal as multisets. */
    public static String unordered(List<List<Object>> expected, List<List<Object>> actual) {
        return ordered(sorted(expected), sorted(actual));
    }

    private static List<List<Object>> sorted(List<List<Object>> rows) {
        List<List<Object>> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(RowDiff::sortKey));
        return sorted;
    }

    /** Rows that are equal within the error sort alike but for rows whose other columns are equal too. */
    private static String sortKey(List<Object> row) {
        StringBuilder key = new StringBuilder();
        for (Object value : row) {
            if (value instanceof Number number) {
                double rounded = number.doubleValue();
                key.append(rounded == 0 ? "0" : "%.6e".formatted(rounded));
            } else {
                key.append(value == null ? "\u0002" : value.toString());
            }
            key.append('\u0001');
        }
        return key.toString();
    }

    private static boolean rowsEqual(List<Object> left, List<Object> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!valuesEqual(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean valuesEqual(Object left, Object right) {
        if (left instanceof Number l && right instanceof Number r) {
            return numbersEqual(l, r);
        }
        return Objects.equals(left instanceof List || left == null ? left : left.toString(),
                right instanceof List || right == null ? right : right.toString());
    }

    private static boolean numbersEqual(Number left, Number right) {
        if (approximate(left) || approximate(right)) {
            double l = left.doubleValue();
            double r = right.doubleValue();
            return Double.compare(l, r) == 0 || Math.abs(l - r) <= RELATIVE_ERROR * Math.max(Math.abs(l), Math.abs(r));
        }
        return exact(left).compareTo(exact(right)) == 0;
    }

    private static boolean approximate(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private static BigDecimal exact(Number number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
    }
}
