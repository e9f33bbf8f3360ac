package io.millrace.jdbc.value;

import io.millrace.jdbc.error.Errors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;

/** Values of {@link Rows} as other types, under JDBC's rules; what does not fit is a data exception. Values are not null. */
public final class Conversions {
    private Conversions() {}

    private static SQLException cannot(Object value, ColumnType type, String target) {
        return Errors.of("22018", "a value of type " + type + " is no " + target + ": " + shortened(value));
    }

    private static SQLException wrongType(ColumnType type, String target) {
        return Errors.of("42846", "a column of type " + type + " is not read as " + target);
    }

    private static String shortened(Object value) {
        String text = value instanceof byte[] ? Texts.hex((byte[]) value) : String.valueOf(value);
        return text.length() > 60 ? "'" + text.substring(0, 60) + "…'" : "'" + text + "'";
    }

    public static boolean toBoolean(Object value, ColumnType type) throws SQLException {
        if (value instanceof Boolean) {
            return (Boolean) value;
        }
        if (value instanceof Number) {
            double number = ((Number) value).doubleValue();
            if (number == 0 || number == 1) {
                return number == 1;
            }
            throw cannot(value, type, "boolean");
        }
        if (value instanceof String) {
            switch (((String) value).trim().toLowerCase(Locale.ROOT)) {
                case "true" :
                case "t" :
                case "yes" :
                case "y" :
                case "on" :
                case "1" :
                    return true;
                case "false" :
                case "f" :
                case "no" :
                case "n" :
                case "off" :
                case "0" :
                    return false;
                default :
                    throw cannot(value, type, "boolean");
            }
        }
        throw wrongType(type, "boolean");
    }

    /** Cuts fractions off, as JDBC drivers do. */
    public static long toLong(Object value, ColumnType type, long least, long most, String target) throws SQLException {
        BigDecimal number;
        if (value instanceof Integer || value instanceof Long) {
            long whole = ((Number) value).longValue();
            if (whole < least || whole > most) {
                throw outOfRange(value, target);
            }
            return whole;
        } else {
            number = toDecimal(value, type);
        }
        BigInteger whole = number.precision() - number.scale() > 40 ? BigInteger.TEN.pow(40) : number.toBigInteger();
        if (whole.compareTo(BigInteger.valueOf(least)) < 0 || whole.compareTo(BigInteger.valueOf(most)) > 0) {
            throw outOfRange(value, target);
        }
        return whole.longValue();
    }

    private static SQLException outOfRange(Object value, String target) {
        return Errors.of("22003", shortened(value) + " is out of range for " + target);
    }

    public static double toDouble(Object value, ColumnType type) throws SQLException {
        if (value instanceof Number) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Boolean) {
            return (Boolean) value ? 1 : 0;
        }
        if (value instanceof String) {
            try {
                return Double.parseDouble(((String) value).trim());
            } catch (NumberFormatException e) {
                throw cannot(value, type, "number");
            }
        }
        throw wrongType(type, "a number");
    }

    /** Rounds; a finite number that is too large is out of range. */
    public static float toFloat(Object value, ColumnType type) throws SQLException {
        if (value instanceof Float) {
            return (Float) value;
        }
        double wide = toDouble(value, type);
        float narrow = (float) wide;
        if (Float.isInfinite(narrow) && !Double.isInfinite(wide)) {
            throw outOfRange(value, "float");
        }
        return narrow;
    }

    public static BigDecimal toDecimal(Object value, ColumnType type) throws SQLException {
        if (value instanceof BigDecimal) {
            return (BigDecimal) value;
        }
        if (value instanceof Integer || value instanceof Long) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof Boolean) {
            return (Boolean) value ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (value instanceof Number && !Double.isFinite(((Number) value).doubleValue())) {
            throw outOfRange(value, "a decimal number");
        }
        if (value instanceof String || value instanceof Float || value instanceof Double) {
            try {
                return new BigDecimal(value.toString().trim());
            } catch (NumberFormatException e) {
                throw cannot(value, type, "number");
            }
        }
        throw wrongType(type, "a number");
    }

    public static BigDecimal toDecimal(Object value, ColumnType type, int scale) throws SQLException {
        return toDecimal(value, type).setScale(scale, RoundingMode.HALF_UP);
    }

    public static byte[] toBytes(Object value, ColumnType type) throws SQLException {
        if (value instanceof byte[]) {
            return (byte[]) value;
        }
        if (value instanceof String) {
            return ((String) value).getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof java.util.UUID) {
            java.util.UUID uuid = (java.util.UUID) value;
            return java.nio.ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).array();
        }
        throw wrongType(type, "bytes");
    }

    public static LocalDate toDate(Object value, ColumnType type, ZoneId zone) throws SQLException {
        if (value instanceof LocalDate) {
            return (LocalDate) value;
        }
        if (value instanceof LocalTime) {
            throw wrongType(type, "a date");
        }
        if (value instanceof String) {
            try {
                return LocalDate.parse(((String) value).trim());
            } catch (DateTimeException e) {
                return toTimestamp(value, type, zone).toLocalDate();
            }
        }
        return toTimestamp(value, type, zone).toLocalDate();
    }

    public static LocalTime toTime(Object value, ColumnType type, ZoneId zone) throws SQLException {
        if (value instanceof LocalTime) {
            return (LocalTime) value;
        }
        if (value instanceof LocalDate) {
            throw wrongType(type, "a time");
        }
        if (value instanceof String) {
            try {
                return LocalTime.parse(((String) value).trim());
            } catch (DateTimeException e) {
                return toTimestamp(value, type, zone).toLocalTime();
            }
        }
        return toTimestamp(value, type, zone).toLocalTime();
    }

    /** The wall clock; of an instant, that of {@code zone}. */
    public static LocalDateTime toTimestamp(Object value, ColumnType type, ZoneId zone) throws SQLException {
        if (value instanceof LocalDateTime) {
            return (LocalDateTime) value;
        }
        if (value instanceof LocalDate) {
            return ((LocalDate) value).atStartOfDay();
        }
        if (value instanceof LocalTime) {
            return ((LocalTime) value).atDate(LocalDate.ofEpochDay(0));
        }
        if (value instanceof Instant) {
            return LocalDateTime.ofInstant((Instant) value, zone);
        }
        if (value instanceof String) {
            String text = ((String) value).trim().replace(' ', 'T');
            try {
                return text.length() <= 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
            } catch (DateTimeException e) {
                return LocalDateTime.ofInstant(toInstant(value, type, zone), zone);
            }
        }
        throw wrongType(type, "a timestamp");
    }

    /** The instant; of a wall clock, that of {@code zone}. */
    public static Instant toInstant(Object value, ColumnType type, ZoneId zone) throws SQLException {
        if (value instanceof Instant) {
            return (Instant) value;
        }
        if (value instanceof String) {
            String text = ((String) value).trim().replace(' ', 'T');
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                try {
                    return LocalDateTime.parse(text).atZone(zone).toInstant();
                } catch (DateTimeException no) {
                    throw cannot(value, type, "timestamp");
                }
            }
        }
        return toTimestamp(value, type, zone).atZone(zone).toInstant();
    }
}
