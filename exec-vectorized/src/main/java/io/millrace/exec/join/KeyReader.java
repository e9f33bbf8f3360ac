package io.millrace.exec.join;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.exec.kernel.Hashing;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** Hashes the keys of a batch, and packs them into words where the layout allows. One thread; results are overwritten by the next read. */
final class KeyReader {
    private static final long K1 = 0xFF51_AFD7_ED55_8CCDL;
    private static final long K2 = 0xC4CE_B9FE_1A85_EC53L;

    private final KeyLayout layout;
    private final BufferAllocator allocator;
    private final boolean hashed;
    /** Of packed keys: the words of each row. */
    long[] first = new long[0];
    long[] second = new long[0];
    /** The hash of each row: its highest bits choose the slot, its lowest the spill partition. */
    long[] hashes = new long[0];
    /** Rows with a NULL in a key for which NULL equals nothing; meaningful if {@link #anyNull}. */
    boolean[] nulls = new boolean[0];
    boolean anyNull;

    /** {@code hashed}: whether hashes are needed although keys are packed. */
    KeyReader(KeyLayout layout, BufferAllocator allocator, boolean hashed) {
        this.hashed = hashed;
        this.layout = layout;
        this.allocator = allocator;
    }

    /** Reads the keys at {@code positions[0..count)} (null: 0, 1, …); the columns stay the caller's. */
    void read(Column[] keys, int[] positions, int count) {
        room(count);
        readNulls(keys, positions, count);
        if (layout.words() == 0) {
            if (keys.length == 0) {
                Arrays.fill(hashes, 0, count, 0);
            }
            for (int k = 0; k < keys.length; k++) {
                Hashing.hash(keys[k], positions, count, hashes, k > 0);
            }
            return;
        }
        for (int k = 0; k < keys.length; k++) {
            if (keys[k] instanceof DictionaryColumn coded && coded.dictionary() instanceof FixedColumn values
                    && (values.type().layout() == Layout.INT32 || values.type().layout() == Layout.INT64)) {
                packCoded(coded, values, layout.shifts()[k], positions, count);
                continue;
            }
            try (Column flat = keys[k].flatten(allocator)) {
                pack((FixedColumn) flat, layout.shifts()[k], k == 0, positions, count);
            }
        }
        if (!hashed) {
            return;
        }
        if (layout.words() == 1) {
            hash(first, hashes, count);
        } else {
            hash(first, second, hashes, count);
        }
    }

    private static void hash(long[] words, long[] hashes, int count) {
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(words[i]);
        }
    }

    private static void hash(long[] first, long[] second, long[] hashes, int count) {
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(first[i] ^ hash(second[i] + K2));
        }
    }

    /** Reads integers through their codes, at the rows that are asked for alone. */
    private void packCoded(DictionaryColumn key, FixedColumn values, int bit, int[] positions, int count) {
        long[] to = bit < 64 ? first : second;
        int shift = bit & 63;
        if (shift == 0) {
            // the first value of a word overwrites what an earlier batch has left
            Arrays.fill(to, 0, count, 0);
        }
        if (values.length() == 0) {
            return; // all NULL
        }
        if (values.type().layout() == Layout.INT32) {
            packInts(key.codesAddress, values.dataAddress, to, shift, positions, count);
        } else {
            packLongs(key.codesAddress, values.dataAddress, to, positions, count);
        }
    }

    private static void packInts(long codes, long values, long[] to, int shift, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            int code = Memory.getInt(codes + 4L * (positions == null ? i : positions[i]));
            to[i] |= (Memory.getInt(values + 4L * code) & 0xFFFF_FFFFL) << shift;
        }
    }

    private static void packLongs(long codes, long values, long[] to, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = Memory.getLong(values + 8L * Memory.getInt(codes + 4L * (positions == null ? i : positions[i])));
        }
    }

    private static long hash(long word) {
        long h = word * K1;
        h ^= h >>> 32;
        return h * K2;
    }

    private void room(int count) {
        if (hashes.length < count) {
            hashes = new long[count];
            nulls = new boolean[count];
            first = new long[layout.words() > 0 ? count : 0];
            second = new long[layout.words() > 1 ? count : 0];
        }
    }

    private void readNulls(Column[] keys, int[] positions, int count) {
        anyNull = false;
        for (int k = 0; k < keys.length; k++) {
            if (layout.nullSafe()[k] || !keys[k].mayHaveNulls()) {
                continue;
            }
            if (!anyNull) {
                Arrays.fill(nulls, 0, count, false);
            }
            for (int i = 0; i < count; i++) {
                if (keys[k].isNull(positions == null ? i : positions[i])) {
                    nulls[i] = true;
                    anyNull = true;
                }
            }
        }
    }

    private void pack(FixedColumn key, int bit, boolean only, int[] positions, int count) {
        long[] to = bit < 64 ? first : second;
        int shift = bit & 63;
        if (shift == 0) {
            // the first value of a word overwrites what an earlier batch has left
            Arrays.fill(to, 0, count, 0);
        }
        assert !only || bit == 0;
        long data = key.dataAddress;
        switch (key.type().layout()) {
            case BIT -> {
                for (int i = 0; i < count; i++) {
                    to[i] |= (Memory.bit(data, positions == null ? i : positions[i]) ? 1L : 0L) << shift;
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    to[i] |= (Memory.getInt(data + 4L * (positions == null ? i : positions[i])) & 0xFFFF_FFFFL) << shift;
                }
            }
            case INT64 -> packLongs(data, to, positions, count);
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    double value = Memory.getDouble(data + 8L * (positions == null ? i : positions[i]));
                    to[i] = Double.doubleToLongBits(value + 0.0); // -0.0 + 0.0 is 0.0, and NaNs become one
                }
            }
            case INT128 -> {
                for (int i = 0; i < count; i++) {
                    long at = data + 16L * (positions == null ? i : positions[i]);
                    first[i] = Memory.getLong(at);
                    second[i] = Memory.getLong(at + 8);
                }
            }
            case BINARY, LIST, ROW -> throw new AssertionError(key.type());
        }
    }

    private static void packLongs(long data, long[] to, int[] positions, int count) {
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                to[i] = Memory.getLong(data + 8L * i);
            }
        } else {
            for (int i = 0; i < count; i++) {
                to[i] = Memory.getLong(data + 8L * positions[i]);
            }
        }
    }

}
