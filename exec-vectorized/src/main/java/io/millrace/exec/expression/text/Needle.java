package io.millrace.exec.expression.text;

import io.millrace.common.memory.Memory;

/**
 * A byte string to be found in many texts: its rarest byte, by how often bytes occur in texts, is looked for eight bytes at a time, and only where it
 * lies is the whole compared. Immutable.
 */
final class Needle {
    /** Bytes of English text from the commonest on; what isn't listed is rarer. */
    private static final String COMMON = " etaoinsrhldcumfpgwybvk,.-ETAOINSRHLDCUMFPGWYBVK0123456789";

    private static final long LOW = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    private final byte[] bytes;
    private final int rareAt;
    private final long rareWord;

    Needle(byte[] bytes) {
        this.bytes = bytes;
        int rarest = 0;
        for (int i = 1; i < bytes.length; i++) {
            if (rarity(bytes[i]) > rarity(bytes[rarest])) {
                rarest = i;
            }
        }
        this.rareAt = rarest;
        this.rareWord = bytes.length == 0 ? 0 : (bytes[rarest] & 0xFF) * LOW;
    }

    private static int rarity(byte value) {
        int place = COMMON.indexOf((char) (value & 0xFF));
        if (place >= 0) {
            return place;
        }
        // Leading bytes of code points recur in texts of one script; continuations differ.
        return value >= 0 || Utf8.continues(value) ? COMMON.length() + 1 : COMMON.length();
    }

    int length() {
        return bytes.length;
    }

    /** Offset of the first occurrence at or after {@code from}, or -1; nothing is found at once. */
    int indexIn(long address, int length, int from) {
        if (bytes.length == 0) {
            return from <= length ? from : -1;
        }
        int last = length - bytes.length;
        int i = from;
        long at = address + rareAt;
        // Words end with the text: reading further is not allowed.
        int wordEnd = length - rareAt - 8;
        while (i <= last && i <= wordEnd) {
            long differences = Memory.getLong(at + i) ^ rareWord;
            long zeros = differences - LOW & ~differences & HIGH;
            while (zeros != 0) {
                int candidate = i + (Long.numberOfTrailingZeros(zeros) >>> 3);
                if (candidate > last) {
                    return -1;
                }
                if (Utf8.matches(address + candidate, bytes, 0)) {
                    return candidate;
                }
                zeros &= zeros - 1;
            }
            i += 8;
        }
        for (; i <= last; i++) {
            if (Utf8.matches(address + i, bytes, 0)) {
                return i;
            }
        }
        return -1;
    }
}
