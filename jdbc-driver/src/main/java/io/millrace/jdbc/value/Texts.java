package io.millrace.jdbc.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/** Values as texts, spelled as PostgreSQL prints them. */
public final class Texts {
    private Texts() {}

    /** {@code zone} is what instants are shown in. */
    public static String of(Object value, ColumnType type, ZoneId zone) {
        switch (type.kind()) {
            case BOOLEAN :
                return (Boolean) value ? "true" : "false";
            case REAL :
                return floating(((Number) value).doubleValue(), value.toString());
            case DOUBLE :
                return floating((Double) value, value.toString());
            case DECIMAL :
                return ((BigDecimal) value).toPlainString();
            case BINARY :
                return hex((byte[]) value);
            case DATE :
                return date((LocalDate) value);
            case TIME :
                return time((LocalTime) value);
            case TIMESTAMP :
                return timestamp((LocalDateTime) value, "");
            case TIMESTAMP_TZ :
                ZonedDateTime zoned = ((Instant) value).atZone(zone);
                String id = zoned.getOffset().getId();
                return timestamp(zoned.toLocalDateTime(), id.equals("Z") ? "+00:00" : id);
            case INTERVAL_YEAR_MONTH :
                return months(((Period) value).toTotalMonths());
            case INTERVAL_DAY_TIME :
                return duration((Duration) value);
            case ARRAY :
            case MAP :
            case ROW :
                return json(value, type, zone);
            default :
                return value.toString();
        }
    }

    private static String floating(double value, String shortest) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return shortest;
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
        String power = Integer.toString(Math.abs(exponent));
        return (value < 0 ? "-" : "") + (digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1)) + "e"
                + (exponent < 0 ? "-" : "+") + (power.length() < 2 ? "0" + power : power);
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 + 2 * bytes.length).append("\\x");
        for (byte one : bytes) {
            text.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
        }
        return text.toString();
    }

    private static String date(LocalDate date) {
        int year = date.getYear();
        return digits(year > 0 ? year : 1 - year, 4) + "-" + digits(date.getMonthValue(), 2) + "-" + digits(date.getDayOfMonth(), 2)
                + (year > 0 ? "" : " BC");
    }

    private static String digits(long number, int width) {
        StringBuilder text = new StringBuilder(Long.toString(number));
        while (text.length() < width) {
            text.insert(0, '0');
        }
        return text.toString();
    }

    private static String time(LocalTime time) {
        return digits(time.getHour(), 2) + ":" + digits(time.getMinute(), 2) + ":" + digits(time.getSecond(), 2) + fraction(time.getNano());
    }

    private static String fraction(int nanos) {
        return nanos == 0 ? "" : "." + digits(nanos, 9).replaceAll("0+$", "");
    }

    private static String timestamp(LocalDateTime value, String offset) {
        String day = date(value.toLocalDate());
        boolean ancient = day.endsWith(" BC");
        return (ancient ? day.substring(0, day.length() - 3) : day) + " " + time(value.toLocalTime()) + offset + (ancient ? " BC" : "");
    }

    private static String months(long total) {
        StringBuilder text = new StringBuilder();
        unit(text, total / 12, "year");
        unit(text, total % 12, "mon");
        return text.length() == 0 ? "00:00:00" : text.toString();
    }

    private static void unit(StringBuilder text, long count, String name) {
        if (count != 0) {
            text.append(text.length() == 0 ? "" : " ").append(count).append(' ').append(name).append(Math.abs(count) == 1 ? "" : "s");
        }
    }

    private static String duration(Duration value) {
        StringBuilder text = new StringBuilder();
        unit(text, value.toDays(), "day");
        Duration rest = value.minusDays(value.toDays());
        if (!rest.isZero() || text.length() == 0) {
            Duration size = rest.abs();
            text.append(text.length() == 0 ? "" : " ").append(rest.isNegative() ? "-" : "")
                    .append(digits(size.toHoursPart(), 2)).append(':').append(digits(size.toMinutesPart(), 2)).append(':')
                    .append(digits(size.toSecondsPart(), 2)).append(fraction(size.toNanosPart()));
        }
        return text.toString();
    }

    private static String json(Object value, ColumnType type, ZoneId zone) {
        if (value == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder();
        switch (type.kind()) {
            case ARRAY :
                for (Object element : (List<?>) value) {
                    text.append(text.length() == 0 ? "" : ",").append(json(element, type.element(), zone));
                }
                return "[" + text + "]";
            case MAP :
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    text.append(text.length() == 0 ? "" : ",").append(quoted(of(entry.getKey(), type.members().get(0).type(), zone)))
                            .append(':').append(json(entry.getValue(), type.members().get(1).type(), zone));
                }
                return "{" + text + "}";
            case ROW :
                List<?> values = (List<?>) value;
                for (int i = 0; i < values.size(); i++) {
                    text.append(i == 0 ? "" : ",").append(quoted(type.members().get(i).name())).append(':')
                            .append(json(values.get(i), type.members().get(i).type(), zone));
                }
                return "{" + text + "}";
            case BOOLEAN :
            case JSON :
                return of(value, type, zone);
            default :
                String plain = of(value, type, zone);
                boolean number = type.kind().isNumber() && !plain.endsWith("N") && !plain.endsWith("y");
                return number ? plain : quoted(plain);
        }
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u").append(digits(0, 2)).append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
