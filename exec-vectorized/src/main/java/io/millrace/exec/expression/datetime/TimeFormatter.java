package io.millrace.exec.expression.datetime;

import io.millrace.exec.expression.datetime.FormatPattern.Case;
import io.millrace.exec.expression.datetime.FormatPattern.Part;
import java.util.List;
import java.util.Locale;

/** Prints times by a {@link FormatPattern}. */
final class TimeFormatter {
    static final List<String> MONTHS = List.of("January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December");
    static final List<String> DAYS = List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    private static final List<String> ROMAN =
            List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");
    private static final int LONGEST_NAME = 9;

    private final FormatPattern pattern;

    TimeFormatter(FormatPattern pattern) {
        this.pattern = pattern;
    }

    String format(TimeFields time) {
        StringBuilder out = new StringBuilder();
        for (Part part : pattern.parts()) {
            if (part.field() == null) {
                out.append(part.literal());
            } else {
                append(part, time, out);
            }
        }
        return out.toString();
    }

    private static void append(Part part, TimeFields time, StringBuilder out) {
        long year = time.interval() ? time.year() : TimeFields.shown(time.year());
        switch (part.field()) {
            case HH24 -> number(out, part, time.hour(), time.hour() < 0 ? 3 : 2);
            case HH12, HH -> number(out, part, time.hour() % 12 == 0 ? 12 : time.hour() % 12, 2);
            case MI -> number(out, part, time.minute(), 2);
            case SS -> number(out, part, time.second(), 2);
            case SSSS, SSSSS -> number(out, part, time.hour() * 3600L + time.minute() * 60L + time.second(), 1);
            case MS -> number(out, part, time.nanos() / 1_000_000, 3);
            case US -> number(out, part, time.nanos() / 1000, 6);
            case FF -> out.append(Long.toString(1_000_000_000L + Math.abs(time.nanos())), 1, 1 + part.width());
            case AM -> letters(out, part, time.hour() % 24 >= 12 ? "PM" : "AM", 0);
            case AM_DOTS -> letters(out, part, time.hour() % 24 >= 12 ? "P.M." : "A.M.", 0);
            case Y_COMMA -> out.append(year / 1000).append(',').append(Long.toString(1000 + year % 1000), 1, 4);
            case YYYY -> number(out, part, year, 4);
            case YYY -> number(out, part, year % 1000, 3);
            case YY -> number(out, part, year % 100, 2);
            case Y -> number(out, part, year % 10, 1);
            case IYYY -> number(out, part, isoYear(time), 4);
            case IYY -> number(out, part, isoYear(time) % 1000, 3);
            case IY -> number(out, part, isoYear(time) % 100, 2);
            case I -> number(out, part, isoYear(time) % 10, 1);
            case BC -> letters(out, part, time.year() > 0 || time.interval() ? "AD" : "BC", 0);
            case BC_DOTS -> letters(out, part, time.year() > 0 || time.interval() ? "A.D." : "B.C.", 0);
            case MONTH -> letters(out, part, monthName(time), LONGEST_NAME);
            case MON -> letters(out, part, shortened(monthName(time)), 0);
            case MM -> number(out, part, time.month(), 2);
            case DAY -> letters(out, part, dayName(time), LONGEST_NAME);
            case DY -> letters(out, part, shortened(dayName(time)), 0);
            case DDD -> number(out, part, time.interval() ? time.day() : CivilDate.dayOfYear(time.epochDay()), 3);
            case IDDD -> number(out, part, (CivilDate.isoWeek(time.epochDay()) - 1) * 7L + CivilDate.isoDayOfWeek(time.epochDay()), 3);
            case DD -> number(out, part, time.day(), 2);
            case D -> number(out, part, CivilDate.isoDayOfWeek(time.epochDay()) % 7 + 1, 1);
            case ID -> number(out, part, CivilDate.isoDayOfWeek(time.epochDay()), 1);
            case WW -> number(out, part, (CivilDate.dayOfYear(time.epochDay()) - 1) / 7 + 1, 2);
            case W -> number(out, part, (time.day() - 1) / 7 + 1, 1);
            case IW -> number(out, part, CivilDate.isoWeek(time.epochDay()), 2);
            case CC -> number(out, part, century(time), 2);
            case J -> number(out, part, time.epochDay() + 2_440_588, 1);
            case Q -> number(out, part, (time.month() + 2) / 3, 1);
            case ROMAN_MONTH -> letters(out, part, time.month() < 1 ? "" : ROMAN.get(time.month() - 1), 4);
            case TZ -> letters(out, part, time.zone(), 0);
            case TZH -> out.append(time.offsetSeconds() < 0 ? '-' : '+').append(two(Math.abs(time.offsetSeconds()) / 3600));
            case TZM -> out.append(two(Math.abs(time.offsetSeconds()) / 60 % 60));
            case OF -> {
                out.append(time.offsetSeconds() < 0 ? '-' : '+').append(two(Math.abs(time.offsetSeconds()) / 3600));
                if (time.offsetSeconds() % 3600 != 0) {
                    out.append(':').append(two(Math.abs(time.offsetSeconds()) / 60 % 60));
                }
            }
        }
    }

    private static String two(int value) {
        return value < 10 ? "0" + value : Integer.toString(value);
    }

    private static long isoYear(TimeFields time) {
        return TimeFields.shown(CivilDate.isoYear(time.epochDay()));
    }

    private static long century(TimeFields time) {
        if (time.interval()) {
            return time.year() / 100;
        }
        return time.year() > 0 ? (time.year() + 99) / 100 : -((99 - (time.year() - 1)) / 100);
    }

    private static String monthName(TimeFields time) {
        return time.month() < 1 ? "" : MONTHS.get(time.month() - 1);
    }

    private static String dayName(TimeFields time) {
        return DAYS.get(CivilDate.isoDayOfWeek(time.epochDay()) % 7);
    }

    private static String shortened(String name) {
        return name.isEmpty() ? name : name.substring(0, 3);
    }

    private static void number(StringBuilder out, Part part, long value, int width) {
        String digits = Long.toString(Math.abs(value));
        out.append(value < 0 ? "-" : "");
        if (part.fill()) {
            out.append("0".repeat(Math.max(0, width - digits.length() - (value < 0 ? 1 : 0))));
        }
        out.append(digits);
        if (!part.ordinal().isEmpty()) {
            String suffix = ordinal(Math.abs(value));
            out.append(Character.isUpperCase(part.ordinal().charAt(0)) ? suffix.toUpperCase(Locale.ROOT) : suffix);
        }
    }

    static String ordinal(long value) {
        long teens = value % 100;
        if (teens >= 11 && teens <= 13) {
            return "th";
        }
        return switch ((int) (value % 10)) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    private static void letters(StringBuilder out, Part part, String text, int width) {
        Case letters = part.letters();
        out.append(switch (letters) {
            case UPPER -> text.toUpperCase(Locale.ROOT);
            case LOWER -> text.toLowerCase(Locale.ROOT);
            case CAPITALIZED -> text;
        });
        if (part.fill()) {
            out.append(" ".repeat(Math.max(0, width - text.length())));
        }
    }
}
