package io.millrace.jdbc.text;

import java.util.Locale;

/** What a driver has to know of a statement's text: where parameters are, and JDBC's escapes in braces put as SQL. Immutable. */
public final class SqlText {
    private final String sql;
    private final int parameters;

    private SqlText(String sql, int parameters) {
        this.sql = sql;
        this.parameters = parameters;
    }

    public String sql() {
        return sql;
    }

    /** How many {@code ?} there are, or the largest n of {@code $n}. */
    public int parameters() {
        return parameters;
    }

    public static SqlText of(String given, boolean escapes) {
        String text = given;
        StringBuilder out = new StringBuilder(text.length() + 16);
        int marks = 0;
        int largest = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = skip(text, i);
            if (end > i) {
                out.append(text, i, end);
                i = end;
            } else if (escapes && c == '{') {
                int function = function(text, i);
                FunctionEscape spelled = function < 0 ? null : FunctionEscape.at(text, function);
                if (spelled == null) {
                    i = escape(text, i, out);
                } else {
                    // What stands for the call may hold escapes and parameters of its own: it is read on from here.
                    text = " " + spelled.sql() + text.substring(spelled.end());
                    i = 0;
                }
            } else if (escapes && c == '}') {
                // The end of {fn …} or {oj …}: what is inside stays.
                out.append(' ');
                i++;
            } else {
                if (c == '?') {
                    marks++;
                } else if (c == '$' && (i == 0 || !Character.isJavaIdentifierPart(text.charAt(i - 1)))) {
                    largest = Math.max(largest, number(text, i + 1));
                }
                out.append(c);
                i++;
            }
        }
        return new SqlText(out.toString(), Math.max(marks, largest));
    }

    private static int number(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < 5 && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == from ? 0 : Integer.parseInt(text.substring(from, end));
    }

    /** Where the name begins in {@code {fn name(…)}}, or -1 if the brace begins something else. */
    private static int function(String text, int brace) {
        int start = brace + 1;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (start + 2 >= text.length() || !text.regionMatches(true, start, "fn", 0, 2) || !Character.isWhitespace(text.charAt(start + 2))) {
            return -1;
        }
        start += 2;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    /** The end of the quoted text or comment that begins here, or here if none does. */
    static int skip(String text, int from) {
        char c = text.charAt(from);
        if (c == '\'' || c == '"' || c == '`') {
            int end = text.indexOf(c, from + 1);
            return end < 0 ? text.length() : end + 1;
        }
        if (text.startsWith("--", from)) {
            int end = text.indexOf('\n', from);
            return end < 0 ? text.length() : end;
        }
        if (text.startsWith("/*", from)) {
            int end = text.indexOf("*/", from + 2);
            return end < 0 ? text.length() : end + 2;
        }
        return from;
    }

    /** Writes what the escape at the brace says up to where plain text goes on. */
    private static int escape(String text, int brace, StringBuilder out) {
        int start = brace + 1;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        switch (text.substring(start, end).toLowerCase(Locale.ROOT)) {
            case "d" :
                out.append("DATE");
                return end;
            case "t" :
                out.append("TIME");
                return end;
            case "ts" :
                out.append("TIMESTAMP");
                return end;
            case "escape" :
                out.append("ESCAPE");
                return end;
            case "oj" :
                return end;
            case "limit" :
                out.append("LIMIT");
                return end;
            case "fn" :
                return function(text, end, out);
            default :
                out.append('{');
                return brace + 1;
        }
    }

    private static int function(String text, int from, StringBuilder out) {
        int start = from;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        String name = text.substring(start, end);
        String empty = text.substring(end).replaceFirst("^\\s*\\(\\s*\\)", "");
        boolean noArguments = empty.length() < text.length() - end;
        out.append(' ');
        switch (name.toUpperCase(Locale.ROOT)) {
            case "UCASE" :
                out.append("UPPER");
                return end;
            case "LCASE" :
                out.append("LOWER");
                return end;
            case "IFNULL" :
                out.append("COALESCE");
                return end;
            case "CURDATE" :
            case "CURRENT_DATE" :
                out.append("CURRENT_DATE");
                return noArguments ? text.length() - empty.length() : end;
            case "CURTIME" :
            case "CURRENT_TIME" :
                out.append("CURRENT_TIME");
                return noArguments ? text.length() - empty.length() : end;
            case "NOW" :
            case "CURRENT_TIMESTAMP" :
                out.append("CURRENT_TIMESTAMP");
                return noArguments ? text.length() - empty.length() : end;
            default :
                out.append(name);
                return end;
        }
    }
}
