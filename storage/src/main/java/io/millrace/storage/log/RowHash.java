package io.millrace.storage.log;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Memory;
import java.util.Arrays;
import java.util.List;

/**
 * Hash and equality of rows as DISTINCT sees them: nulls are equal, NaNs are equal, -0.0 equals 0.0. The hash is part of streams' placement of keys in
 * partitions: it never changes.
 */
public final class RowHash {
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long NULL = 0x27D4EB2F165667C5L;

    private RowHash() {}

    /** A hash of each physical row over the given columns, which must be flat. */
    public static long[] hash(List<Column> columns, int rows) {
        long[] hashes = new long[rows];
        Arrays.fill(hashes, SEED);
        columns.forEach(column -> mix(column, hashes));
        for (int i = 0; i < rows; i++) {
            hashes[i] = finish(hashes[i]);
        }
        return hashes;
    }

    private static void mix(Column column, long[] hashes) {
        if (column.mayHaveNulls() || !(column instanceof FixedColumn fixed)) {
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = combine(hashes[i], hashAt(column, i));
            }
            return;
        }
        switch (fixed.type().layout()) {
            case INT64 -> {
                for (int i = 0; i < hashes.length; i++) {
                    hashes[i] = combine(hashes[i], Memory.getLong(fixed.dataAddress + 8L * i));
                }
            }
            case INT32 -> {
                for (int i = 0; i < hashes.length; i++) {
                    hashes[i] = combine(hashes[i], Memory.getInt(fixed.dataAddress + 4L * i));
                }
            }
            case BIT, INT128, FLOAT64, BINARY, LIST, ROW -> {
                for (int i = 0; i < hashes.length; i++) {
                    hashes[i] = combine(hashes[i], fixedAt(fixed, i));
                }
            }
        }
    }

    private static long hashAt(Column column, int row) {
        if (column.isNull(row)) {
            return NULL;
        }
        return switch (column) {
            case FixedColumn fixed -> fixedAt(fixed, row);
            case BinaryColumn binary -> bytes(binary.startAt(row), binary.lengthAt(row));
            case ListColumn list -> {
                long hash = (long) list.endAt(row) - list.startAt(row);
                for (int e = list.startAt(row); e < list.endAt(row); e++) {
                    hash = combine(hash, hashAt(list.elements(), e));
                }
                yield hash;
            }
            case RowColumn struct -> {
                long hash = SEED;
                for (Column child : struct.children()) {
                    hash = combine(hash, hashAt(child, row));
                }
                yield hash;
            }
            case ConstantColumn constant -> hashAt(constant.value(), 0);
            case DictionaryColumn dictionary -> hashAt(dictionary.dictionary(), dictionary.codeAt(row));
        };
    }

    private static long fixedAt(FixedColumn column, int row) {
        return switch (column.type().layout()) {
            case BIT -> column.booleanAt(row) ? 1 : 0;
            case INT32 -> column.intAt(row);
            case INT64 -> column.longAt(row);
            case INT128 -> combine(column.lowAt(row), column.highAt(row));
            case FLOAT64 -> canonical(column.doubleAt(row));
            case BINARY, LIST, ROW -> throw new AssertionError(column.type());
        };
    }

    private static long canonical(double value) {
        return Double.doubleToLongBits(value == 0 ? 0.0 : value);
    }

    private static long bytes(long address, int length) {
        long hash = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = combine(hash, Memory.getLong(address + i));
        }
        long tail = 0;
        for (; i < length; i++) {
            tail = tail << 8 | Memory.getByte(address + i) & 0xFF;
        }
        return combine(hash, tail);
    }

    private static long combine(long hash, long value) {
        return Long.rotateLeft((hash ^ value) * SEED, 31) + NULL;
    }

    /** The finalizer of MurmurHash3. */
    private static long finish(long hash) {
        long h = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
        return h ^ h >>> 33;
    }

    /** Whether row {@code i} of {@code left} equals row {@code j} of {@code right}, column by column. */
    public static boolean equal(List<Column> left, int i, List<Column> right, int j) {
        for (int c = 0; c < left.size(); c++) {
            if (!equalAt(left.get(c), i, right.get(c), j)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalAt(Column left, int i, Column right, int j) {
        boolean leftNull = left.isNull(i);
        if (leftNull || right.isNull(j)) {
            return leftNull && right.isNull(j);
        }
        if (left instanceof DictionaryColumn dictionary) {
            return equalAt(dictionary.dictionary(), dictionary.codeAt(i), right, j);
        }
        if (right instanceof DictionaryColumn dictionary) {
            return equalAt(left, i, dictionary.dictionary(), dictionary.codeAt(j));
        }
        if (left instanceof ConstantColumn constant) {
            return equalAt(constant.value(), 0, right, j);
        }
        if (right instanceof ConstantColumn constant) {
            return equalAt(left, i, constant.value(), 0);
        }
        return switch (left) {
            case FixedColumn fixed -> equalFixed(fixed, i, (FixedColumn) right, j);
            case BinaryColumn binary -> {
                BinaryColumn other = (BinaryColumn) right;
                int length = binary.lengthAt(i);
                yield length == other.lengthAt(j) && Memory.equal(binary.startAt(i), other.startAt(j), length);
            }
            case ListColumn list -> equalLists(list, i, (ListColumn) right, j);
            case RowColumn row -> equal(row.children(), i, ((RowColumn) right).children(), j);
            case ConstantColumn ignored -> throw new AssertionError("resolved above");
            case DictionaryColumn ignored -> throw new AssertionError("resolved above");
        };
    }

    private static boolean equalFixed(FixedColumn left, int i, FixedColumn right, int j) {
        return switch (left.type().layout()) {
            case BIT -> left.booleanAt(i) == right.booleanAt(j);
            case INT32 -> left.intAt(i) == right.intAt(j);
            case INT64 -> left.longAt(i) == right.longAt(j);
            case INT128 -> left.lowAt(i) == right.lowAt(j) && left.highAt(i) == right.highAt(j);
            case FLOAT64 -> canonical(left.doubleAt(i)) == canonical(right.doubleAt(j));
            case BINARY, LIST, ROW -> throw new AssertionError(left.type());
        };
    }

    private static boolean equalLists(ListColumn left, int i, ListColumn right, int j) {
        int length = left.endAt(i) - left.startAt(i);
        if (length != right.endAt(j) - right.startAt(j)) {
            return false;
        }
        for (int e = 0; e < length; e++) {
            if (!equalAt(left.elements(), left.startAt(i) + e, right.elements(), right.startAt(j) + e)) {
                return false;
            }
        }
        return true;
    }
}
