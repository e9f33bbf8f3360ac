package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;

/**
 * A text that counts how often it is looked at, and gives up after a bound: the only way to stop java.util.regex when a pattern backtracks without
 * end. The bound grows with the text, so that what is linear never meets it.
 */
final class BoundedText implements CharSequence {
    private static final long STEPS_MIN = 20_000_000;
    private static final long STEPS_PER_CHARACTER = 200;

    private final String text;
    private long stepsLeft;

    BoundedText(String text) {
        this.text = text;
        this.stepsLeft = STEPS_MIN + STEPS_PER_CHARACTER * text.length();
    }

    @Override
    public char charAt(int index) {
        if (--stepsLeft < 0) {
            throw new MillraceException(
                    ErrorCode.INVALID_REGEX, "regular expression takes too many steps on a text of " + text.length() + " characters");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
