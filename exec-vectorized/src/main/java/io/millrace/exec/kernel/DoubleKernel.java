package io.millrace.exec.kernel;

import io.millrace.common.memory.Memory;

/**
 * Arithmetic of doubles; operands and rows as in {@link IntegerKernel}. With {@code single} results are rounded to float, as REAL wants. The methods
 * return false if a result is zero, infinite or NaN, which may be an underflow or overflow: the caller looks closer, row by row.
 */
public final class DoubleKernel {
    private DoubleKernel() {}

    public static boolean add(
            long left, int leftMask, long right, int rightMask, long to, int[] in, int count, boolean single) {
        boolean plain = true;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            double sum = Memory.getDouble(left + 8L * (i & leftMask)) + Memory.getDouble(right + 8L * (i & rightMask));
            double result = single ? (float) sum : sum;
            plain &= Math.abs(result) <= Double.MAX_VALUE;
            Memory.putDouble(to + 8L * i, result);
        }
        return plain;
    }

    public static boolean subtract(
            long left, int leftMask, long right, int rightMask, long to, int[] in, int count, boolean single) {
        boolean plain = true;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            double difference = Memory.getDouble(left + 8L * (i & leftMask)) - Memory.getDouble(right + 8L * (i & rightMask));
            double result = single ? (float) difference : difference;
            plain &= Math.abs(result) <= Double.MAX_VALUE;
            Memory.putDouble(to + 8L * i, result);
        }
        return plain;
    }

    public static boolean multiply(
            long left, int leftMask, long right, int rightMask, long to, int[] in, int count, boolean single) {
        boolean plain = true;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            double product = Memory.getDouble(left + 8L * (i & leftMask)) * Memory.getDouble(right + 8L * (i & rightMask));
            double result = single ? (float) product : product;
            plain &= Math.abs(result) <= Double.MAX_VALUE & result != 0;
            Memory.putDouble(to + 8L * i, result);
        }
        return plain;
    }

    public static boolean divide(
            long left, int leftMask, long right, int rightMask, long to, int[] in, int count, boolean single) {
        boolean plain = true;
        for (int k = 0; k < count; k++) {
            int i = in == null ? k : in[k];
            double divisor = Memory.getDouble(right + 8L * (i & rightMask));
            double quotient = Memory.getDouble(left + 8L * (i & leftMask)) / divisor;
            double result = single ? (float) quotient : quotient;
            plain &= Math.abs(result) <= Double.MAX_VALUE & result != 0 & divisor != 0;
            Memory.putDouble(to + 8L * i, result);
        }
        return plain;
    }
}
