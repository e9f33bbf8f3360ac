package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Conversions;
import io.millrace.jdbc.value.Kind;
import io.millrace.jdbc.value.Texts;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URL;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as the objects that JDBC hands out. */
final class JdbcObjects {
    private JdbcObjects() {}

    /** What getObject gives: JDBC's class for the type. */
    static Object of(Object value, ColumnType type, ZoneId zone) throws SQLException {
        if (value == null) {
            return null;
        }
        switch (type.kind()) {
            case DATE :
                return Date.valueOf((LocalDate) value);
            case TIME :
                return time((LocalTime) value);
            case TIMESTAMP :
                return Timestamp.valueOf((LocalDateTime) value);
            case TIMESTAMP_TZ :
                return OffsetDateTime.ofInstant((Instant) value, zone);
            case ARRAY :
                return new MillraceArray(type.element(), (List<?>) value, zone);
            case ROW :
                return new MillraceStruct(type, (List<?>) value, zone);
            case MAP :
                Map<Object, Object> map = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    map.put(of(entry.getKey(), type.members().get(0).type(), zone),
                            of(entry.getValue(), type.members().get(1).type(), zone));
                }
                return map;
            default :
                return value;
        }
    }

    static Time time(LocalTime time) {
        Time whole = Time.valueOf(time);
        return new Time(whole.getTime() + time.getNano() / 1_000_000);
    }

    /** As {@code target}, under JDBC's conversions. */
    static <T> T as(Object value, ColumnType type, ZoneId zone, Class<T> target) throws SQLException {
        if (target == null) {
            throw Errors.of("22023", "the class is null");
        }
        Object converted = convert(value, type, zone, target);
        if (converted == null) {
            throw Errors.of("42846", "a column of type " + type + " is not read as " + target.getName());
        }
        @SuppressWarnings("unchecked")
        T result = (T) converted;
        return result;
    }

    private static Object convert(Object value, ColumnType type, ZoneId zone, Class<?> target) throws SQLException {
        if (target == String.class) {
            return Texts.of(value, type, zone);
        }
        if (target == Object.class) {
            return of(value, type, zone);
        }
        if (target == Boolean.class || target == boolean.class) {
            return Conversions.toBoolean(value, type);
        }
        Object number = number(value, type, target);
        if (number != null) {
            return number;
        }
        Object time = time(value, type, zone, target);
        if (time != null) {
            return time;
        }
        if (target == byte[].class) {
            return Conversions.toBytes(value, type);
        }
        if (target == java.util.UUID.class && value instanceof String) {
            try {
                return java.util.UUID.fromString((String) value);
            } catch (IllegalArgumentException e) {
                throw Errors.of("22018", "'" + value + "' is no UUID", e);
            }
        }
        if (target == java.sql.Blob.class && type.kind() == Kind.BINARY) {
            return new BytesLob(((byte[]) value).clone());
        }
        if ((target == java.sql.Clob.class || target == java.sql.NClob.class) && type.kind().isText()) {
            return new TextLob((String) value);
        }
        if (target == InputStream.class && (type.kind() == Kind.BINARY || type.kind().isText())) {
            return new ByteArrayInputStream(Conversions.toBytes(value, type));
        }
        if (target == Reader.class) {
            return new StringReader(Texts.of(value, type, zone));
        }
        if (target == URL.class && type.kind().isText()) {
            return url((String) value);
        }
        if (target == Array.class || target == Struct.class) {
            Object object = of(value, type, zone);
            return target.isInstance(object) ? object : null;
        }
        if (target.isArray() && type.kind() == Kind.ARRAY) {
            return array((List<?>) value, type.element(), zone, target.getComponentType());
        }
        if (target.isInstance(value)) {
            return value;
        }
        Object natural = of(value, type, zone);
        return target.isInstance(natural) ? natural : null;
    }

    static URL url(String text) throws SQLException {
        try {
            return new URL(text);
        } catch (MalformedURLException e) {
            throw Errors.of("22018", "'" + text + "' is no URL", e);
        }
    }

    private static Object array(List<?> values, ColumnType type, ZoneId zone, Class<?> target) throws SQLException {
        Object array = java.lang.reflect.Array.newInstance(target, values.size());
        for (int i = 0; i < values.size(); i++) {
            Object element = values.get(i);
            if (element != null) {
                java.lang.reflect.Array.set(array, i, as(element, type, zone, target));
            } else if (target.isPrimitive()) {
                throw Errors.of("22004", "element " + (i + 1) + " is NULL, which an array of " + target.getName() + " cannot hold");
            }
        }
        return array;
    }

    private static Object number(Object value, ColumnType type, Class<?> target) throws SQLException {
        if (target == Integer.class || target == int.class) {
            return (int) Conversions.toLong(value, type, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
        }
        if (target == Long.class || target == long.class) {
            return Conversions.toLong(value, type, Long.MIN_VALUE, Long.MAX_VALUE, "long");
        }
        if (target == Short.class || target == short.class) {
            return (short) Conversions.toLong(value, type, Short.MIN_VALUE, Short.MAX_VALUE, "short");
        }
        if (target == Byte.class || target == byte.class) {
            return (byte) Conversions.toLong(value, type, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
        }
        if (target == Double.class || target == double.class) {
            return Conversions.toDouble(value, type);
        }
        if (target == Float.class || target == float.class) {
            return Conversions.toFloat(value, type);
        }
        if (target == BigDecimal.class) {
            return Conversions.toDecimal(value, type);
        }
        if (target == BigInteger.class) {
            return Conversions.toDecimal(value, type).toBigInteger();
        }
        return null;
    }

    private static Object time(Object value, ColumnType type, ZoneId zone, Class<?> target) throws SQLException {
        if (target == LocalDate.class) {
            return Conversions.toDate(value, type, zone);
        }
        if (target == LocalTime.class) {
            return Conversions.toTime(value, type, zone);
        }
        if (target == LocalDateTime.class) {
            return Conversions.toTimestamp(value, type, zone);
        }
        if (target == Instant.class) {
            return Conversions.toInstant(value, type, zone);
        }
        if (target == OffsetDateTime.class) {
            return OffsetDateTime.ofInstant(Conversions.toInstant(value, type, zone), zone);
        }
        if (target == ZonedDateTime.class) {
            return ZonedDateTime.ofInstant(Conversions.toInstant(value, type, zone), zone);
        }
        if (target == OffsetTime.class) {
            return Conversions.toTime(value, type, zone).atOffset(ZoneOffset.UTC);
        }
        if (target == Date.class) {
            return Date.valueOf(Conversions.toDate(value, type, zone));
        }
        if (target == Time.class) {
            return time(Conversions.toTime(value, type, zone));
        }
        if (target == Timestamp.class || target == java.util.Date.class) {
            return timestamp(value, type, zone, null);
        }
        if (target == Calendar.class || target == GregorianCalendar.class) {
            return GregorianCalendar.from(Conversions.toInstant(value, type, ZoneId.systemDefault()).atZone(ZoneId.systemDefault()));
        }
        return null;
    }

    /** {@code calendar} tells the zone that a wall clock is of; null: the JVM's. */
    static Timestamp timestamp(Object value, ColumnType type, ZoneId zone, Calendar calendar) throws SQLException {
        if (value instanceof Instant) {
            return Timestamp.from((Instant) value);
        }
        LocalDateTime wall = Conversions.toTimestamp(value, type, zone);
        return calendar == null ? Timestamp.valueOf(wall) : Timestamp.from(wall.atZone(calendar.getTimeZone().toZoneId()).toInstant());
    }

    static Date date(Object value, ColumnType type, ZoneId zone, Calendar calendar) throws SQLException {
        LocalDate day = Conversions.toDate(value, type, zone);
        return calendar == null
                ? Date.valueOf(day)
                : new Date(day.atStartOfDay(calendar.getTimeZone().toZoneId()).toInstant().toEpochMilli());
    }

    static Time time(Object value, ColumnType type, ZoneId zone, Calendar calendar) throws SQLException {
        LocalTime time = Conversions.toTime(value, type, zone);
        return calendar == null
                ? time(time)
                : new Time(time.atDate(LocalDate.ofEpochDay(0)).atZone(calendar.getTimeZone().toZoneId()).toInstant().toEpochMilli());
    }
}
