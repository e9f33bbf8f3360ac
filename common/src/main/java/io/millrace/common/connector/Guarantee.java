package io.millrace.common.connector;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Locale;

/** How often a source's row counts in a sink, whatever fails in between; in growing order. */
public enum Guarantee {
    AT_MOST_ONCE,
    AT_LEAST_ONCE,
    EXACTLY_ONCE;

    /** As users write it: {@code exactly-once}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws MillraceException INVALID_PARAMETER */
    public static Guarantee of(String text) {
        for (Guarantee guarantee : values()) {
            if (guarantee.text().equals(text.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-'))) {
                return guarantee;
            }
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                "option guarantee: expected 'exactly-once', 'at-least-once' or 'at-most-once', found '" + text + "'");
    }
}
