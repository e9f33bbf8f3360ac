package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;

/** Whole numbers: an optional sign and digits. */
final class IntegerText {
    /** Digits that cannot overflow a long. */
    private static final int SAFE_DIGITS = 18;

    private IntegerText() {}

    static TextParser ofInt(int least, int greatest) {
        return (text, from, to, out) -> {
            int start = Spaces.skip(text, from, to);
            int end = Spaces.trim(text, start, to);
            int digits = digits(text, start, end);
            if (digits < 0) {
                return false;
            }
            if (end - digits > SAFE_DIGITS && significant(text, digits, end) > SAFE_DIGITS) {
                return false;
            }
            long value = value(text, start, digits, end);
            if (value < least || value > greatest) {
                return false;
            }
            out.appendInt((int) value);
            return true;
        };
    }

    static boolean appendLong(byte[] text, int from, int to, ColumnBuilder out) {
        int start = Spaces.skip(text, from, to);
        int end = Spaces.trim(text, start, to);
        int digits = digits(text, start, end);
        if (digits < 0) {
            return false;
        }
        if (significant(text, digits, end) <= SAFE_DIGITS) {
            out.appendLong(value(text, start, digits, end));
            return true;
        }
        if (significant(text, digits, end) > SAFE_DIGITS + 1) {
            return false;
        }
        // Nineteen digits: accumulate downwards, since the least long has no positive twin
        long value = 0;
        for (int i = digits; i < end; i++) {
            int digit = text[i] - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            value = value * 10 - digit;
        }
        boolean negative = text[start] == '-';
        if (!negative && value == Long.MIN_VALUE) {
            return false;
        }
        out.appendLong(negative ? value : -value);
        return true;
    }

    /** Where the digits begin, or -1 if the range is not a whole number. */
    static int digits(byte[] text, int start, int end) {
        int i = start;
        if (i < end && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        if (i == end) {
            return -1;
        }
        for (int k = i; k < end; k++) {
            if (text[k] < '0' || text[k] > '9') {
                return -1;
            }
        }
        return i;
    }

    private static int significant(byte[] text, int digits, int end) {
        int i = digits;
        while (i < end && text[i] == '0') {
            i++;
        }
        return end - i;
    }

    private static long value(byte[] text, int start, int digits, int end) {
        long value = 0;
        for (int i = digits; i < end; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return text[start] == '-' ? -value : value;
    }
}
