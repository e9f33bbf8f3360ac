package io.millrace.exec.expression.cast;

import io.millrace.common.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 text under construction, in an array that grows and is used again. */
public final class TextBytes {
    private byte[] bytes = new byte[64];
    private int length;

    /** Forgets the text. */
    public TextBytes clear() {
        length = 0;
        return this;
    }

    public int length() {
        return length;
    }

    /** The bytes so far are the first {@link #length} of this; valid until the next call that adds. */
    public byte[] array() {
        return bytes;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * bytes.length));
        }
    }

    public TextBytes put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    public TextBytes put(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    public TextBytes put(long address, int count) {
        reserve(count);
        Memory.copy(address, bytes, length, count);
        length += count;
        return this;
    }

    /** The decimal digits of a number, with a sign if negative. */
    public TextBytes putNumber(long value) {
        reserve(20);
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                return put("-9223372036854775808");
            }
            bytes[length++] = '-';
            return putDigits(-value, 1);
        }
        return putDigits(value, 1);
    }

    /** A number that is not negative, with zeros in front up to {@code width} digits (at most 20). */
    public TextBytes putDigits(long value, int width) {
        reserve(20);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int count = Math.max(digits, width);
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    /** Two digits of a number below 100. */
    public TextBytes putTwo(int value) {
        reserve(2);
        bytes[length] = (byte) ('0' + value / 10);
        bytes[length + 1] = (byte) ('0' + value % 10);
        length += 2;
        return this;
    }

    /** A fraction of {@code digits} digits with its point, trailing zeros left out; nothing for zero. */
    public TextBytes putFraction(long fraction, int digits) {
        if (fraction == 0) {
            return this;
        }
        put('.');
        putDigits(fraction, digits);
        while (bytes[length - 1] == '0') {
            length--;
        }
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
