package io.millrace.exec.kernel;

import io.millrace.common.memory.Memory;

/**
 * Arithmetic of int32 and int64 values. An operand is an address and a mask: row i lies at index {@code i & mask}, so a mask of 0 repeats one value.
 * {@code in} null means rows 0..count. The methods return false if any result overflowed (its row then holds a wrapped value): the caller looks for
 * the row and raises the error, so the loops have no branch for it.
 */
public final class IntegerKernel {
    private IntegerKernel() {}

    public static boolean addLongs(long left, int leftMask, long right, int rightMask, long to, int[] in, int count) {
        long overflow = 0;
        if (in == null && (leftMask & rightMask) != 0) {
            for (int i = 0; i < count; i++) {
                long a = Memory.getLong(left + 8L * i);
                long b = Memory.getLong(right + 8L * i);
                long sum = a + b;
                overflow |= (a ^ sum) & (b ^ sum);
                Memory.putLong(to + 8L * i, sum);
            }
            return overflow >= 0;
        }
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long a = Memory.getLong(left + 8L * (i & leftMask));
            long b = Memory.getLong(right + 8L * (i & rightMask));
            long sum = a + b;
            overflow |= (a ^ sum) & (b ^ sum);
            Memory.putLong(to + 8L * i, sum);
        }
        return overflow >= 0;
    }

    public static boolean subtractLongs(long left, int leftMask, long right, int rightMask, long to, int[] in, int count) {
        long overflow = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long a = Memory.getLong(left + 8L * (i & leftMask));
            long b = Memory.getLong(right + 8L * (i & rightMask));
            long difference = a - b;
            overflow |= (a ^ b) & (a ^ difference);
            Memory.putLong(to + 8L * i, difference);
        }
        return overflow >= 0;
    }

    public static boolean multiplyLongs(long left, int leftMask, long right, int rightMask, long to, int[] in, int count) {
        long overflow = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long a = Memory.getLong(left + 8L * (i & leftMask));
            long b = Memory.getLong(right + 8L * (i & rightMask));
            long product = a * b;
            overflow |= Math.multiplyHigh(a, b) ^ product >> 63;
            Memory.putLong(to + 8L * i, product);
        }
        return overflow == 0;
    }

    /** As {@link #multiplyLongs}, for operands whose product is known to fit. */
    public static void multiplyLongsUnchecked(long left, int leftMask, long right, int rightMask, long to, int[] in, int count) {
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            Memory.putLong(
                    to + 8L * i, Memory.getLong(left + 8L * (i & leftMask)) * Memory.getLong(right + 8L * (i & rightMask)));
        }
    }

    /** {@code left * leftFactor + right * rightFactor}, which is known to fit. */
    public static void addScaledUnchecked(
            long left, int leftMask, long leftFactor, long right, int rightMask, long rightFactor, long to, int[] in, int count) {
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long a = Memory.getLong(left + 8L * (i & leftMask)) * leftFactor;
            Memory.putLong(to + 8L * i, a + Memory.getLong(right + 8L * (i & rightMask)) * rightFactor);
        }
    }

    /** Results outside {@code least..greatest}, which lie within an int, count as overflow. */
    public static boolean addInts(
            long left, int leftMask, long right, int rightMask, long to, int[] in, int count, int least, int greatest) {
        long overflow = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long sum = (long) Memory.getInt(left + 4L * (i & leftMask)) + Memory.getInt(right + 4L * (i & rightMask));
            overflow |= sum - least | greatest - sum;
            Memory.putInt(to + 4L * i, (int) sum);
        }
        return overflow >= 0;
    }

    public static boolean subtractInts(
            long left, int leftMask, long right, int rightMask, long to, int[] in, int count, int least, int greatest) {
        long overflow = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long difference = (long) Memory.getInt(left + 4L * (i & leftMask)) - Memory.getInt(right + 4L * (i & rightMask));
            overflow |= difference - least | greatest - difference;
            Memory.putInt(to + 4L * i, (int) difference);
        }
        return overflow >= 0;
    }

    public static boolean multiplyInts(
            long left, int leftMask, long right, int rightMask, long to, int[] in, int count, int least, int greatest) {
        long overflow = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long product = (long) Memory.getInt(left + 4L * (i & leftMask)) * Memory.getInt(right + 4L * (i & rightMask));
            overflow |= product - least | greatest - product;
            Memory.putInt(to + 4L * i, (int) product);
        }
        return overflow >= 0;
    }
}
