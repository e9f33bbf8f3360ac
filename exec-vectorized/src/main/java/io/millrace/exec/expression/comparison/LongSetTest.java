package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;
import io.millrace.exec.kernel.RangeSelection;
import java.util.Arrays;

/**
 * Integers, times, decimals or doubles (by {@link RangeSelection#doubleKey}) that are, or with {@code negated} are not, in a set: a bitmap where the
 * values lie close together, else an open hash table of at most half load.
 */
final class LongSetTest implements ValueTest {
    private static final long MAX_BITMAP_BITS = 1 << 16;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final Layout layout;
    private final int negated;
    private final long least;
    private final long span;
    /** Null if a hash table is used. */
    private final long[] bitmap;
    private final long[] slots;
    /** What unused slots hold: no value of the set. */
    private final long unused;
    private final int shift;

    LongSetTest(Layout layout, long[] values, boolean negated) {
        assert values.length > 0;
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        this.layout = layout;
        this.negated = negated ? 1 : 0;
        this.least = sorted[0];
        this.span = sorted[sorted.length - 1] - least;
        if (Long.compareUnsigned(span, MAX_BITMAP_BITS) < 0) {
            this.bitmap = new long[(int) (span >>> 6) + 1];
            this.slots = null;
            this.shift = 0;
            this.unused = 0;
            for (long value : values) {
                bitmap[(int) (value - least >>> 6)] |= 1L << value - least;
            }
        } else {
            int bits = Math.max(2, 33 - Integer.numberOfLeadingZeros(values.length));
            this.bitmap = null;
            this.slots = new long[1 << bits];
            this.shift = 64 - bits;
            this.unused = missing(sorted);
            Arrays.fill(slots, unused);
            for (long value : values) {
                slots[slot(value)] = value;
            }
        }
    }

    private static long missing(long[] sorted) {
        long candidate = sorted[0] + 1;
        while (Arrays.binarySearch(sorted, candidate) >= 0) {
            candidate++;
        }
        return candidate;
    }

    /** Where the value is, or the unused slot where it would be. */
    private int slot(long value) {
        int at = (int) (value * MULTIPLIER >>> shift);
        while (slots[at] != value && slots[at] != unused) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }

    private int contains(long value) {
        long offset = value - least;
        if (Long.compareUnsigned(offset, span) > 0) {
            return 0;
        }
        if (bitmap != null) {
            return (int) (bitmap[(int) (offset >>> 6)] >>> offset) & 1;
        }
        return value != unused && slots[slot(value)] == value ? 1 : 0;
    }

    @Override
    public int select(Column flat, Rows rows, int[] out) {
        FixedColumn column = (FixedColumn) flat;
        long data = column.dataAddress;
        long validity = column.validityAddress;
        int n = 0;
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            long value = switch (layout) {
                case INT32 -> Memory.getInt(data + 4L * i);
                case INT64 -> Memory.getLong(data + 8L * i);
                case FLOAT64 -> RangeSelection.doubleKey(Memory.getDouble(data + 8L * i));
                case BIT, INT128, BINARY, LIST, ROW -> throw new AssertionError(layout);
            };
            out[n] = i;
            n += (contains(value) ^ negated) & (validity == 0 ? 1 : Validity.bit(validity, i));
        }
        return n;
    }
}
