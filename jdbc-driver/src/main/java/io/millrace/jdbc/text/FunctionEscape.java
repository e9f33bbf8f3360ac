package io.millrace.jdbc.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** JDBC's scalar functions ({@code {fn …}}) that SQL here spells otherwise; all others are passed on as they are. */
final class FunctionEscape {
    private final String sql;
    private final int end;

    private FunctionEscape(String sql, int end) {
        this.sql = sql;
        this.end = end;
    }

    /** What stands for the call. */
    String sql() {
        return sql;
    }

    /** Behind the call's closing parenthesis. */
    int end() {
        return end;
    }

    /** The call whose name begins at {@code from}; null if it needs no other spelling. */
    static FunctionEscape at(String text, int from) {
        int open = from;
        while (open < text.length() && Character.isJavaIdentifierPart(text.charAt(open))) {
            open++;
        }
        String name = text.substring(from, open).toUpperCase(Locale.ROOT);
        while (open < text.length() && Character.isWhitespace(text.charAt(open))) {
            open++;
        }
        if (open >= text.length() || text.charAt(open) != '(') {
            return null;
        }
        List<String> arguments = new ArrayList<>();
        int close = arguments(text, open, arguments);
        String sql = close < 0 ? null : spelled(name, arguments);
        return sql == null ? null : new FunctionEscape(sql, close + 1);
    }

    private static String spelled(String name, List<String> arguments) {
        switch (name + "/" + arguments.size()) {
            case "LOG/1" :
                return "LN(" + arguments.get(0) + ")";
            case "CHAR/1" :
                return "CHR(" + arguments.get(0) + ")";
            case "SPACE/1" :
                return "REPEAT(' ', " + arguments.get(0) + ")";
            case "INSERT/4" :
                // Parameters keep their order, so an INSERT that has some is left to the server to refuse.
                return String.join("", arguments).indexOf('?') >= 0 ? null
                        : "OVERLAY(" + arguments.get(0) + " PLACING " + arguments.get(3) + " FROM " + arguments.get(1) + " FOR "
                                + arguments.get(2) + ")";
            case "DATABASE/0" :
                return "'millrace'";
            case "USER/0" :
                return "CURRENT_USER";
            case "DAYNAME/1" :
                return "TO_CHAR(" + arguments.get(0) + ", 'FMDay')";
            case "MONTHNAME/1" :
                return "TO_CHAR(" + arguments.get(0) + ", 'FMMonth')";
            case "TIMESTAMPADD/3" :
                if (arguments.get(0).trim().equalsIgnoreCase("SQL_TSI_FRAC_SECOND")) {
                    // Billionths of a second; times are counted in millionths.
                    return name + "(MICROSECOND, (" + arguments.get(1) + ") / 1000, " + arguments.get(2) + ")";
                }
                return interval(name, arguments);
            case "TIMESTAMPDIFF/3" :
                return interval(name, arguments);
            case "CONVERT/2" :
                return "CAST(" + arguments.get(0) + " AS " + type(arguments.get(1).trim()) + ")";
            default :
                return null;
        }
    }

    private static String interval(String name, List<String> arguments) {
        return name + "(" + arguments.get(0).trim().toUpperCase(Locale.ROOT).replaceFirst("^SQL_TSI_FRAC_SECOND$", "NANOSECOND")
                .replaceFirst("^SQL_TSI_", "") + ", " + arguments.get(1) + ", " + arguments.get(2) + ")";
    }

    private static String type(String jdbcName) {
        String name = jdbcName.toUpperCase(Locale.ROOT).replaceFirst("^SQL_", "");
        switch (name) {
            case "BIT" :
                return "BOOLEAN";
            case "FLOAT" :
                return "DOUBLE";
            case "LONGVARCHAR" :
            case "WVARCHAR" :
            case "CLOB" :
                return "VARCHAR";
            case "BINARY" :
            case "LONGVARBINARY" :
            case "BLOB" :
                return "VARBINARY";
            default :
                return name;
        }
    }

    /** Splits at commas that are in no bracket; where the closing parenthesis is, or -1. */
    private static int arguments(String text, int open, List<String> into) {
        int depth = 0;
        int start = open + 1;
        int i = open;
        while (i < text.length()) {
            int quoted = SqlText.skip(text, i);
            if (quoted > i) {
                i = quoted;
                continue;
            }
            char c = text.charAt(i);
            if (c == '(' || c == '{' || c == '[') {
                depth++;
            } else if (c == ')' || c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    String last = text.substring(start, i);
                    if (!into.isEmpty() || !last.isBlank()) {
                        into.add(last);
                    }
                    return i;
                }
            } else if (c == ',' && depth == 1) {
                into.add(text.substring(start, i));
                start = i + 1;
            }
            i++;
        }
        return -1;
    }
}
