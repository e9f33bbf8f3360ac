package io.millrace.exec.sort;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * The first 64 bits of rows' sort keys, so normalised that unsigned order of prefixes is the order of rows: each key in turn gives a bit for NULL and
 * its value's bits, the last one as many as are left. Rows of equal prefix are in order only as far as {@link #exactKeys} goes.
 */
final class SortPrefixes {
    private static final int PREFIX_BITS = 64;

    private final List<SortKey> keys;
    private final SqlType[] types;
    private final int[] bits;
    private final int used;
    private final int exactKeys;

    SortPrefixes(List<SortKey> keys, List<SqlType> keyTypes) {
        this.keys = keys;
        this.types = keyTypes.toArray(SqlType[]::new);
        this.bits = new int[types.length];
        int left = PREFIX_BITS;
        int exact = 0;
        for (int k = 0; k < types.length && left > 1; k++) {
            int wanted = valueBits(types[k]);
            bits[k] = Math.min(wanted, left - 1);
            left -= bits[k] + 1;
            if (bits[k] == wanted && exactType(types[k]) && exact == k) {
                exact++;
            } else {
                break;
            }
        }
        this.used = PREFIX_BITS - left;
        this.exactKeys = exact;
    }

    private static int valueBits(SqlType type) {
        return switch (type.layout()) {
            case BIT -> 1;
            case INT32 -> 32;
            case INT64, FLOAT64, INT128, BINARY -> 64;
            case LIST, ROW -> 0;
        };
    }

    private static boolean exactType(SqlType type) {
        return switch (type.layout()) {
            case BIT, INT32, INT64, FLOAT64 -> true;
            case INT128, BINARY, LIST, ROW -> false;
        };
    }

    /** How many leading keys are equal where prefixes are. */
    int exactKeys() {
        return exactKeys;
    }

    /** Prefixes of the rows at {@code positions} (null: 0, 1, …). {@code columns}: one a key. */
    void encode(Column[] columns, int[] positions, int count, long[] prefixes) {
        Arrays.fill(prefixes, 0, count, 0);
        for (int k = 0; k < types.length && bits[k] > 0; k++) {
            append(k, columns[k], positions, count, prefixes);
        }
        if (used < PREFIX_BITS) {
            for (int i = 0; i < count; i++) {
                prefixes[i] <<= PREFIX_BITS - used;
            }
        }
    }

    private void append(int k, Column column, int[] positions, int count, long[] prefixes) {
        int width = bits[k];
        int drop = PREFIX_BITS - width;
        long flip = keys.get(k).descending() ? -1L : 0L;
        long nullBit = keys.get(k).nullsFirst() ? 0 : 1;
        long valueBit = 1 - nullBit;
        Column plain = column;
        if (column instanceof ConstantColumn constant) {
            plain = constant.value();
        } else if (column instanceof DictionaryColumn dictionary) {
            plain = dictionary.dictionary();
        }
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            if (column.isNull(position)) {
                prefixes[i] = prefixes[i] << 1 << width | nullBit << width;
                continue;
            }
            int at = switch (column) {
                case ConstantColumn constant -> 0;
                case DictionaryColumn dictionary -> dictionary.codeAt(position);
                default -> position;
            };
            long value = (ordered(plain, at) ^ flip) >>> drop;
            prefixes[i] = prefixes[i] << 1 << width | valueBit << width | value;
        }
    }

    /** A value as 64 bits in unsigned order, most significant first. */
    private static long ordered(Column column, int position) {
        return switch (column) {
            case FixedColumn fixed -> switch (fixed.type().layout()) {
                case BIT -> fixed.booleanAt(position) ? Long.MIN_VALUE : 0;
                case INT32 -> ((long) fixed.intAt(position) ^ 0x8000_0000L) << 32;
                case INT64 -> fixed.longAt(position) ^ Long.MIN_VALUE;
                case FLOAT64 -> orderedDouble(fixed.doubleAt(position));
                case INT128 -> saturated(fixed.lowAt(position), fixed.highAt(position)) ^ Long.MIN_VALUE;
                case BINARY, LIST, ROW -> throw new AssertionError(fixed.type());
            };
            case BinaryColumn binary -> firstBytes(binary, position);
            default -> 0;
        };
    }

    private static long orderedDouble(double value) {
        long valueBits = Double.doubleToLongBits(value + 0.0);
        return valueBits ^ (valueBits >> 63 | Long.MIN_VALUE);
    }

    private static long saturated(long low, long high) {
        return high == low >> 63 ? low : high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private static long firstBytes(BinaryColumn column, int position) {
        long at = column.startAt(position);
        int length = column.lengthAt(position);
        if (column.type().kind() == SqlType.Kind.CHAR) {
            length = Bytes.trimmedLength(at, length);
        }
        if (length >= 8) {
            return Long.reverseBytes(Memory.getLong(at));
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (Memory.getByte(at + i) & 0xFFL) << 56 - 8 * i;
        }
        return value;
    }
}
