package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Floating-point numbers: decimal with optional exponent, and NaN and infinity as PostgreSQL spells them. */
final class DoubleText {
    /** Up to here digits and powers of ten are exact doubles, so that one operation rounds rightly (Clinger 1990). */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS = new double[23];

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private DoubleText() {}

    static boolean append(byte[] text, int from, int to, ColumnBuilder out) {
        int start = Spaces.skip(text, from, to);
        int end = Spaces.trim(text, start, to);
        long mantissa = 0;
        int digits = 0;
        int fraction = 0;
        int i = start;
        boolean negative = i < end && text[i] == '-';
        if (negative || i < end && text[i] == '+') {
            i++;
        }
        int first = i;
        boolean point = false;
        for (; i < end && digits <= EXACT_DIGITS; i++) {
            byte c = text[i];
            if (c == '.' && !point) {
                point = true;
            } else if (c >= '0' && c <= '9') {
                mantissa = mantissa * 10 + (c - '0');
                digits++;
                fraction += point ? 1 : 0;
            } else {
                break;
            }
        }
        if (i == end && digits > 0 && digits <= EXACT_DIGITS && i > first) {
            double value = fraction == 0 ? mantissa : mantissa / POWERS[fraction];
            out.appendDouble(negative ? -value : value);
            return true;
        }
        Double value = slow(text, start, end);
        if (value == null) {
            return false;
        }
        out.appendDouble(value);
        return true;
    }

    static boolean appendFloat(byte[] text, int from, int to, ColumnBuilder out) {
        int start = Spaces.skip(text, from, to);
        Double value = slow(text, start, Spaces.trim(text, start, to));
        if (value == null) {
            return false;
        }
        float rounded = value.isNaN() || value.isInfinite()
                ? value.floatValue()
                : Float.parseFloat(new String(text, start, Spaces.trim(text, start, to) - start, StandardCharsets.US_ASCII));
        if (Float.isInfinite(rounded) && !value.isInfinite()) {
            return false;
        }
        out.appendDouble(rounded);
        return true;
    }

    /** Null if it is not a number or larger than any double. */
    private static Double slow(byte[] text, int start, int end) {
        if (start == end) {
            return null;
        }
        String word = new String(text, start, end - start, StandardCharsets.ISO_8859_1);
        char last = word.charAt(word.length() - 1);
        if (last >= '0' && last <= '9' || last == '.') {
            if (word.indexOf('x') >= 0 || word.indexOf('X') >= 0) {
                return null;
            }
            try {
                double value = Double.parseDouble(word);
                return Double.isInfinite(value) ? null : value;
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }
}
