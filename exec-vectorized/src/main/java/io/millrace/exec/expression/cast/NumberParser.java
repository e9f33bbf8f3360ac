package io.millrace.exec.expression.cast;

import io.millrace.common.memory.Memory;
import java.math.BigDecimal;

/** Reads numbers with white space around them, as PostgreSQL's input functions do. Holds the value read; one instance per thread. */
final class NumberParser {
    private static final int MAX_EXPONENT = 100_000;
    private static final double[] POWERS = {
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    /** Of an integer, or of a short decimal the unscaled value. */
    long unscaled;
    /** Of a short decimal. */
    int scale;
    /** A decimal that is not short; null if it is. */
    BigDecimal big;

    double floating;

    /** Reads an integer into {@link #unscaled}. */
    ParseStatus integer(long address, int length) {
        long end = Ascii.trimEnd(address, address + length);
        long at = Ascii.skipSpace(address, end);
        boolean negative = at < end && Memory.getByte(at) == '-';
        if (negative || at < end && Memory.getByte(at) == '+') {
            at++;
        }
        if (at == end) {
            return ParseStatus.SYNTAX;
        }
        long value = 0;
        boolean overflow = false;
        for (; at < end; at++) {
            int digit = Memory.getByte(at) - '0';
            if (digit < 0 || digit > 9) {
                return ParseStatus.SYNTAX;
            }
            // Negative accumulation reaches the lowest value too.
            overflow |= value < -922_337_203_685_477_580L || value == -922_337_203_685_477_580L && digit > 8;
            value = value * 10 - digit;
        }
        overflow |= !negative && value == Long.MIN_VALUE;
        unscaled = negative ? value : -value;
        return overflow ? ParseStatus.RANGE : ParseStatus.OK;
    }

    /** Reads a decimal into {@link #unscaled} and {@link #scale}, or into {@link #big}. */
    ParseStatus decimal(long address, int length) {
        long end = Ascii.trimEnd(address, address + length);
        long start = Ascii.skipSpace(address, end);
        long at = start;
        big = null;
        boolean negative = at < end && Memory.getByte(at) == '-';
        if (negative || at < end && Memory.getByte(at) == '+') {
            at++;
        }
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (; at < end; at++) {
            byte b = Memory.getByte(at);
            if (Ascii.isDigit(b)) {
                digits++;
                fraction += fraction >= 0 ? 1 : 0;
                value = value * 10 + (b - '0');
            } else if (b == '.' && fraction < 0) {
                fraction = 0;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return ParseStatus.SYNTAX;
        }
        if (at == end && digits <= 18) {
            unscaled = negative ? -value : value;
            scale = Math.max(0, fraction);
            return ParseStatus.OK;
        }
        if (!isExponent(at, end)) {
            return ParseStatus.SYNTAX;
        }
        if (at < end && exponentOf(at, end) > MAX_EXPONENT) {
            return ParseStatus.RANGE;
        }
        big = new BigDecimal(Ascii.string(start, end));
        return big.precision() - (long) big.scale() > 1000 ? ParseStatus.RANGE : ParseStatus.OK;
    }

    private static boolean isExponent(long from, long end) {
        long at = from;
        if (at == end) {
            return true;
        }
        if ((Memory.getByte(at) | 0x20) != 'e') {
            return false;
        }
        at++;
        if (at < end && (Memory.getByte(at) == '-' || Memory.getByte(at) == '+')) {
            at++;
        }
        if (at == end) {
            return false;
        }
        for (; at < end; at++) {
            if (!Ascii.isDigit(Memory.getByte(at))) {
                return false;
            }
        }
        return true;
    }

    /** The magnitude of an exponent, capped. */
    private static long exponentOf(long from, long end) {
        long value = 0;
        for (long at = from + 1; at < end; at++) {
            byte b = Memory.getByte(at);
            if (Ascii.isDigit(b)) {
                value = Math.min(MAX_EXPONENT + 1L, value * 10 + (b - '0'));
            }
        }
        return value;
    }

    /** Reads a double, or with {@code single} the nearest float, into {@link #floating}. */
    ParseStatus floating(long address, int length, boolean single) {
        long end = Ascii.trimEnd(address, address + length);
        long start = Ascii.skipSpace(address, end);
        if (start == end) {
            return ParseStatus.SYNTAX;
        }
        ParseStatus status = decimal(start, (int) (end - start));
        if (status == ParseStatus.SYNTAX) {
            return special(Ascii.lower(start, end));
        }
        if (status == ParseStatus.OK && big == null && !single && Math.abs(unscaled) < 1L << 53 && scale < POWERS.length) {
            floating = unscaled == 0 && Memory.getByte(start) == '-' ? -0.0 : unscaled / POWERS[scale];
            return ParseStatus.OK;
        }
        String text = Ascii.string(start, end);
        floating = single ? Float.parseFloat(text) : Double.parseDouble(text);
        boolean zero = status == ParseStatus.OK && (big == null ? unscaled == 0 : big.signum() == 0);
        return Double.isInfinite(floating) || floating == 0 && !zero ? ParseStatus.RANGE : ParseStatus.OK;
    }

    private ParseStatus special(String text) {
        switch (text) {
            case "nan", "+nan", "-nan" -> floating = Double.NaN;
            case "infinity", "inf", "+infinity", "+inf" -> floating = Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> floating = Double.NEGATIVE_INFINITY;
            default -> {
                return ParseStatus.SYNTAX;
            }
        }
        return ParseStatus.OK;
    }

    /** Reads a boolean into {@link #unscaled}: any unambiguous beginning of true, false, yes, no, on, off, or 1, 0. */
    ParseStatus bool(long address, int length) {
        long end = Ascii.trimEnd(address, address + length);
        long start = Ascii.skipSpace(address, end);
        if (end - start > 5 || start == end) {
            return ParseStatus.SYNTAX;
        }
        String text = Ascii.lower(start, end);
        boolean yes = text.equals("1") || text.equals("on") || "true".startsWith(text) || "yes".startsWith(text);
        boolean no = text.equals("0") || text.equals("of") || text.equals("off") || "false".startsWith(text) || "no".startsWith(text);
        unscaled = yes ? 1 : 0;
        return yes || no ? ParseStatus.OK : ParseStatus.SYNTAX;
    }
}
