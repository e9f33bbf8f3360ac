package io.millrace.exec.aggregate;

import io.millrace.common.batch.Values;
import java.math.BigInteger;

/** A signed 128-bit integer in two's complement halves, for what happens once a group. */
record Int128(long low, long high) {
    private static final BigInteger[] POWERS = powers();

    private static BigInteger[] powers() {
        BigInteger[] powers = new BigInteger[39];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = BigInteger.TEN.pow(i);
        }
        return powers;
    }

    /** 10^exponent for 0..38. */
    static BigInteger powerOfTen(int exponent) {
        return POWERS[exponent];
    }

    /** Whether the value has at most {@code precision} digits. */
    static boolean fits(long low, long high, int precision) {
        return Values.toBigInteger(low, high).abs().compareTo(POWERS[precision]) < 0;
    }

    /** Modulo 2^128. */
    static Int128 multiply(long low, long high, long factor) {
        long productLow = low * factor;
        long productHigh = Math.unsignedMultiplyHigh(low, factor) + high * factor - (factor < 0 ? low : 0);
        return new Int128(productLow, productHigh);
    }
}
