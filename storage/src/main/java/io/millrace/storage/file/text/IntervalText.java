package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Intervals: {@code 1-2} and {@code 1 year 2 months} or {@code P1Y2M}; {@code 3 04:05:06.7}, {@code 3 days 04:05:06} or {@code P3DT4H5M6S}. */
final class IntervalText {
    private static final Pattern YEAR_MONTH = Pattern.compile("([+-]?)(\\d{1,9})-(\\d{1,2})");
    private static final Pattern YEARS_MONTHS = Pattern.compile("(?:([+-]?\\d{1,9}) years?)? ?(?:([+-]?\\d{1,9}) mon(?:th)?s?)?");
    private static final Pattern DAY_TIME =
            Pattern.compile("(?:([+-]?)(\\d{1,9})(?: days?)?)?(?: ?([+-]?)(\\d{1,9}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?)?");

    private IntervalText() {}

    static boolean appendMonths(byte[] text, int from, int to, ColumnBuilder out) {
        String value = new String(text, from, to - from, StandardCharsets.UTF_8).strip();
        try {
            if (value.startsWith("P") || value.startsWith("-P")) {
                Period period = Period.parse(value);
                if (period.getDays() != 0) {
                    return false;
                }
                out.appendInt(Math.toIntExact(period.toTotalMonths()));
                return true;
            }
            Matcher sql = YEAR_MONTH.matcher(value);
            if (sql.matches()) {
                int months = Math.addExact(Math.multiplyExact(Integer.parseInt(sql.group(2)), 12), Integer.parseInt(sql.group(3)));
                out.appendInt(sql.group(1).equals("-") ? -months : months);
                return true;
            }
            Matcher words = YEARS_MONTHS.matcher(value);
            if (value.isEmpty() || !words.matches()) {
                return false;
            }
            int years = words.group(1) == null ? 0 : Integer.parseInt(words.group(1));
            int months = words.group(2) == null ? 0 : Integer.parseInt(words.group(2));
            out.appendInt(Math.addExact(Math.multiplyExact(years, 12), months));
            return true;
        } catch (ArithmeticException | DateTimeException e) {
            return false;
        }
    }

    static boolean appendMicros(byte[] text, int from, int to, ColumnBuilder out) {
        String value = new String(text, from, to - from, StandardCharsets.UTF_8).strip();
        try {
            if (value.startsWith("P") || value.startsWith("-P")) {
                Duration duration = Duration.parse(value);
                out.appendLong(Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000));
                return true;
            }
            Matcher sql = DAY_TIME.matcher(value);
            if (value.isEmpty() || !sql.matches()) {
                return false;
            }
            boolean negative = "-".equals(sql.group(1));
            long days = sql.group(2) == null ? 0 : Long.parseLong(sql.group(2));
            long micros = 0;
            if (sql.group(4) != null) {
                long seconds = Long.parseLong(sql.group(4)) * 3600 + Long.parseLong(sql.group(5)) * 60
                        + (sql.group(6) == null ? 0 : Long.parseLong(sql.group(6)));
                String digits = sql.group(7) == null ? "0" : sql.group(7);
                long nanos = Long.parseLong((digits + "000000000").substring(0, 9));
                micros = seconds * 1_000_000L + (nanos + 500) / 1000;
            }
            boolean timeNegative = "-".equals(sql.group(3)) || negative && !"+".equals(sql.group(3)) && !value.contains("day");
            out.appendLong((negative ? -days : days) * 86_400_000_000L + (timeNegative ? -micros : micros));
            return true;
        } catch (ArithmeticException | DateTimeException e) {
            return false;
        }
    }
}
