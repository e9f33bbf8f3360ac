package io.millrace.exec.kernel;

import io.millrace.common.batch.Values;
import java.math.BigInteger;

/** A signed 128-bit integer in two's complement halves. As a record for what happens once a batch; loops pass the halves to the static methods. */
public record Int128(long low, long high) {
    private static final int MAX_EXPONENT = 38;
    private static final BigInteger[] POWERS = new BigInteger[MAX_EXPONENT + 1];
    private static final Int128[] POWERS_128 = new Int128[MAX_EXPONENT + 1];
    private static final long[] LONG_POWERS = new long[19];

    static {
        for (int i = 0; i <= MAX_EXPONENT; i++) {
            POWERS[i] = BigInteger.TEN.pow(i);
            POWERS_128[i] = of(POWERS[i]);
            if (i < LONG_POWERS.length) {
                LONG_POWERS[i] = POWERS[i].longValueExact();
            }
        }
    }

    /** The value modulo 2^128. */
    public static Int128 of(BigInteger value) {
        return new Int128(value.longValue(), value.shiftRight(64).longValue());
    }

    public static Int128 of(long value) {
        return new Int128(value, value >> 63);
    }

    public BigInteger toBigInteger() {
        return Values.toBigInteger(low, high);
    }

    /** 10^exponent, exponent 0..38. */
    public static Int128 powerOfTen(int exponent) {
        return POWERS_128[exponent];
    }

    public static BigInteger bigPowerOfTen(int exponent) {
        return POWERS[exponent];
    }

    /** 10^exponent, exponent 0..18. */
    public static long longPowerOfTen(int exponent) {
        return LONG_POWERS[exponent];
    }

    public static int compare(long leftLow, long leftHigh, long rightLow, long rightHigh) {
        return leftHigh != rightHigh
                ? leftHigh < rightHigh ? -1 : 1
                : Long.compareUnsigned(leftLow, rightLow);
    }

    /** Whether the value has at most {@code precision} digits. */
    public static boolean fits(long low, long high, int precision) {
        Int128 limit = POWERS_128[precision];
        if (high >= 0) {
            return compare(low, high, limit.low, limit.high) < 0;
        }
        long negatedLow = -low;
        long negatedHigh = ~high + (low == 0 ? 1 : 0);
        return negatedHigh >= 0 && compare(negatedLow, negatedHigh, limit.low, limit.high) < 0;
    }

    /** Whether the value fits an int64. */
    public static boolean fitsLong(long low, long high) {
        return high == low >> 63;
    }

    /** The product modulo 2^128. */
    public static Int128 multiply(long low, long high, long factor) {
        long productHigh = Math.unsignedMultiplyHigh(low, factor) + high * factor - (factor < 0 ? low : 0);
        return new Int128(low * factor, productHigh);
    }
}
