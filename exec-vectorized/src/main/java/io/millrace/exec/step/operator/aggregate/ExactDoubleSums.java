package io.millrace.exec.step.operator.aggregate;

import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Exact sums of doubles by group, so that the order of additions does not matter and a value taken back leaves no trace. A sum is a fixed-point number
 * in units of 2^-1074, cut into 32-bit digits held in longs whose spare bits take carries (the small superaccumulator of R. Neal, "Fast exact
 * summation using small and large superaccumulators", 2015). A group holds only the digits that its values reach.
 */
final class ExactDoubleSums {
    private static final int DIGIT_BITS = 32;
    private static final long DIGIT_MASK = 0xFFFFFFFFL;
    private static final int UNIT_EXPONENT = -1074;
    private static final long CARRY_AT = 1L << 61;
    /** Weights are taken in pieces below this, so that a digit's change stays far below {@link #CARRY_AT}. */
    private static final long WEIGHT_PIECE = 1L << 20;

    private long[][] digits = new long[0][];
    /** Number of a group's first digit. */
    private byte[] first = new byte[0];
    private long heldBytes;

    void reserve(int capacity) {
        if (digits.length < capacity) {
            digits = Arrays.copyOf(digits, capacity);
            first = Arrays.copyOf(first, capacity);
        }
    }

    /** Adds {@code weight} times a finite value. */
    void add(int group, double value, long weight) {
        long bits = Double.doubleToRawLongBits(value);
        long mantissa = bits & 0xFFFFFFFFFFFFFL;
        int exponent = (int) (bits >>> 52) & 0x7FF;
        if (exponent == 0) {
            if (mantissa == 0) {
                return;
            }
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        int shift = exponent - 1;
        int digit = shift / DIGIT_BITS;
        int within = shift % DIGIT_BITS;
        long low = mantissa << within;
        long high = within == 0 ? 0 : mantissa >>> 64 - within;
        long[] of = reach(group, digit, digit + 3);
        int at = digit - first[group];
        long rest = bits < 0 ? -weight : weight;
        while (rest != 0) {
            long piece = Math.clamp(rest, -WEIGHT_PIECE, WEIGHT_PIECE);
            rest -= piece;
            of[at] += piece * (low & DIGIT_MASK);
            of[at + 1] += piece * (low >>> 32);
            of[at + 2] += piece * high;
            if (Math.abs(of[at]) > CARRY_AT || Math.abs(of[at + 1]) > CARRY_AT || Math.abs(of[at + 2]) > CARRY_AT) {
                of = carry(group);
                at = digit - first[group];
            }
        }
    }

    /** A group's digits, grown to hold those from {@code from} to {@code to}. */
    private long[] reach(int group, int from, int to) {
        long[] of = digits[group];
        if (of == null) {
            of = new long[to - from];
            first[group] = (byte) from;
            hold(group, of);
            return of;
        }
        int start = Math.min(from, first[group]);
        int end = Math.max(to, first[group] + of.length);
        if (end - start > of.length) {
            long[] larger = new long[end - start];
            System.arraycopy(of, 0, larger, first[group] - start, of.length);
            first[group] = (byte) start;
            hold(group, larger);
            return larger;
        }
        return of;
    }

    private void hold(int group, long[] of) {
        heldBytes += bytes(of) - bytes(digits[group]);
        digits[group] = of;
    }

    private static long bytes(long[] of) {
        return of == null ? 0 : 16 + 8L * of.length;
    }

    private long[] carry(int group) {
        long[] of = reach(group, first[group], first[group] + digits[group].length + 1);
        for (int i = 0; i < of.length - 1; i++) {
            of[i + 1] += of[i] >> DIGIT_BITS;
            of[i] &= DIGIT_MASK;
        }
        return of;
    }

    /** The sum in units of 2^{@link #exponent}. */
    private BigInteger units(int group) {
        long[] of = digits[group];
        if (of == null) {
            return BigInteger.ZERO;
        }
        int[] words = new int[of.length + 2];
        long carry = 0;
        for (int i = 0; i < of.length; i++) {
            long low = (of[i] & DIGIT_MASK) + (carry & DIGIT_MASK);
            words[i] = (int) low;
            carry = (of[i] >> DIGIT_BITS) + (carry >> DIGIT_BITS) + (low >>> DIGIT_BITS);
        }
        words[of.length] = (int) carry;
        words[of.length + 1] = (int) (carry >> DIGIT_BITS);
        byte[] bytes = new byte[4 * words.length];
        for (int i = 0; i < words.length; i++) {
            int word = words[words.length - 1 - i];
            bytes[4 * i] = (byte) (word >> 24);
            bytes[4 * i + 1] = (byte) (word >> 16);
            bytes[4 * i + 2] = (byte) (word >> 8);
            bytes[4 * i + 3] = (byte) word;
        }
        return new BigInteger(bytes);
    }

    private int exponent(int group) {
        return UNIT_EXPONENT + DIGIT_BITS * first[group];
    }

    /** The sum rounded once to the nearest double; infinite if it is beyond them. */
    double value(int group) {
        return toDouble(units(group), exponent(group));
    }

    private static double toDouble(BigInteger units, int exponent) {
        BigInteger magnitude = units.abs();
        int length = magnitude.bitLength();
        int shift = Math.max(0, length - 62);
        long top = magnitude.shiftRight(shift).longValue();
        if (shift > 0 && magnitude.getLowestSetBit() < shift) {
            top |= 1;
        }
        double value = Math.scalb((double) top, exponent + shift);
        return units.signum() < 0 ? -value : value;
    }

    /** The sum itself. */
    BigDecimal exact(int group) {
        BigDecimal units = new BigDecimal(units(group));
        int exponent = exponent(group);
        BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(exponent)));
        return exponent < 0 ? units.divide(power) : units.multiply(power);
    }

    void clear(int group) {
        hold(group, null);
    }

    long bytes() {
        return 9L * digits.length + heldBytes;
    }

    void save(int group, PageWriter page) {
        long[] of = digits[group];
        page.writeLong(of == null ? 0 : of.length);
        if (of != null) {
            page.writeLong(first[group]);
            for (long digit : of) {
                page.writeLong(digit);
            }
        }
    }

    void load(int group, PageReader page) {
        clear(group);
        int length = page.readCount();
        if (length > 0) {
            first[group] = (byte) page.readLong();
            hold(group, new long[length]);
            for (int i = 0; i < length; i++) {
                digits[group][i] = page.readLong();
            }
        }
    }

    void write(StateWriter out, int limit) {
        for (int group = 0; group < limit; group++) {
            long[] of = digits[group];
            out.writeInt(of == null ? 0 : of.length);
            if (of != null) {
                out.writeInt(first[group]);
                out.writeLongs(of, of.length);
            }
        }
    }

    void read(StateReader in, int limit) {
        for (int group = 0; group < limit; group++) {
            int length = in.readCount(128);
            if (length > 0) {
                first[group] = (byte) in.readCount(127);
                hold(group, new long[length]);
                in.readLongs(digits[group], length);
            }
        }
    }
}
