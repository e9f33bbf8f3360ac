package io.millrace.common.expr;

import java.util.List;

/**
 * The code behind a call of {@link Function#USER}: the first argument of such a call is a literal of its {@link #text}, so that a plan says by itself what it
 * runs, wherever it runs.
 *
 * @param function its name, for messages
 * @param method a static one; empty: {@code eval} of an instance; or {@link #AGGREGATE}
 * @param nullOnNull NULL in gives NULL out, without a call
 * @param jar the SHA-256 of the jar, in hex
 */
public record UserCode(String function, String className, String method, boolean nullOnNull, String jar) {
    /** In the place of a method: an instance takes the elements of the one argument, an array, by {@code accumulate}, and gives {@code result}. */
    public static final String AGGREGATE = "*";

    private static final String SEPARATOR = "\n";

    public String text() {
        return String.join(SEPARATOR, function, className, method, nullOnNull ? "null on null" : "called on null", jar);
    }

    /** Back from {@link #text}. */
    public static UserCode parse(String text) {
        List<String> parts = List.of(text.split(SEPARATOR, -1));
        return new UserCode(parts.get(0), parts.get(1), parts.get(2), parts.get(3).equals("null on null"), parts.get(4));
    }
}
