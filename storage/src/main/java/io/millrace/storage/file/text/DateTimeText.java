package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;

/**
 * Dates and times in ISO 8601's shape: {@code 2026-11-25}, {@code 12:30[:15[.123456789]]}, both joined by a space or T, and an offset ({@code Z},
 * {@code +08}, {@code +08:00}, {@code +0800}). A TIMESTAMP drops an offset, as PostgreSQL does; a TIMESTAMP WITH TIME ZONE without one is in UTC. Digits
 * beyond the precision are rounded.
 */
final class DateTimeText {
    private static final long SECONDS_A_DAY = 86_400;
    private static final int YEAR_MAX = 294_276;

    private DateTimeText() {}

    static boolean appendDate(byte[] text, int from, int to, ColumnBuilder out) {
        Cursor cursor = new Cursor(text, Spaces.skip(text, from, to), Spaces.trim(text, from, to));
        if (!cursor.date()) {
            return false;
        }
        if (!cursor.atEnd()) {
            return false;
        }
        out.appendInt((int) cursor.days);
        return true;
    }

    static TextParser time(SqlType type) {
        return (text, from, to, out) -> {
            Cursor cursor = new Cursor(text, Spaces.skip(text, from, to), Spaces.trim(text, from, to));
            if (!cursor.time(type.precision()) || !cursor.atEnd()) {
                return false;
            }
            long units = cursor.nanos / (1_000_000_000L / type.unitsPerSecond());
            out.appendLong(units);
            return true;
        };
    }

    static TextParser timestamp(SqlType type) {
        return (text, from, to, out) -> append(text, from, to, out, type, false);
    }

    static TextParser timestampTz(SqlType type) {
        return (text, from, to, out) -> append(text, from, to, out, type, true);
    }

    private static boolean append(byte[] text, int from, int to, ColumnBuilder out, SqlType type, boolean zoned) {
        Cursor cursor = new Cursor(text, Spaces.skip(text, from, to), Spaces.trim(text, from, to));
        if (!cursor.date()) {
            return false;
        }
        if (!cursor.atEnd()) {
            if (!cursor.separator() || !cursor.time(type.precision())) {
                return false;
            }
            if (!cursor.atEnd() && !(cursor.offset() && cursor.atEnd())) {
                return false;
            }
        }
        long perSecond = type.unitsPerSecond();
        long seconds = cursor.days * SECONDS_A_DAY - (zoned ? cursor.offsetSeconds : 0);
        long fraction = cursor.nanos / (1_000_000_000L / perSecond);
        long high = Math.multiplyHigh(seconds, perSecond);
        long units = seconds * perSecond;
        if (high != units >> 63 || units + fraction < units) {
            return false;
        }
        out.appendLong(units + fraction);
        return true;
    }

    /** Reads parts of a timestamp from left to right. */
    private static final class Cursor {
        private final byte[] text;
        private final int end;
        private int at;
        long days;
        long nanos;
        long offsetSeconds;

        Cursor(byte[] text, int start, int end) {
            this.text = text;
            this.at = start;
            this.end = Math.max(start, end);
        }

        boolean atEnd() {
            return at == end;
        }

        boolean separator() {
            if (at < end && (text[at] == ' ' || text[at] == 'T' || text[at] == 't')) {
                at++;
                return true;
            }
            return false;
        }

        /** Year, month, day parted by hyphens or slashes. */
        boolean date() {
            int yearStart = at;
            long year = number(6);
            if (year < 0 || at - yearStart < 4 || at == end || text[at] != '-' && text[at] != '/') {
                return false;
            }
            byte part = text[at++];
            long month = number(2);
            if (month < 1 || month > 12 || at == end || text[at++] != part) {
                return false;
            }
            long day = number(2);
            if (day < 1 || day > lengthOfMonth(year, month) || year > YEAR_MAX || year == 0) {
                return false;
            }
            days = epochDay(year, month, day);
            return true;
        }

        boolean time(int precision) {
            long hours = number(2);
            if (hours < 0 || hours > 24 || at == end || text[at++] != ':') {
                return false;
            }
            long minutes = number(2);
            long seconds = 0;
            if (minutes < 0 || minutes > 59) {
                return false;
            }
            nanos = 0;
            if (at < end && text[at] == ':') {
                at++;
                seconds = number(2);
                if (seconds < 0 || seconds > 59) {
                    return false;
                }
                if (at < end && (text[at] == '.' || text[at] == ',')) {
                    at++;
                    if (!fraction(precision)) {
                        return false;
                    }
                }
            }
            if (hours == 24 && (minutes > 0 || seconds > 0 || nanos > 0)) {
                return false;
            }
            nanos += ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000L;
            return true;
        }

        private boolean fraction(int precision) {
            int start = at;
            long value = 0;
            int kept = 0;
            for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
                if (kept < 9) {
                    value = value * 10 + (text[at] - '0');
                    kept++;
                }
            }
            for (; kept < 9; kept++) {
                value *= 10;
            }
            long unit = 1;
            for (int i = precision; i < 9; i++) {
                unit *= 10;
            }
            nanos = (value + unit / 2) / unit * unit;
            return at > start;
        }

        boolean offset() {
            if (at < end && text[at] == ' ') {
                at++;
            }
            if (at < end && (text[at] == 'Z' || text[at] == 'z')) {
                at++;
                return true;
            }
            if (at + 3 == end && text[at] == 'U' && text[at + 1] == 'T' && text[at + 2] == 'C') {
                at = end;
                return true;
            }
            if (at == end || text[at] != '+' && text[at] != '-') {
                return false;
            }
            int sign = text[at++] == '-' ? -1 : 1;
            long hours = number(2);
            if (hours < 0 || hours > 18) {
                return false;
            }
            long minutes = 0;
            if (at < end) {
                if (text[at] == ':') {
                    at++;
                }
                minutes = number(2);
                if (minutes < 0 || minutes > 59) {
                    return false;
                }
            }
            offsetSeconds = sign * (hours * 3600 + minutes * 60);
            return true;
        }

        /** Up to {@code most} digits; -1 if there is none. */
        private long number(int most) {
            int start = at;
            long value = 0;
            while (at < end && at - start < most && text[at] >= '0' && text[at] <= '9') {
                value = value * 10 + (text[at++] - '0');
            }
            return at == start ? -1 : value;
        }
    }

    private static int lengthOfMonth(long year, long month) {
        return switch ((int) month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, days_from_civil). */
    private static long epochDay(long year, long month, long day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
