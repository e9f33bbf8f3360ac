package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;

/** Bytes as {@code \x} and hexadecimal digits (else the text's own bytes), and UUIDs. */
final class BinaryText {
    private static final int UUID_DIGITS = 32;

    private BinaryText() {}

    static boolean append(byte[] text, int from, int to, ColumnBuilder out) {
        if (to - from < 2 || text[from] != '\\' || text[from + 1] != 'x') {
            out.appendBytes(text, from, to - from);
            return true;
        }
        byte[] bytes = hex(text, from + 2, to, (to - from - 2) / 2);
        if (bytes == null) {
            return false;
        }
        out.appendBytes(bytes);
        return true;
    }

    static boolean appendUuid(byte[] text, int from, int to, ColumnBuilder out) {
        int start = Spaces.skip(text, from, to);
        int end = Spaces.trim(text, start, to);
        if (end - start >= 2 && text[start] == '{' && text[end - 1] == '}') {
            start++;
            end--;
        }
        byte[] digits = new byte[UUID_DIGITS];
        int count = 0;
        for (int i = start; i < end; i++) {
            if (text[i] == '-') {
                // Hyphens may stand after every fourth digit
                if (count == 0 || count % 4 != 0) {
                    return false;
                }
                continue;
            }
            if (count == UUID_DIGITS) {
                return false;
            }
            digits[count++] = text[i];
        }
        byte[] bytes = count == UUID_DIGITS ? hex(digits, 0, UUID_DIGITS, UUID_DIGITS / 2) : null;
        if (bytes == null) {
            return false;
        }
        out.appendBytes(bytes);
        return true;
    }

    private static byte[] hex(byte[] text, int from, int to, int count) {
        if (to - from != 2 * count) {
            return null;
        }
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int high = Character.digit(text[from + 2 * i], 16);
            int low = Character.digit(text[from + 2 * i + 1], 16);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }
}
