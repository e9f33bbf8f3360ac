package io.millrace.exec.kernel;

/** Division of unsigned 128-bit numbers by 64-bit ones (Warren, Hacker's Delight, divlu). Holds the last result; one instance per thread. */
public final class Division128 {
    private static final long LOW_32 = 0xFFFF_FFFFL;

    /** Of the quotient; the high half is nonzero only where the quotient needs it. */
    public long quotientLow;

    public long quotientHigh;
    public long remainder;

    /** Divides {@code high:low} by a positive divisor. */
    public void divide(long high, long low, long divisor) {
        quotientHigh = Long.divideUnsigned(high, divisor);
        long rest = high - quotientHigh * divisor;
        if (rest == 0) {
            quotientLow = Long.divideUnsigned(low, divisor);
            remainder = low - quotientLow * divisor;
            return;
        }
        int shift = Long.numberOfLeadingZeros(divisor);
        long d = divisor << shift;
        long dHigh = d >>> 32;
        long dLow = d & LOW_32;
        long numerator = shift == 0 ? rest : rest << shift | low >>> 64 - shift;
        long shifted = low << shift;
        long first = digit(numerator, shifted >>> 32, dHigh, dLow);
        long middle = (numerator << 32) + (shifted >>> 32) - first * d;
        long second = digit(middle, shifted & LOW_32, dHigh, dLow);
        remainder = (middle << 32) + (shifted & LOW_32) - second * d >>> shift;
        quotientLow = (first << 32) + second;
    }

    /** One 32-bit digit of the quotient. */
    private static long digit(long numerator, long next, long dHigh, long dLow) {
        long q = Long.divideUnsigned(numerator, dHigh);
        long rest = numerator - q * dHigh;
        while (q > LOW_32 || Long.compareUnsigned(q * dLow, rest << 32 | next) > 0) {
            q--;
            rest += dHigh;
            if (rest > LOW_32) {
                break;
            }
        }
        return q;
    }
}
