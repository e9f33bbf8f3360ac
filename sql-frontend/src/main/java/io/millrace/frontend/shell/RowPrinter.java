package io.millrace.frontend.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Prints rows in columns of even width, or as tab-separated values. Widths come from the first rows; later ones may stand out. */
final class RowPrinter {
    private static final int MEASURED_ROWS = 1_000;
    private static final int WIDTH_MAX = 200;

    private final PrintStream out;
    private final boolean table;
    private final int measured;
    private final List<String[]> waiting = new ArrayList<>();
    private String[] names = new String[0];
    private boolean[] right = new boolean[0];
    private int[] widths;
    private long rows;

    /** @param live rows are printed as they come, since there may be no end */
    RowPrinter(PrintStream out, boolean table, boolean live) {
        this.out = out;
        this.table = table;
        this.measured = live ? 0 : MEASURED_ROWS;
    }

    /** {@code right}: which columns hold numbers. */
    void columns(String[] columnNames, boolean[] numbers) {
        names = columnNames;
        right = numbers;
        if (!table) {
            out.println(String.join("\t", names));
        }
    }

    void row(String[] values) {
        rows++;
        if (!table) {
            out.println(tabbed(values));
        } else if (widths != null) {
            out.println(line(values));
        } else {
            waiting.add(values);
            if (waiting.size() >= measured) {
                begin();
            }
        }
        if (measured == 0) {
            out.flush();
        }
    }

    private static String tabbed(String[] values) {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < values.length; c++) {
            String value = values[c] == null ? "\\N" : values[c].replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
            text.append(c > 0 ? "\t" : "").append(value);
        }
        return text.toString();
    }

    private void begin() {
        widths = new int[names.length];
        for (int c = 0; c < names.length; c++) {
            widths[c] = width(names[c]);
            for (String[] row : waiting) {
                widths[c] = Math.min(WIDTH_MAX, Math.max(widths[c], width(shown(row[c]))));
            }
        }
        StringBuilder rule = new StringBuilder();
        for (int c = 0; c < names.length; c++) {
            rule.append(c > 0 ? "+" : "").append("-".repeat(widths[c] + 2));
        }
        if (names.length > 0) {
            out.println(line(names));
            out.println(rule);
        }
        waiting.forEach(row -> out.println(line(row)));
        waiting.clear();
    }

    private String line(String[] values) {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < values.length; c++) {
            String value = shown(values[c]);
            String space = " ".repeat(Math.max(0, widths[c] - width(value)));
            text.append(c > 0 ? "|" : "").append(' ').append(right[c] ? space + value : value + space).append(' ');
        }
        return text.toString().stripTrailing();
    }

    private static String shown(String value) {
        return value == null ? "NULL" : value.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            width += Math.max(0, WCWidth.wcwidth(point));
            i += Character.charCount(point);
        }
        return width;
    }

    void end() {
        if (table) {
            if (widths == null) {
                begin();
            }
            out.println("(" + rows + (rows == 1 ? " row)" : " rows)"));
        }
        out.flush();
    }
}
