package io.millrace.testkit.oracle;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the order of a query's rows total: every column of the answer becomes one more key, so that rows which tie have one order and the last of the
 * first 100 rows is the same everywhere.
 */
public final class TotalOrder {
    private static final Pattern TAIL = Pattern.compile("(?is)\\s*(LIMIT\\s+\\d+(?:\\s+OFFSET\\s+\\d+)?)?\\s*;?\\s*$");

    private TotalOrder() {}

    /** The query in a total order. One that has neither an order nor a limit, or whose last order is a subquery's, stays as it is. */
    public static String of(String text, int columns) {
        Matcher tail = TAIL.matcher(text);
        int order = text.toUpperCase(Locale.ROOT).lastIndexOf("ORDER BY");
        if (order >= 0 && depth(text.substring(order)) != 0) {
            order = -1;
        }
        if (!tail.find(Math.max(order, 0)) || columns == 0 || order < 0 && tail.group(1) == null) {
            return text;
        }
        StringBuilder total = new StringBuilder(text.substring(0, tail.start()));
        for (int column = 1; column <= columns; column++) {
            total.append(column == 1 && order < 0 ? "\nORDER BY " : ", ").append(column);
        }
        return total.append('\n').append(tail.group(1) == null ? "" : tail.group(1)).toString();
    }

    /** Parentheses that are closed and not opened count below zero: the order is a subquery's or a window's. */
    private static int depth(String tail) {
        int depth = 0;
        for (int i = 0; i < tail.length(); i++) {
            depth += tail.charAt(i) == '(' ? 1 : tail.charAt(i) == ')' ? -1 : 0;
        }
        return depth;
    }
}
