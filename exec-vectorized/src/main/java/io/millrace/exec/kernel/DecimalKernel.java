package io.millrace.exec.kernel;

import io.millrace.common.memory.Memory;

/**
 * Decimal arithmetic with 128-bit results, for operands of 8 or 16 bytes (their {@code width}); rows and masks as in {@link IntegerKernel}. A row
 * whose operands are too large for the fast way is left to the caller: the methods write such rows to {@code hard} and return their number.
 */
public final class DecimalKernel {
    private DecimalKernel() {}

    /** Products; those of two int64 are below 2^126, so below 10^38, and never overflow. */
    public static int multiply(
            long left, int leftMask, int leftWidth, long right, int rightMask, int rightWidth, long to, int[] in, int count, int[] hard) {
        if (leftWidth == 8 && rightWidth == 8) {
            multiplyLongs(left, leftMask, right, rightMask, to, in, count);
            return 0;
        }
        return leftWidth == 8
                ? multiplyWide(right, rightMask, 16, left, leftMask, 8, to, in, count, hard)
                : multiplyWide(left, leftMask, leftWidth, right, rightMask, rightWidth, to, in, count, hard);
    }

    /** The left side has 16 bytes. */
    private static int multiplyWide(
            long left, int leftMask, int leftWidth, long right, int rightMask, int rightWidth, long to, int[] in, int count, int[] hard) {
        long beyond = rightWidth == 8
                ? multiplyWideByLong(left, leftMask, right, rightMask, to, in, count)
                : multiplyWides(left, leftMask, right, rightMask, to, in, count);
        if (beyond == 0) {
            return 0;
        }
        int n = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            hard[n] = i;
            n += isLarge(left + (long) leftWidth * (i & leftMask), leftWidth)
                    | isLarge(right + (long) rightWidth * (i & rightMask), rightWidth);
        }
        return n;
    }

    /** 1 if the value does not fit an int64. */
    private static int isLarge(long address, int width) {
        return width == 16 && Memory.getLong(address + 8) != Memory.getLong(address) >> 63 ? 1 : 0;
    }

    private static long multiplyWideByLong(long left, int leftMask, long right, int rightMask, long to, int[] in, int count) {
        long beyond = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long leftAt = left + 16L * (i & leftMask);
            long a = Memory.getLong(leftAt);
            long b = Memory.getLong(right + 8L * (i & rightMask));
            beyond |= Memory.getLong(leftAt + 8) ^ a >> 63;
            Memory.putLong(to + 16L * i, a * b);
            Memory.putLong(to + 16L * i + 8, Math.multiplyHigh(a, b));
        }
        return beyond;
    }

    private static long multiplyWides(long left, int leftMask, long right, int rightMask, long to, int[] in, int count) {
        long beyond = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long leftAt = left + 16L * (i & leftMask);
            long rightAt = right + 16L * (i & rightMask);
            long a = Memory.getLong(leftAt);
            long b = Memory.getLong(rightAt);
            beyond |= Memory.getLong(leftAt + 8) ^ a >> 63 | Memory.getLong(rightAt + 8) ^ b >> 63;
            Memory.putLong(to + 16L * i, a * b);
            Memory.putLong(to + 16L * i + 8, Math.multiplyHigh(a, b));
        }
        return beyond;
    }

    private static void multiplyLongs(long left, int leftMask, long right, int rightMask, long to, int[] in, int count) {
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long a = Memory.getLong(left + 8L * (i & leftMask));
            long b = Memory.getLong(right + 8L * (i & rightMask));
            Memory.putLong(to + 16L * i, a * b);
            Memory.putLong(to + 16L * i + 8, Math.multiplyHigh(a, b));
        }
    }

    /** {@code left * leftFactor + right * rightFactor} of operands that fit an int64, factors up to 10^18; no such sum overflows 128 bits. */
    public static int addScaled(
            long left,
            int leftMask,
            int leftWidth,
            long leftFactor,
            long right,
            int rightMask,
            int rightWidth,
            long rightFactor,
            long to,
            int[] in,
            int count,
            int[] hard) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            long leftAt = left + (long) leftWidth * (i & leftMask);
            long rightAt = right + (long) rightWidth * (i & rightMask);
            long a = Memory.getLong(leftAt);
            long b = Memory.getLong(rightAt);
            long beyond = leftWidth == 16 ? Memory.getLong(leftAt + 8) ^ a >> 63 : 0;
            beyond |= rightWidth == 16 ? Memory.getLong(rightAt + 8) ^ b >> 63 : 0;
            long aLow = a * leftFactor;
            long low = aLow + b * rightFactor;
            long carry = Long.compareUnsigned(low, aLow) < 0 ? 1 : 0;
            Memory.putLong(to + 16L * i, low);
            Memory.putLong(to + 16L * i + 8, Math.multiplyHigh(a, leftFactor) + Math.multiplyHigh(b, rightFactor) + carry);
            hard[n] = i;
            n += beyond != 0 ? 1 : 0;
        }
        return n;
    }

    /** The first row whose 128-bit value has more than {@code precision} digits, or -1. */
    public static int firstTooLong(long data, int[] in, int count, int precision) {
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            if (!Int128.fits(Memory.getLong(data + 16L * i), Memory.getLong(data + 16L * i + 8), precision)) {
                return i;
            }
        }
        return -1;
    }
}
