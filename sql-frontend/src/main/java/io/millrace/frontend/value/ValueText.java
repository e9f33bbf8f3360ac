package io.millrace.frontend.value;

import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.Locale;

/** Values as texts, the way PostgreSQL prints them; what CSV, the shell and JSON strings show. Values are of the classes of {@link io.millrace.common.batch.Values}. */
public final class ValueText {
    private static final int NANOS_PER_MICRO = 1000;

    private ValueText() {}

    /** The text of a scalar value, never null; nested values are JSON, see {@link JsonValues}. */
    public static String of(Object value, SqlType type, ZoneId zone) {
        return switch (type.kind()) {
            case NULL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, CHAR, VARCHAR, JSON, UUID -> value.toString();
            case REAL -> floating(((Number) value).floatValue(), Float.toString(((Number) value).floatValue()));
            case DOUBLE -> floating((Double) value, Double.toString((Double) value));
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case BINARY -> "\\x" + HexFormat.of().formatHex((byte[]) value);
            case DATE -> date((LocalDate) value);
            case TIME -> time((LocalTime) value);
            case TIMESTAMP -> timestamp((LocalDateTime) value);
            case TIMESTAMP_TZ -> zoned(((Instant) value).atZone(zone));
            case INTERVAL_YEAR_MONTH -> months(((Period) value).toTotalMonths());
            case INTERVAL_DAY_TIME -> duration((Duration) value);
            case ARRAY, MAP, ROW -> JsonValues.of(value, type, zone);
        };
    }

    /** Shortest text that reads back as the same number; whole numbers without fraction, exponents as PostgreSQL writes them. */
    private static String floating(double value, String shortest) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -5 && exponent < 15) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = Integer.toString(Math.abs(exponent));
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + (power.length() < 2 ? "0" + power : power);
    }

    private static String date(LocalDate date) {
        int year = date.getYear();
        String text = String.format(Locale.ROOT, "%04d-%02d-%02d", year > 0 ? year : 1 - year, date.getMonthValue(), date.getDayOfMonth());
        return year > 0 ? text : text + " BC";
    }

    private static String time(LocalTime time) {
        StringBuilder text = new StringBuilder(15);
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        twoDigits(text, time.getSecond());
        fraction(text, time.getNano());
        return text.toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static void fraction(StringBuilder text, int nanos) {
        if (nanos == 0) {
            return;
        }
        String digits = nanos % NANOS_PER_MICRO == 0 ? String.format(Locale.ROOT, "%06d", nanos / NANOS_PER_MICRO)
                : String.format(Locale.ROOT, "%09d", nanos);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        text.append('.').append(digits, 0, end);
    }

    private static String timestamp(LocalDateTime value) {
        String day = date(value.toLocalDate());
        return day.endsWith(" BC")
                ? day.substring(0, day.length() - 3) + " " + time(value.toLocalTime()) + " BC"
                : day + " " + time(value.toLocalTime());
    }

    private static String zoned(ZonedDateTime value) {
        String offset = value.getOffset().getTotalSeconds() == 0 ? "+00:00" : value.getOffset().getId();
        return timestamp(value.toLocalDateTime()) + offset;
    }

    private static String months(long total) {
        if (total == 0) {
            return "00:00:00";
        }
        StringBuilder text = new StringBuilder();
        unit(text, total / 12, "year");
        unit(text, total % 12, "mon");
        return text.toString();
    }

    private static void unit(StringBuilder text, long count, String name) {
        if (count != 0) {
            text.append(text.isEmpty() ? "" : " ").append(count).append(' ').append(name).append(Math.abs(count) == 1 ? "" : "s");
        }
    }

    private static String duration(Duration value) {
        StringBuilder text = new StringBuilder();
        unit(text, value.toDays(), "day");
        Duration rest = value.minusDays(value.toDays());
        if (!rest.isZero() || text.isEmpty()) {
            Duration size = rest.abs();
            text.append(text.isEmpty() ? "" : " ").append(rest.isNegative() ? "-" : "");
            twoDigits(text, size.toHoursPart()).append(':');
            twoDigits(text, size.toMinutesPart()).append(':');
            twoDigits(text, size.toSecondsPart());
            fraction(text, size.toNanosPart());
        }
        return text.toString();
    }
}
