package io.millrace.exec.expression.datetime;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.expression.datetime.FormatPattern.Field;
import io.millrace.exec.expression.datetime.FormatPattern.Part;
import java.util.List;
import java.util.Locale;

/** Reads times by a {@link FormatPattern}, as PostgreSQL's to_timestamp does: separators match loosely, fields left out take their first value. */
final class TimeParser {
    private final FormatPattern pattern;
    private final String text;
    private int at;

    private long year = 1;
    private boolean yearGiven;
    private boolean beforeChrist;
    private int century;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private long isoYear;
    private int isoWeek;
    private int isoDay = 1;
    private long julian = Long.MIN_VALUE;
    private int hour;
    private boolean twelve;
    private boolean afternoon;
    private boolean halfGiven;
    private int minute;
    private int second;
    private long nanos;
    private int offsetSign = 1;
    private int offsetSeconds;
    private boolean offsetGiven;

    private TimeParser(FormatPattern pattern, String text) {
        this.pattern = pattern;
        this.text = text;
    }

    /** A wall clock's time, and the offset from UTC in seconds if the text has one, else null. */
    record Parsed(long epochDay, long nanoOfDay, Integer offsetSeconds) {}

    static Parsed parse(FormatPattern pattern, String text) {
        TimeParser parser = new TimeParser(pattern, text);
        parser.run();
        return parser.result();
    }

    private MillraceException invalid(String reason) {
        return new MillraceException(ErrorCode.INVALID_DATETIME, "invalid date or time '" + text + "': " + reason);
    }

    private MillraceException outOfRange() {
        return new MillraceException(ErrorCode.DATETIME_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
    }

    private void run() {
        List<Part> parts = pattern.parts();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.field() == null) {
                literal(part.literal());
            } else {
                skipSpace();
                if (at == text.length()) {
                    break;
                }
                boolean digitsFollow = i + 1 < parts.size() && numeric(parts.get(i + 1).field());
                field(part, digitsFollow && part.fill());
                if (!part.ordinal().isEmpty()) {
                    at = Math.min(text.length(), at + 2);
                }
            }
        }
    }

    private static boolean numeric(Field field) {
        return field != null && switch (field) {
            case AM, AM_DOTS, BC, BC_DOTS, MONTH, MON, DAY, DY, ROMAN_MONTH, TZ, TZH, OF -> false;
            default -> true;
        };
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void literal(String literal) {
        for (int i = 0; i < literal.length() && at < text.length(); i++) {
            char c = literal.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                at++;
            } else if (Character.isWhitespace(c)) {
                if (Character.isWhitespace(text.charAt(at)) || separator(text.charAt(at))) {
                    at++;
                }
            } else {
                skipSpace();
                if (at < text.length() && separator(text.charAt(at))) {
                    at++;
                }
            }
        }
    }

    private static boolean separator(char c) {
        return !Character.isLetterOrDigit(c) && !Character.isWhitespace(c);
    }

    private long number(int width, boolean fixed) {
        int start = at;
        int end = at;
        boolean sign = end < text.length() && "+-".indexOf(text.charAt(end)) >= 0;
        if (sign) {
            end++;
        }
        int limit = fixed ? Math.min(text.length(), end + width) : Math.min(text.length(), end + 18);
        while (end < limit && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end == start + (sign ? 1 : 0)) {
            throw invalid("expected a number at position " + (start + 1));
        }
        at = end;
        return Long.parseLong(text.substring(start, end));
    }

    private int number(int width, boolean fixed, int min, int max) {
        long value = number(width, fixed);
        if (value < min || value > max) {
            throw outOfRange();
        }
        return (int) value;
    }

    private void fraction(int width, boolean fixed) {
        int start = at;
        number(width, fixed);
        String digits = text.substring(start, at);
        if (digits.length() > 9) {
            digits = digits.substring(0, 9);
        }
        nanos = Long.parseLong(digits + "0".repeat(9 - digits.length()));
    }

    private void field(Part part, boolean fixed) {
        switch (part.field()) {
            case HH24 -> hour = number(2, fixed, 0, 24);
            case HH12, HH -> {
                hour = number(2, fixed, 1, 12);
                twelve = true;
            }
            case MI -> minute = number(2, fixed, 0, 59);
            case SS -> second = number(2, fixed, 0, 59);
            case SSSS, SSSSS -> {
                int seconds = number(5, fixed, 0, 86_399);
                hour = seconds / 3600;
                minute = seconds / 60 % 60;
                second = seconds % 60;
            }
            case MS -> fraction(3, fixed);
            case US -> fraction(6, fixed);
            case FF -> fraction(part.width(), fixed);
            case AM, AM_DOTS -> {
                afternoon = oneOf(List.of("a.m.", "p.m.", "am", "pm")) % 2 == 1;
                halfGiven = true;
            }
            case Y_COMMA -> {
                long thousands = number(4, false);
                literal(",");
                year(thousands * 1000 + number(3, fixed));
            }
            case YYYY -> year(number(4, fixed));
            case YYY -> shortYear(3, fixed);
            case YY -> shortYear(2, fixed);
            case Y -> shortYear(1, fixed);
            case IYYY, IYY, IY, I -> isoYear = number(4, fixed);
            case BC, BC_DOTS -> beforeChrist = oneOf(List.of("a.d.", "b.c.", "ad", "bc")) % 2 == 1;
            case MONTH -> month = name(TimeFormatter.MONTHS) + 1;
            case MON -> month = name(TimeFormatter.MONTHS) + 1;
            case MM -> month = number(2, fixed, 1, 12);
            case DAY, DY -> name(TimeFormatter.DAYS);
            case DDD -> dayOfYear = number(3, fixed, 1, 366);
            case DD -> day = number(2, fixed, 1, 31);
            case D -> number(1, fixed, 1, 7);
            case ID -> isoDay = number(1, fixed, 1, 7);
            case IW -> isoWeek = number(2, fixed, 1, 53);
            case CC -> century = number(2, fixed, 1, 99);
            case J -> julian = number(8, fixed);
            case Q -> number(1, fixed, 1, 4);
            case ROMAN_MONTH -> month = 12 - oneOf(List.of("xii", "xi", "x", "ix", "viii", "vii", "vi", "v", "iv", "iii", "ii", "i"));
            case TZH -> {
                offsetSign = text.charAt(at) == '-' ? -1 : 1;
                offsetSeconds += (int) Math.abs(number(2, true)) * 3600;
                offsetGiven = true;
            }
            case TZM -> {
                offsetSeconds += number(2, true, 0, 59) * 60;
                offsetGiven = true;
            }
            case OF, TZ -> zone();
            case IDDD, W, WW -> throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "reading " + part.field() + " from a text is not supported");
        }
    }

    private void year(long value) {
        yearGiven = true;
        beforeChrist |= value < 0;
        year = Math.abs(value);
    }

    /** A year of fewer digits is the one nearest to 2020. */
    private void shortYear(int width, boolean fixed) {
        int start = at;
        long value = number(width, fixed);
        int digits = at - start;
        if (digits < 4) {
            value += digits == 3 ? value < 520 ? 2000 : 1000 : value < 70 ? 2000 : 1900;
        }
        year(value);
    }

    private int oneOf(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (text.regionMatches(true, at, words.get(i), 0, words.get(i).length())) {
                at += words.get(i).length();
                return i;
            }
        }
        throw invalid("expected one of " + words + " at position " + (at + 1));
    }

    /** A name in full or its first three letters. */
    private int name(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String full = names.get(i);
            for (String name : List.of(full, full.substring(0, 3))) {
                if (text.regionMatches(true, at, name, 0, name.length())) {
                    at += name.length();
                    return i;
                }
            }
        }
        throw invalid("expected a name such as " + names.get(0) + " at position " + (at + 1));
    }

    private void zone() {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String name = text.substring(at, end).toLowerCase(Locale.ROOT);
        if (name.startsWith("+") || name.startsWith("-")) {
            offsetSign = name.startsWith("-") ? -1 : 1;
            String digits = name.substring(1).replace(":", "");
            if (!digits.matches("\\d{1,4}")) {
                throw invalid("expected an offset at position " + (at + 1));
            }
            int hours = Integer.parseInt(digits.length() <= 2 ? digits : digits.substring(0, digits.length() - 2));
            int minutes = digits.length() <= 2 ? 0 : Integer.parseInt(digits.substring(digits.length() - 2));
            offsetSeconds = hours * 3600 + minutes * 60;
        } else {
            long seconds = 0;
            offsetSeconds = new ZoneOffsets(ZoneNames.parse(name)).at(seconds);
        }
        offsetGiven = true;
        at = end;
    }

    private Parsed result() {
        if (twelve) {
            hour = halfGiven ? hour % 12 + (afternoon ? 12 : 0) : hour;
        } else if (halfGiven && hour < 12 && afternoon) {
            hour += 12;
        }
        if (hour == 24 && (minute != 0 || second != 0 || nanos != 0) || year > 300_000) {
            throw outOfRange();
        }
        long nanoOfDay = (hour * 3600L + minute * 60L + second) * 1_000_000_000L + nanos;
        return new Parsed(day(), nanoOfDay, offsetGiven ? offsetSign * offsetSeconds : null);
    }

    private long day() {
        if (julian != Long.MIN_VALUE) {
            return julian - 2_440_588;
        }
        if (isoWeek > 0) {
            return CivilDate.isoYearStart(isoYear == 0 ? year : isoYear) + (isoWeek - 1) * 7L + isoDay - 1;
        }
        if (!yearGiven && century > 0) {
            year = (century - 1) * 100L + 1;
        }
        long astronomical = beforeChrist || year == 0 ? 1 - Math.max(1, year) : year;
        if (dayOfYear > 0) {
            if (dayOfYear > (CivilDate.leap(astronomical) ? 366 : 365)) {
                throw outOfRange();
            }
            return CivilDate.epochDay(astronomical, 1, 1) + dayOfYear - 1;
        }
        if (day > CivilDate.daysInMonth(astronomical, month)) {
            throw outOfRange();
        }
        return CivilDate.epochDay(astronomical, month, day);
    }
}
