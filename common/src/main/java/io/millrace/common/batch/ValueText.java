package io.millrace.common.batch;

import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The text form of single values of any type, as PostgreSQL's output functions give it, for values as {@link Values} describes them. MAP, which
 * PostgreSQL has not, is {@code {key=value, …}}. Whole columns are cast by the executor, which gives the same texts.
 */
public final class ValueText {
    private static final int MICROS_PER_SECOND = 1_000_000;

    private ValueText() {}

    /** The text of a value that is not null; instants in UTC. */
    public static String of(Column column, int position) {
        return of(Values.read(column, position), column.type(), ZoneOffset.UTC);
    }

    /** The text of a value as {@link Values} describes it, which is not null. */
    public static String of(Object value, SqlType type, ZoneId zone) {
        return switch (type.kind()) {
            case NULL -> "";
            case BOOLEAN -> (Boolean) value ? "t" : "f";
            case TINYINT, SMALLINT, INTEGER, BIGINT, CHAR, VARCHAR, JSON, UUID, DATE -> value instanceof LocalDate date
                    ? date(date)
                    : value.toString();
            case REAL -> number(((Number) value).floatValue(), true);
            case DOUBLE -> number(((Number) value).doubleValue(), false);
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case BINARY -> "\\x" + HexFormat.of().formatHex((byte[]) value);
            case TIME -> time((LocalTime) value);
            case TIMESTAMP -> dateTime((LocalDateTime) value, ' ');
            case TIMESTAMP_TZ -> instant((Instant) value, zone, ' ');
            case INTERVAL_YEAR_MONTH -> months((Period) value);
            case INTERVAL_DAY_TIME -> duration((Duration) value);
            case ARRAY -> {
                StringJoiner joiner = new StringJoiner(",", "{", "}");
                ((List<?>) value).forEach(e -> joiner.add(e == null ? "NULL" : quoted(of(e, type.element(), zone))));
                yield joiner.toString();
            }
            case MAP -> {
                StringJoiner joiner = new StringJoiner(", ", "{", "}");
                ((Map<?, ?>) value).forEach((k, v) -> joiner.add(of(k, type.fields().get(0).type(), zone) + "="
                        + (v == null ? "NULL" : of(v, type.fields().get(1).type(), zone))));
                yield joiner.toString();
            }
            case ROW -> {
                StringJoiner joiner = new StringJoiner(",", "(", ")");
                for (int i = 0; i < type.fields().size(); i++) {
                    Object field = ((List<?>) value).get(i);
                    joiner.add(field == null ? "" : of(field, type.fields().get(i).type(), zone));
                }
                yield joiner.toString();
            }
        };
    }

    private static String quoted(String element) {
        boolean plain = !element.isEmpty() && !element.equalsIgnoreCase("null")
                && element.chars().noneMatch(c -> "{},\"\\".indexOf(c) >= 0 || Character.isWhitespace(c));
        return plain ? element : '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A double, or with {@code single} a float, in the fewest digits that give it back; plain for exponents from -5 to 14 (float: 5). */
    public static String number(double value, boolean single) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return Integer.toString((int) value);
        }
        double size = Math.abs(value);
        if (size >= 1e-3 && size < 1e6) {
            // Java writes such numbers without exponent too, and whole ones have been dealt with.
            return single ? Float.toString((float) value) : Double.toString(value);
        }
        BigDecimal digits = new BigDecimal(single ? Float.toString((float) value) : Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < (single ? 6 : 15)) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().abs().toString();
        String mantissa = unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : Integer.toString(Math.abs(exponent));
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    private static String two(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }

    /** A date, with BC after years before 1. */
    public static String date(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        String digits = Integer.toString(year);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits + "-" + two(date.getMonthValue()) + "-" + two(date.getDayOfMonth())
                + (date.getYear() > 0 ? "" : " BC");
    }

    /** A time with as many digits of its fraction as it has. */
    public static String time(LocalTime time) {
        return two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond()) + fraction(time.getNano());
    }

    private static String fraction(long nanos) {
        if (nanos == 0) {
            return "";
        }
        String digits = Long.toString(1_000_000_000L + nanos).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }

    /** A timestamp with the given character between date and time. */
    public static String dateTime(LocalDateTime value, char between) {
        String date = date(value.toLocalDate());
        boolean beforeChrist = date.endsWith(" BC");
        return (beforeChrist ? date.substring(0, date.length() - 3) : date) + between + time(value.toLocalTime())
                + (beforeChrist ? " BC" : "");
    }

    /** An instant in a zone, the offset as +hh[:mm[:ss]]. */
    public static String instant(Instant instant, ZoneId zone, char between) {
        ZonedDateTime zoned = instant.atZone(zone);
        int offset = zoned.getOffset().getTotalSeconds();
        int seconds = Math.abs(offset);
        return dateTime(zoned.toLocalDateTime(), between) + (offset < 0 ? "-" : "+") + two(seconds / 3600)
                + (seconds % 3600 == 0 ? "" : ":" + two(seconds / 60 % 60)) + (seconds % 60 == 0 ? "" : ":" + two(seconds % 60));
    }

    private static String months(Period period) {
        long total = period.toTotalMonths();
        StringJoiner joiner = new StringJoiner(" ");
        part(joiner, total / 12, "year");
        part(joiner, total % 12, "mon");
        return joiner.length() == 0 ? "00:00:00" : joiner.toString();
    }

    private static void part(StringJoiner joiner, long count, String unit) {
        if (count != 0) {
            joiner.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }

    private static String duration(Duration duration) {
        long micros = duration.getSeconds() * MICROS_PER_SECOND + duration.getNano() / 1000;
        StringJoiner joiner = new StringJoiner(" ");
        long day = 86_400L * MICROS_PER_SECOND;
        part(joiner, micros / day, "day");
        long rest = micros % day;
        if (rest != 0 || joiner.length() == 0) {
            long abs = Math.abs(rest);
            joiner.add((rest < 0 ? "-" : micros / day < 0 ? "+" : "") + two(abs / 3_600_000_000L) + ":" + two(abs / 60_000_000 % 60) + ":"
                    + two(abs / MICROS_PER_SECOND % 60) + fraction(abs % MICROS_PER_SECOND * 1000));
        }
        return joiner.toString();
    }
}
