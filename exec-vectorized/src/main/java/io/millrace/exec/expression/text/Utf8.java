package io.millrace.exec.expression.text;

import io.millrace.common.memory.Memory;

/** UTF-8 at addresses: strings are counted in code points, found and cut in bytes. The text is valid UTF-8. */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    static boolean isAscii(long address, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if ((Memory.getLong(address + i) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (Memory.getByte(address + i) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Code points in a range: all bytes but continuations (10xxxxxx). */
    static int count(long address, int length) {
        int continuations = 0;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            long word = Memory.getLong(address + i);
            continuations += Long.bitCount(word & ~(word << 1) & HIGH_BITS);
        }
        for (; i < length; i++) {
            if (continues(Memory.getByte(address + i))) {
                continuations++;
            }
        }
        return length - continuations;
    }

    /** Bytes that the first {@code codePoints} take; {@code length} if there are no more. */
    static int prefix(long address, int length, long codePoints) {
        if (codePoints >= length) {
            return length;
        }
        int at = 0;
        long left = codePoints;
        while (left >= 8 && at + 8 <= length && (Memory.getLong(address + at) & HIGH_BITS) == 0) {
            at += 8;
            left -= 8;
        }
        while (left > 0 && at < length) {
            at += width(Memory.getByte(address + at));
            left--;
        }
        return Math.min(at, length);
    }

    /** Bytes of the code point that starts with this byte. */
    static int width(byte first) {
        return first >= 0 ? 1 : (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }

    static boolean continues(byte value) {
        return (value & 0xC0) == 0x80;
    }

    /** The code point that starts at an address. */
    static int codePoint(long address) {
        byte first = Memory.getByte(address);
        return switch (width(first)) {
            case 1 -> first;
            case 2 -> (first & 0x1F) << 6 | tail(address + 1);
            case 3 -> (first & 0x0F) << 12 | tail(address + 1) << 6 | tail(address + 2);
            default -> (first & 0x07) << 18 | tail(address + 1) << 12 | tail(address + 2) << 6 | tail(address + 3);
        };
    }

    private static int tail(long address) {
        return Memory.getByte(address) & 0x3F;
    }

    /** Where a code point starts that ends before {@code end}. */
    static int before(long address, int end) {
        int at = end - 1;
        while (at > 0 && continues(Memory.getByte(address + at))) {
            at--;
        }
        return at;
    }

    /** Offset of the first occurrence of the bytes at {@code needle} at or after {@code from}, or -1; an empty needle is found at once. */
    static int indexOf(long address, int length, int from, long needle, int needleLength) {
        int last = length - needleLength;
        if (needleLength == 0) {
            return from <= length ? from : -1;
        }
        byte first = Memory.getByte(needle);
        for (int i = from; i <= last; i++) {
            if (Memory.getByte(address + i) == first && Memory.equal(address + i, needle, needleLength)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether {@code needle[from..]} lies at {@code address + from}. */
    static boolean matches(long address, byte[] needle, int from) {
        int i = from;
        for (; i + 8 <= needle.length; i += 8) {
            if (Memory.getLong(address + i) != Memory.getLong(needle, i)) {
                return false;
            }
        }
        for (; i < needle.length; i++) {
            if (Memory.getByte(address + i) != needle[i]) {
                return false;
            }
        }
        return true;
    }
}
