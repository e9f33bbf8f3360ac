package io.millrace.storage.file.text;

import io.millrace.common.memory.Memory;

/** Well-formedness and length of UTF-8 in a byte array (RFC 3629: no surrogates, no overlong forms). */
public final class Utf8Text {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8Text() {}

    /** Code points of {@code text[from .. to)}, or -1 if it is not UTF-8. */
    public static int characters(byte[] text, int from, int to) {
        int i = from;
        while (i + 8 <= to && (Memory.getLong(text, i) & HIGH_BITS) == 0) {
            i += 8;
        }
        int count = i - from;
        while (i < to) {
            int width = width(text, i, to);
            if (width == 0) {
                return -1;
            }
            i += width;
            count++;
        }
        return count;
    }

    /** Bytes of the code point at {@code i}, or 0 if there is none. */
    private static int width(byte[] text, int i, int to) {
        int lead = text[i] & 255;
        if (lead < 0x80) {
            return 1;
        }
        int width = lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
        if (width == 0 || i + width > to) {
            return 0;
        }
        int second = text[i + 1] & 255;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int k = 2; k < width; k++) {
            if ((text[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return width;
    }
}
