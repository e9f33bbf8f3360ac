package io.millrace.exec.expression.cast;

import io.millrace.common.memory.Memory;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * Reads dates, times and timestamps: {@code [yyyy-mm-dd | yyyy/mm/dd | yyyymmdd] [T] [hh:mm[:ss[.fraction]] [AM|PM]] [Z | ±hh[[:]mm[[:]ss]] | region]
 * [BC]}. Holds the parts read; one instance per thread. Byte by byte, without objects, except for regions and month names.
 */
public final class DateTimeParser {
    private static final String[] MONTHS = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

    private long at;
    private long end;
    /** Days since 1970-01-01, of the date read. */
    long days;

    boolean hasDate;
    /** Of the time read, 0 if none; 86,400 for 24:00:00. */
    int secondOfDay;

    int nanos;
    boolean hasTime;
    /** Whether an offset or a region was given. */
    boolean hasZone;
    /** Seconds east of UTC, if {@link #region} is null. */
    int offset;

    ZoneId region;

    /** Reads all of a text. */
    ParseStatus parse(long address, int length) {
        end = Ascii.trimEnd(address, address + length);
        at = Ascii.skipSpace(address, end);
        hasDate = false;
        hasTime = false;
        hasZone = false;
        secondOfDay = 0;
        nanos = 0;
        offset = 0;
        region = null;
        if (at == end) {
            return ParseStatus.SYNTAX;
        }
        ParseStatus status = isTimeFirst() ? ParseStatus.OK : date();
        if (status != ParseStatus.OK) {
            return status;
        }
        return rest();
    }

    private boolean isTimeFirst() {
        long p = at;
        while (p < end && Ascii.isDigit(Memory.getByte(p))) {
            p++;
        }
        return p > at && p < end && p - at <= 2 && Memory.getByte(p) == ':';
    }

    private boolean peek(char c) {
        return at < end && Memory.getByte(at) == c;
    }

    private boolean digitNext() {
        return at < end && Ascii.isDigit(Memory.getByte(at));
    }

    private boolean letterNext() {
        int b = at < end ? Memory.getByte(at) | 0x20 : 0;
        return b >= 'a' && b <= 'z';
    }

    /** Up to {@code most} digits; -1 if there are none or more. */
    private int number(int most) {
        int value = 0;
        int digits = 0;
        while (digitNext() && digits <= most) {
            value = value * 10 + (Memory.getByte(at) - '0');
            at++;
            digits++;
        }
        return digits == 0 || digits > most ? -1 : value;
    }

    private ParseStatus date() {
        if (letterNext()) {
            return monthFirst();
        }
        long start = at;
        int first = number(8);
        long digits = at - start;
        if (first < 0) {
            return ParseStatus.SYNTAX;
        }
        if (digits == 8 && !peek('-')) {
            return setDate(first / 10_000, first / 100 % 100, first % 100);
        }
        if (digits > 7 || at == end) {
            return ParseStatus.SYNTAX;
        }
        byte separator = Memory.getByte(at++);
        if (separator == ' ' || separator == '-' && letterNext()) {
            return dayMonthYear(first);
        }
        int second = number(2);
        if (second < 0 || separator != '-' && separator != '/' && separator != '.' || at == end || Memory.getByte(at) != separator) {
            return ParseStatus.SYNTAX;
        }
        at++;
        long thirdStart = at;
        int third = number(4);
        long thirdDigits = at - thirdStart;
        if (third < 0) {
            return ParseStatus.SYNTAX;
        }
        // A year has at least three digits, as in PostgreSQL; without one in front the order is month, day, year.
        return digits >= 3 ? setDate(first, second, third) : setDate(third, thirdDigits, first, second);
    }

    private int monthName() {
        long start = at;
        while (letterNext()) {
            at++;
        }
        String name = Ascii.lower(start, at);
        for (int i = 0; name.length() >= 3 && i < MONTHS.length; i++) {
            if (name.startsWith(MONTHS[i])) {
                return i + 1;
            }
        }
        return -1;
    }

    private void separators() {
        while (at < end && (peek(' ') || peek(',') || peek('-'))) {
            at++;
        }
    }

    /** {@code Jan 8, 1999}. */
    private ParseStatus monthFirst() {
        long start = at;
        int month = monthName();
        if (month < 0) {
            boolean epoch = Ascii.lower(start, at).equals("epoch");
            days = 0;
            hasDate = epoch;
            hasZone = epoch;
            return epoch && at == end ? ParseStatus.OK : ParseStatus.SYNTAX;
        }
        separators();
        int day = number(2);
        separators();
        long yearStart = at;
        int year = number(7);
        return day < 0 || year < 0 ? ParseStatus.SYNTAX : setDate(year, at - yearStart, month, day);
    }

    /** {@code 8 Jan 1999} or {@code 1999-Jan-08}, of which the first number is read. */
    private ParseStatus dayMonthYear(int first) {
        int month = letterNext() ? monthName() : -1;
        separators();
        long lastStart = at;
        int last = number(7);
        if (month < 0 || last < 0) {
            return ParseStatus.SYNTAX;
        }
        return first > 31 ? setDate(first, month, last) : setDate(last, at - lastStart, month, first);
    }

    private ParseStatus setDate(int year, int month, int day) {
        return setDate(year, 4, month, day);
    }

    /** A year of two digits is one of 1970 to 2069, as in PostgreSQL. */
    private ParseStatus setDate(int written, long digits, int month, int day) {
        boolean beforeChrist = isBeforeChrist();
        int year = digits > 2 || beforeChrist ? written : written < 70 ? written + 2000 : written + 1900;
        long astronomical = beforeChrist ? 1 - year : year;
        if (year == 0 || month < 1 || month > 12 || day < 1 || day > CivilTime.monthLength(astronomical, month)) {
            return ParseStatus.RANGE;
        }
        days = CivilTime.days(astronomical, month, day);
        hasDate = true;
        return ParseStatus.OK;
    }

    /** Cuts BC or AD off the end. */
    private boolean isBeforeChrist() {
        if (end - at < 3 || Memory.getByte(end - 3) != ' ') {
            return false;
        }
        int last = Memory.getByte(end - 1) | 0x20;
        int before = Memory.getByte(end - 2) | 0x20;
        boolean era = before == 'b' && last == 'c' || before == 'a' && last == 'd';
        if (era) {
            end = Ascii.trimEnd(at, end - 3);
        }
        return before == 'b' && last == 'c';
    }

    private ParseStatus rest() {
        boolean separated = at < end && hasDate && (peek('T') || peek('t')) || at < end && Ascii.isSpace(Memory.getByte(at));
        if (separated) {
            at = Ascii.skipSpace(at + 1, end);
        }
        if (digitNext() && (separated || !hasDate)) {
            ParseStatus status = time();
            if (status != ParseStatus.OK) {
                return status;
            }
        }
        at = Ascii.skipSpace(at, end);
        return at == end ? ParseStatus.OK : zone();
    }

    private ParseStatus time() {
        int hour = number(2);
        if (hour < 0 || !peek(':')) {
            return ParseStatus.SYNTAX;
        }
        at++;
        int minute = number(2);
        int second = 0;
        if (peek(':')) {
            at++;
            second = number(2);
            if (peek('.')) {
                at++;
                fraction();
            }
        }
        if (minute < 0 || second < 0) {
            return ParseStatus.SYNTAX;
        }
        hasTime = true;
        return halfDay(hour, minute, second);
    }

    private ParseStatus halfDay(int given, int minute, int second) {
        int hour = given;
        long p = Ascii.skipSpace(at, end);
        boolean word = end - p == 2 || end - p > 2 && Ascii.isSpace(Memory.getByte(p + 2));
        if (word && (Memory.getByte(p + 1) | 0x20) == 'm') {
            int half = Memory.getByte(p) | 0x20;
            if (half == 'a' || half == 'p') {
                if (hour < 1 || hour > 12) {
                    return ParseStatus.RANGE;
                }
                hour = hour % 12 + (half == 'p' ? 12 : 0);
                at = p + 2;
            }
        }
        boolean midnight = hour == 24 && minute == 0 && second == 0 && nanos == 0;
        if (hour > 23 && !midnight || minute > 59 || second > 60 || second == 60 && nanos > 0) {
            return ParseStatus.RANGE;
        }
        secondOfDay = hour * 3600 + minute * 60 + second;
        return ParseStatus.OK;
    }

    /** Nine digits count, a tenth rounds. */
    private void fraction() {
        int digits = 0;
        while (digitNext()) {
            int digit = Memory.getByte(at++) - '0';
            if (digits < 9) {
                nanos = nanos * 10 + digit;
            } else if (digits == 9 && digit >= 5) {
                nanos++;
            }
            digits++;
        }
        for (; digits < 9; digits++) {
            nanos *= 10;
        }
        nanos = Math.min(nanos, 999_999_999);
    }

    private ParseStatus zone() {
        hasZone = true;
        if (end - at == 1 && (peek('Z') || peek('z'))) {
            return ParseStatus.OK;
        }
        if (peek('+') || peek('-')) {
            boolean west = peek('-');
            at++;
            long start = at;
            int hours = number(6);
            int seconds = at - start > 4 ? -1 : at - start > 2 ? hours / 100 * 3600 + hours % 100 * 60 : hours * 3600;
            if (peek(':')) {
                at++;
                seconds += 60 * number(2);
                if (peek(':')) {
                    at++;
                    seconds += number(2);
                }
            }
            if (hours < 0 || seconds < 0 || at != end) {
                return ParseStatus.SYNTAX;
            }
            offset = west ? -seconds : seconds;
            return seconds < 16 * 3600 ? ParseStatus.OK : ParseStatus.RANGE;
        }
        return region(Ascii.string(at, end));
    }

    private ParseStatus region(String name) {
        if (!Character.isLetter(name.charAt(0))) {
            return ParseStatus.SYNTAX;
        }
        try {
            region = ZoneId.of(name.equalsIgnoreCase("utc") || name.equalsIgnoreCase("gmt") ? "UTC" : name);
            return ParseStatus.OK;
        } catch (DateTimeException e) {
            return ParseStatus.SYNTAX;
        }
    }
}
