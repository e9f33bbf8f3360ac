package io.millrace.exec.expression.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a result under construction, reused from row to row. */
final class TextBuffer {
    /** What one string may hold at most, so that a statement of a few letters cannot take the server's memory. */
    static final int TEXT_BYTES_MAX = 64 << 20;

    private byte[] bytes = new byte[64];
    private int length;

    TextBuffer clear() {
        length = 0;
        return this;
    }

    int length() {
        return length;
    }

    private void reserve(long more) {
        checkSize(length + more);
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(length + more, 2L * bytes.length));
        }
    }

    /** Refuses results that are too large. */
    static void checkSize(long bytes) {
        if (bytes > TEXT_BYTES_MAX) {
            throw new MillraceException(
                    ErrorCode.STATEMENT_TOO_LARGE,
                    "a string of " + bytes + " bytes is too large, at most " + TEXT_BYTES_MAX + " are allowed");
        }
    }

    void add(long address, int count) {
        reserve(count);
        Memory.copy(address, bytes, length, count);
        length += count;
    }

    /** Adds ASCII text, letters between {@code first} and {@code last} changed to the other case. */
    void addAscii(long address, int count, byte first, byte last) {
        int from = length;
        add(address, count);
        for (int i = from; i < length; i++) {
            byte b = bytes[i];
            bytes[i] = b >= first && b <= last ? (byte) (b ^ 0x20) : b;
        }
    }

    void add(byte[] source) {
        reserve(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    void add(byte value) {
        reserve(1);
        bytes[length++] = value;
    }

    void addCodePoint(int codePoint) {
        reserve(4);
        if (codePoint < 0x80) {
            bytes[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xC0 | codePoint >> 6);
            bytes[length++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            bytes[length++] = (byte) (0xE0 | codePoint >> 12);
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            bytes[length++] = (byte) (0xF0 | codePoint >> 18);
            bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | codePoint & 0x3F);
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    void appendTo(ColumnBuilder result) {
        result.appendBytes(bytes, 0, length);
    }
}
