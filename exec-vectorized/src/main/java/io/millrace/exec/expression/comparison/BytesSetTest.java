package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;
import io.millrace.exec.kernel.Bytes;
import java.util.List;

/** Strings or bytes that are, or with {@code negated} are not, in a set: an open hash table; of CHAR what counts ends before trailing spaces. */
final class BytesSetTest implements ValueTest {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final boolean padded;
    private final int negated;
    private final byte[][] slots;
    private final int shift;

    BytesSetTest(List<byte[]> values, boolean padded, boolean negated) {
        this.padded = padded;
        this.negated = negated ? 1 : 0;
        int bits = Math.max(2, 33 - Integer.numberOfLeadingZeros(values.size()));
        this.slots = new byte[1 << bits][];
        this.shift = 64 - bits;
        for (byte[] value : values) {
            int at = (int) (hash(value) * MULTIPLIER >>> shift);
            while (slots[at] != null) {
                at = at + 1 & slots.length - 1;
            }
            slots[at] = value;
        }
    }

    /** Of the length and up to eight bytes at either end; collisions are told apart by comparing. */
    private static long hash(byte[] value) {
        int length = value.length;
        if (length >= 8) {
            return mix(length, Memory.getLong(value, 0), Memory.getLong(value, length - 8));
        }
        return mix(length, Bytes.shortWord(value), 0);
    }

    private static long hash(long address, int length) {
        if (length >= 8) {
            return mix(length, Memory.getLong(address), Memory.getLong(address + length - 8));
        }
        return mix(length, Bytes.shortWord(address, length), 0);
    }

    private static long mix(int length, long first, long last) {
        long hash = first * MULTIPLIER ^ last + length;
        return hash ^ hash >>> 29;
    }

    private int contains(long address, int length) {
        int at = (int) (hash(address, length) * MULTIPLIER >>> shift);
        while (slots[at] != null) {
            if (slots[at].length == length && Bytes.equal(address, slots[at])) {
                return 1;
            }
            at = at + 1 & slots.length - 1;
        }
        return 0;
    }

    @Override
    public int select(Column flat, Rows rows, int[] out) {
        BinaryColumn column = (BinaryColumn) flat;
        int n = 0;
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            long start = column.startAt(i);
            int length = column.lengthAt(i);
            out[n] = i;
            int hit = contains(start, padded ? Bytes.trimmedLength(start, length) : length);
            n += (hit ^ negated) & (column.validityAddress == 0 ? 1 : Validity.bit(column.validityAddress, i));
        }
        return n;
    }
}
