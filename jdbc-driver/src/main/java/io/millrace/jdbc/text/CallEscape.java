package io.millrace.jdbc.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JDBC's escape for calls, {@code {[? =] call name[(arguments)]}}, as the query that calls the function. Immutable. */
public final class CallEscape {
    private static final Pattern CALL = Pattern.compile("\\s*\\{\\s*(\\?\\s*=)?\\s*call\\s+([^\\s({]+)\\s*(\\(.*\\))?\\s*\\}\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String sql;
    private final boolean function;

    private CallEscape(String sql, boolean function) {
        this.sql = sql;
        this.function = function;
    }

    /** A text that is no call stands for itself. */
    public static CallEscape of(String text) {
        Matcher call = CALL.matcher(text);
        return text.indexOf('{') >= 0 && call.matches()
                ? new CallEscape("SELECT " + call.group(2) + (call.group(3) == null ? "()" : call.group(3)), call.group(1) != null)
                : new CallEscape(text, false);
    }

    public String sql() {
        return sql;
    }

    /** Whether the first parameter is what the function gives. */
    public boolean isFunction() {
        return function;
    }
}
