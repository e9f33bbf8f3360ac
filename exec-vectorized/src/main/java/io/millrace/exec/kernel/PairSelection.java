package io.millrace.exec.kernel;

import io.millrace.common.memory.Memory;

/**
 * Selects the rows at which two flat columns compare as asked. {@code signs} has bit 0 set if less counts, bit 1 if equal, bit 2 if greater.
 * Arguments otherwise as in {@link RangeSelection}; rows with NULL on either side have no bit in {@code validity}.
 */
public final class PairSelection {
    private PairSelection() {}

    public static int ints(long left, long right, long validity, int[] in, int count, int signs, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            out[n] = i;
            int a = Memory.getInt(left + 4L * i);
            int b = Memory.getInt(right + 4L * i);
            int sign = (a > b ? 1 : 0) - (a < b ? 1 : 0);
            n += signs >>> sign + 1 & (validity == 0 ? 1 : bit(validity, i));
        }
        return n;
    }

    public static int longs(long left, long right, long validity, int[] in, int count, int signs, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            out[n] = i;
            long a = Memory.getLong(left + 8L * i);
            long b = Memory.getLong(right + 8L * i);
            int sign = (a > b ? 1 : 0) - (a < b ? 1 : 0);
            n += signs >>> sign + 1 & (validity == 0 ? 1 : bit(validity, i));
        }
        return n;
    }

    /** Of values that were read out: {@code left[k]} and {@code right[k]} belong to the k-th row. */
    public static int ints(int[] left, int[] right, int[] in, int count, int signs, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            out[n] = in == null ? k : in[k];
            int sign = (left[k] > right[k] ? 1 : 0) - (left[k] < right[k] ? 1 : 0);
            n += signs >>> sign + 1 & 1;
        }
        return n;
    }

    /** As {@link #ints(int[], int[], int[], int, int, int[])}. */
    public static int longs(long[] left, long[] right, int[] in, int count, int signs, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            out[n] = in == null ? k : in[k];
            int sign = (left[k] > right[k] ? 1 : 0) - (left[k] < right[k] ? 1 : 0);
            n += signs >>> sign + 1 & 1;
        }
        return n;
    }

    public static int doubles(long left, long right, long validity, int[] in, int count, int signs, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            out[n] = i;
            long a = RangeSelection.doubleKey(Memory.getDouble(left + 8L * i));
            long b = RangeSelection.doubleKey(Memory.getDouble(right + 8L * i));
            int sign = (a > b ? 1 : 0) - (a < b ? 1 : 0);
            n += signs >>> sign + 1 & (validity == 0 ? 1 : bit(validity, i));
        }
        return n;
    }

    private static int bit(long address, int index) {
        return Memory.getByte(address + (index >>> 3)) >>> (index & 7) & 1;
    }
}
