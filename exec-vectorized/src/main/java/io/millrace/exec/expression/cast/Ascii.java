package io.millrace.exec.expression.cast;

import io.millrace.common.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Looks at text in memory byte by byte. */
final class Ascii {
    private Ascii() {}

    static boolean isSpace(byte value) {
        return value == ' ' || value >= '\t' && value <= '\r';
    }

    static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    /** The address after leading white space. */
    static long skipSpace(long at, long end) {
        long start = at;
        while (start < end && isSpace(Memory.getByte(start))) {
            start++;
        }
        return start;
    }

    /** The end before trailing white space. */
    static long trimEnd(long at, long end) {
        long last = end;
        while (last > at && isSpace(Memory.getByte(last - 1))) {
            last--;
        }
        return last;
    }

    static String string(long at, long end) {
        return new String(Memory.bytes(at, (int) (end - at)), StandardCharsets.UTF_8);
    }

    static String lower(long at, long end) {
        return string(at, end).toLowerCase(Locale.ROOT);
    }
}
