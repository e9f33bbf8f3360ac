package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Exact numbers; digits beyond the scale are rounded half away from zero, as PostgreSQL does. */
final class DecimalText implements TextParser {
    private static final int EXPONENT_MAX = 10_000;

    private final boolean small;
    private final int precision;
    private final int scale;

    DecimalText(SqlType type) {
        this.small = type.precision() <= SqlType.MAX_LONG_DECIMAL_PRECISION;
        this.precision = type.precision();
        this.scale = type.scale();
    }

    @Override
    public boolean append(byte[] text, int from, int to, ColumnBuilder out) {
        int start = Spaces.skip(text, from, to);
        int end = Spaces.trim(text, start, to);
        return small && appendShort(text, start, end, out) || appendLong(text, start, end, out);
    }

    /** Plain digits that fit as they are; false hands over to {@link #appendLong}. */
    private boolean appendShort(byte[] text, int start, int end, ColumnBuilder out) {
        int i = start;
        boolean negative = i < end && text[i] == '-';
        if (negative || i < end && text[i] == '+') {
            i++;
        }
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (; i < end; i++) {
            byte c = text[i];
            if (c == '.' && fraction < 0) {
                fraction = 0;
            } else if (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
                digits++;
                fraction += fraction < 0 ? 0 : 1;
            } else {
                return false;
            }
        }
        int missing = scale - Math.max(fraction, 0);
        if (digits == 0 || missing < 0 || digits + missing > precision) {
            return false;
        }
        for (; missing > 0; missing--) {
            value *= 10;
        }
        out.appendLong(negative ? -value : value);
        return true;
    }

    private boolean appendLong(byte[] text, int start, int end, ColumnBuilder out) {
        BigDecimal value;
        try {
            value = new BigDecimal(new String(text, start, end - start, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return false;
        }
        if (Math.abs((long) value.precision() - value.scale()) > EXPONENT_MAX || Math.abs((long) value.scale()) > EXPONENT_MAX) {
            return false;
        }
        BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
        if (rounded.precision() > precision) {
            return false;
        }
        BigInteger unscaled = rounded.unscaledValue();
        if (small) {
            out.appendLong(unscaled.longValueExact());
        } else {
            out.appendInt128(unscaled.longValue(), unscaled.shiftRight(64).longValueExact());
        }
        return true;
    }
}
