package io.millrace.exec.kernel;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.util.Arrays;

/**
 * 64-bit hashes of values, for hash tables and for routing rows between machines: values that {@link Comparison} calls equal hash alike, whatever
 * their encoding and wherever they are. -0.0 hashes as 0.0, every NaN as one, CHAR without trailing spaces, a MAP whatever the order of its entries.
 * Changing a result here changes how stored state is partitioned: don't, without a new version of that format.
 */
public final class Hashing {
    /** What NULL hashes to. */
    public static final long NULL_HASH = 0x9E37_79B9_7F4A_7C15L;

    private static final long K1 = 0xFF51_AFD7_ED55_8CCDL;
    private static final long K2 = 0xC4CE_B9FE_1A85_EC53L;
    private static final long K3 = 0x9FB2_1C65_1E98_DF25L;

    private Hashing() {}

    /**
     * Hashes the values at {@code positions[0..count)} (null: at 0..count) into {@code hashes[0..count)}; with {@code combine} what is there already
     * becomes part of the result, so that several columns give one hash.
     */
    public static void hash(Column column, int[] positions, int count, long[] hashes, boolean combine) {
        switch (column) {
            case FixedColumn fixed -> hashFixed(fixed, positions, count, hashes, combine);
            case BinaryColumn binary -> hashBinary(binary, positions, count, hashes, combine);
            case ListColumn list -> hashEach(list, positions, count, hashes, combine);
            case RowColumn row -> hashEach(row, positions, count, hashes, combine);
            case ConstantColumn constant -> hashConstant(hashAt(constant.value(), 0), count, hashes, combine);
            case DictionaryColumn dictionary -> hashDictionary(dictionary, positions, count, hashes, combine);
        }
    }

    private static void hashConstant(long hash, int count, long[] hashes, boolean combine) {
        if (!combine) {
            Arrays.fill(hashes, 0, count, hash);
            return;
        }
        for (int k = 0; k < count; k++) {
            hashes[k] = combine(hashes[k], hash);
        }
    }

    private static void hashFixed(FixedColumn column, int[] positions, int count, long[] hashes, boolean combine) {
        long data = column.dataAddress;
        long validity = column.validityAddress;
        switch (column.type().layout()) {
            case BIT -> {
                for (int k = 0; k < count; k++) {
                    int i = positions == null ? k : positions[k];
                    put(hashes, k, mix(Memory.bit(data, i) ? 1 : 0), validity, i, combine);
                }
            }
            case INT32 -> {
                for (int k = 0; k < count; k++) {
                    int i = positions == null ? k : positions[k];
                    put(hashes, k, mix(Memory.getInt(data + 4L * i)), validity, i, combine);
                }
            }
            case INT64 -> {
                for (int k = 0; k < count; k++) {
                    int i = positions == null ? k : positions[k];
                    put(hashes, k, mix(Memory.getLong(data + 8L * i)), validity, i, combine);
                }
            }
            case INT128 -> {
                for (int k = 0; k < count; k++) {
                    int i = positions == null ? k : positions[k];
                    put(hashes, k, hashInt128(Memory.getLong(data + 16L * i), Memory.getLong(data + 16L * i + 8)), validity, i, combine);
                }
            }
            case FLOAT64 -> {
                for (int k = 0; k < count; k++) {
                    int i = positions == null ? k : positions[k];
                    put(hashes, k, hashDouble(Memory.getDouble(data + 8L * i)), validity, i, combine);
                }
            }
            case BINARY, LIST, ROW -> throw new AssertionError(column.type());
        }
    }

    private static void put(long[] hashes, int k, long hash, long validity, int i, boolean combine) {
        long value = validity != 0 && !Memory.bit(validity, i) ? NULL_HASH : hash;
        hashes[k] = combine ? combine(hashes[k], value) : value;
    }

    private static void hashBinary(BinaryColumn column, int[] positions, int count, long[] hashes, boolean combine) {
        long offsets = column.offsetsAddress;
        long data = column.dataAddress;
        long validity = column.validityAddress;
        boolean padded = column.type().kind() == SqlType.Kind.CHAR;
        for (int k = 0; k < count; k++) {
            int i = positions == null ? k : positions[k];
            int start = Memory.getInt(offsets + 4L * i);
            int length = Memory.getInt(offsets + 4L * i + 4) - start;
            put(hashes, k, hashBytes(data + start, padded ? Bytes.trimmedLength(data + start, length) : length), validity, i, combine);
        }
    }

    private static void hashDictionary(DictionaryColumn column, int[] positions, int count, long[] hashes, boolean combine) {
        Column dictionary = column.dictionary();
        int size = dictionary.length();
        long[] byCode = null;
        if (size <= count) {
            byCode = new long[size];
            hash(dictionary, null, size, byCode, false);
        }
        for (int k = 0; k < count; k++) {
            int i = positions == null ? k : positions[k];
            long value;
            if (column.isNull(i)) {
                value = NULL_HASH;
            } else {
                int code = column.codeAt(i);
                value = byCode == null ? hashAt(dictionary, code) : byCode[code];
            }
            hashes[k] = combine ? combine(hashes[k], value) : value;
        }
    }

    private static void hashEach(Column column, int[] positions, int count, long[] hashes, boolean combine) {
        for (int k = 0; k < count; k++) {
            long value = hashAt(column, positions == null ? k : positions[k]);
            hashes[k] = combine ? combine(hashes[k], value) : value;
        }
    }

    /** The hash of one value, as {@link #hash} gives it. */
    public static long hashAt(Column column, int i) {
        if (column.isNull(i)) {
            return NULL_HASH;
        }
        return switch (column) {
            case FixedColumn fixed -> hashFixedAt(fixed, i);
            case BinaryColumn binary -> {
                long start = binary.startAt(i);
                int length = binary.lengthAt(i);
                yield hashBytes(start, binary.type().kind() == SqlType.Kind.CHAR ? Bytes.trimmedLength(start, length) : length);
            }
            case ListColumn list -> list.type().kind() == SqlType.Kind.MAP ? hashMapAt(list, i) : hashListAt(list, i);
            case RowColumn row -> {
                long hash = K3;
                for (Column child : row.children()) {
                    hash = combine(hash, hashAt(child, i));
                }
                yield hash;
            }
            case ConstantColumn constant -> hashAt(constant.value(), 0);
            case DictionaryColumn dictionary -> hashAt(dictionary.dictionary(), dictionary.codeAt(i));
        };
    }

    private static long hashFixedAt(FixedColumn column, int i) {
        return switch (column.type().layout()) {
            case BIT -> mix(column.booleanAt(i) ? 1 : 0);
            case INT32 -> mix(column.intAt(i));
            case INT64 -> mix(column.longAt(i));
            case INT128 -> hashInt128(column.lowAt(i), column.highAt(i));
            case FLOAT64 -> hashDouble(column.doubleAt(i));
            case BINARY, LIST, ROW -> throw new AssertionError(column.type());
        };
    }

    private static long hashListAt(ListColumn list, int i) {
        long hash = K2;
        for (int e = list.startAt(i); e < list.endAt(i); e++) {
            hash = combine(hash, hashAt(list.elements(), e));
        }
        return hash;
    }

    private static long hashMapAt(ListColumn list, int i) {
        long sum = 0;
        for (int e = list.startAt(i); e < list.endAt(i); e++) {
            sum += hashAt(list.elements(), e);
        }
        return mix(sum);
    }

    public static long hashDouble(double value) {
        // Adding 0.0 turns -0.0 into 0.0; doubleToLongBits makes all NaNs one.
        return mix(Double.doubleToLongBits(value + 0.0));
    }

    public static long hashInt128(long low, long high) {
        return mix(low ^ mix(high));
    }

    public static long hashLong(long value) {
        return mix(value);
    }

    public static long hashBytes(long address, int length) {
        long hash = K3 ^ length * K1;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = (hash ^ Memory.getLong(address + i)) * K2;
            hash ^= hash >>> 31;
        }
        if (i < length) {
            hash = (hash ^ tail(address, length)) * K2;
            hash ^= hash >>> 31;
        }
        return mix(hash);
    }

    /** The last {@code length % 8} bytes as the low bytes of a word; never reads outside the range. */
    private static long tail(long address, int length) {
        int rest = length & 7;
        if (length >= 8) {
            return Memory.getLong(address + length - 8) >>> 8 * (8 - rest);
        }
        if (rest >= 4) {
            long low = Memory.getInt(address) & 0xFFFF_FFFFL;
            long high = Memory.getInt(address + rest - 4) & 0xFFFF_FFFFL;
            return low | high >>> 8 * (8 - rest) << 32;
        }
        long word = 0;
        for (int i = 0; i < rest; i++) {
            word |= (Memory.getByte(address + i) & 0xFFL) << 8 * i;
        }
        return word;
    }

    /** The hash of several columns' values from the hashes of each, in order. */
    public static long combine(long hash, long value) {
        long h = (Long.rotateLeft(hash, 23) ^ value) * K1;
        return h ^ h >>> 32;
    }

    /** The finalizer of MurmurHash3: every bit of the argument moves every bit of the result. */
    public static long mix(long value) {
        long h = value;
        h ^= h >>> 33;
        h *= K1;
        h ^= h >>> 33;
        h *= K2;
        return h ^ h >>> 33;
    }
}
