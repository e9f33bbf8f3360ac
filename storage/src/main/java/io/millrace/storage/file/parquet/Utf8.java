package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/** Checks that byte strings are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms), ASCII eight bytes at a time. */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Checks {@code values} strings by their offsets; {@code bytes} is the length of all of them together. */
    static void check(long data, long offsets, int values, long bytes) {
        if (isAscii(data, bytes)) {
            return;
        }
        for (int i = 0; i < values; i++) {
            int start = Memory.getInt(offsets + 4L * i);
            int end = Memory.getInt(offsets + 4L * i + 4);
            if (!isValid(data + start, end - start)) {
                throw new CorruptDataException("a text that is not UTF-8");
            }
        }
    }

    static boolean isAscii(long address, long length) {
        long seen = 0;
        long i = 0;
        for (; i + 32 <= length; i += 32) {
            seen |= Memory.getLong(address + i) | Memory.getLong(address + i + 8) | Memory.getLong(address + i + 16)
                    | Memory.getLong(address + i + 24);
        }
        for (; i + 8 <= length; i += 8) {
            seen |= Memory.getLong(address + i);
        }
        for (; i < length; i++) {
            seen |= Memory.getByte(address + i);
        }
        return (seen & HIGH_BITS) == 0;
    }

    static boolean isValid(long address, int length) {
        int i = 0;
        while (i < length) {
            int lead = Memory.getByte(address + i);
            if (lead >= 0) {
                i++;
                continue;
            }
            lead &= 255;
            int more = lead >= 0xC2 && lead < 0xE0 ? 1 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xF0 && lead < 0xF5 ? 3 : 0;
            if (more == 0 || i + more >= length) {
                return false;
            }
            int second = Memory.getByte(address + i + 1) & 255;
            int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            if (second < least || second > most) {
                return false;
            }
            for (int k = 2; k <= more; k++) {
                if ((Memory.getByte(address + i + k) & 0xC0) != 0x80) {
                    return false;
                }
            }
            i += more + 1;
        }
        return true;
    }
}
