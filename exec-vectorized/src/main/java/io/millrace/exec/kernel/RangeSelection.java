package io.millrace.exec.kernel;

import io.millrace.common.memory.Memory;

/**
 * Selects the rows whose value lies in a range. A range is a start and a span, and a value is in it if {@code value - start}, taken unsigned, is at
 * most the span: one subtraction and one comparison for =, &lt;&gt;, &lt;, BETWEEN and the rest, since the complement of a range is again one, around
 * the corner. Every method writes ascending positions to {@code out} and returns their number; {@code in} null means rows 0..count; {@code validity}
 * 0 means no NULLs, and NULL is in no range. No branch depends on a value.
 */
public final class RangeSelection {
    private RangeSelection() {}

    public static int ints(long data, long validity, int[] in, int count, int start, int span, int[] out) {
        long beyond = (span & 0xFFFF_FFFFL) + 1;
        int n = 0;
        if (validity != 0) {
            for (int k = 0; k < count; k++) {
                int i = in == null ? k : in[k];
                out[n] = i;
                n += inside(Memory.getInt(data + 4L * i) - start, beyond) & bit(validity, i);
            }
        } else if (in == null) {
            return SelectionKernels.current().ints(data, count, start, span, out);
        } else {
            for (int k = 0; k < count; k++) {
                int i = in[k];
                out[n] = i;
                n += inside(Memory.getInt(data + 4L * i) - start, beyond);
            }
        }
        return n;
    }

    public static int longs(long data, long validity, int[] in, int count, long start, long span, int[] out) {
        int n = 0;
        if (validity != 0) {
            for (int k = 0; k < count; k++) {
                int i = in == null ? k : in[k];
                out[n] = i;
                n += atMost(Memory.getLong(data + 8L * i) - start, span) & bit(validity, i);
            }
        } else if (in == null) {
            return SelectionKernels.current().longs(data, count, start, span, out);
        } else {
            for (int k = 0; k < count; k++) {
                int i = in[k];
                out[n] = i;
                n += atMost(Memory.getLong(data + 8L * i) - start, span);
            }
        }
        return n;
    }

    /** Over {@link #doubleKey}s. */
    public static int doubles(long data, long validity, int[] in, int count, long start, long span, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            out[n] = i;
            int hit = atMost(doubleKey(Memory.getDouble(data + 8L * i)) - start, span);
            n += validity == 0 ? hit : hit & bit(validity, i);
        }
        return n;
    }

    /** 1 if the offset, unsigned, is below {@code beyond}; in arithmetic, since a compiler may make a branch of a comparison. */
    static int inside(int offset, long beyond) {
        return (int) ((offset & 0xFFFF_FFFFL) - beyond >>> 63);
    }

    /** 1 if the offset, unsigned, is at most the span, unsigned (Warren, Hacker's Delight, 2-12). */
    static int atMost(long offset, long span) {
        return (int) (((~offset | span) & (offset ^ span | ~(span - offset))) >>> 63);
    }

    /** A long that orders as the double does in SQL: -0.0 as 0.0, NaN equal to itself and above infinity. */
    public static long doubleKey(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    /** Signed 128-bit values from {@code low} to {@code high}, both inclusive, or with {@code negated} all others. */
    public static int int128s(
            long data, long validity, int[] in, int count, Int128 low, Int128 high, boolean negated, int[] out) {
        long lowLow = low.low();
        long lowHigh = low.high();
        long highLow = high.low();
        long highHigh = high.high();
        int n = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            out[n] = i;
            long l = Memory.getLong(data + 16L * i);
            long h = Memory.getLong(data + 16L * i + 8);
            boolean inside = Int128.compare(l, h, lowLow, lowHigh) >= 0 && Int128.compare(l, h, highLow, highHigh) <= 0;
            int hit = inside != negated ? 1 : 0;
            n += validity == 0 ? hit : hit & bit(validity, i);
        }
        return n;
    }

    private static int bit(long address, int index) {
        return Memory.getByte(address + (index >>> 3)) >>> (index & 7) & 1;
    }
}
