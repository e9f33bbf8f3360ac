package io.millrace.exec.kernel;

import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Memory;

/** Exact sums of all values at given positions, none of them NULL, kept in registers. */
public final class Sums {
    private Sums() {}

    /** Of an INT32, INT64 or INT128 layout, at {@code positions[0..count)} (null: 0, 1, …); null if the sum wraps 128 bits. */
    public static Int128 of(FixedColumn values, int[] positions, int count) {
        return switch (values.type().layout()) {
            case INT32 -> Int128.of(positions == null ? ints(values.dataAddress, count) : ints(values.dataAddress, positions, count));
            case INT64 -> positions == null ? longs(values.dataAddress, count) : longs(values.dataAddress, positions, count);
            case INT128 -> int128s(values.dataAddress, positions, count);
            case BIT, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(values.type());
        };
    }

    private static long ints(long from, int count) {
        long sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Memory.getInt(from + 4L * k);
        }
        return sum;
    }

    private static long ints(long from, int[] positions, int count) {
        long sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Memory.getInt(from + 4L * positions[k]);
        }
        return sum;
    }

    /** Halves are summed apart: neither sum can wrap within 2^31 rows, and there is no carry to wait for. */
    private static Int128 longs(long from, int count) {
        long lows = 0;
        long highs = 0;
        for (int k = 0; k < count; k++) {
            long value = Memory.getLong(from + 8L * k);
            lows += value & 0xFFFF_FFFFL;
            highs += value >> 32;
        }
        return together(lows, highs);
    }

    private static Int128 longs(long from, int[] positions, int count) {
        long lows = 0;
        long highs = 0;
        for (int k = 0; k < count; k++) {
            long value = Memory.getLong(from + 8L * positions[k]);
            lows += value & 0xFFFF_FFFFL;
            highs += value >> 32;
        }
        return together(lows, highs);
    }

    private static Int128 together(long lows, long highs) {
        long shifted = highs << 32;
        long low = shifted + lows;
        long carry = Long.compareUnsigned(low, shifted) < 0 ? 1 : 0;
        return new Int128(low, (highs >> 32) + carry);
    }

    private static Int128 int128s(long from, int[] positions, int count) {
        long low = 0;
        long high = 0;
        long wrapped = 0;
        for (int k = 0; k < count; k++) {
            long at = from + 16L * (positions == null ? k : positions[k]);
            long sum = low + Memory.getLong(at);
            long more = Memory.getLong(at + 8) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
            long sumHigh = high + more;
            wrapped |= (high ^ sumHigh) & (more ^ sumHigh);
            low = sum;
            high = sumHigh;
        }
        return wrapped < 0 ? null : new Int128(low, high);
    }
}
