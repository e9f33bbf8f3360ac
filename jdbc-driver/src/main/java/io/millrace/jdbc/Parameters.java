package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Conversions;
import io.millrace.jdbc.value.Kind;
import io.millrace.jdbc.value.Texts;
import io.millrace.jdbc.wire.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Java objects as parameters, each of the type that its class stands for or that the caller names. */
final class Parameters {
    /** Where a value's own zone is not known. */
    static final ZoneId ZONE = ZoneOffset.UTC;

    private static final int PIECE_CHARACTERS = 8192;

    private Parameters() {}

    static Parameter of(Kind kind, Object value) {
        return value == null ? Parameter.NULL : new Parameter(ColumnType.of(kind, ColumnType.UNBOUNDED, 0), value);
    }

    static Parameter decimal(BigDecimal value) {
        return value == null ? Parameter.NULL : new Parameter(ColumnType.of(Kind.DECIMAL), value);
    }

    private static Parameter timed(Kind kind, Object value, int nanos) {
        return new Parameter(ColumnType.of(kind, nanos % 1000 == 0 ? 6 : 9, 0), value);
    }

    static Parameter time(LocalTime value) {
        return timed(Kind.TIME, value, value.getNano());
    }

    static Parameter timestamp(LocalDateTime value) {
        return timed(Kind.TIMESTAMP, value, value.getNano());
    }

    static Parameter instant(Instant value) {
        return timed(Kind.TIMESTAMP_TZ, value, value.getNano());
    }

    static Parameter of(Date value, Calendar calendar) {
        if (value == null) {
            return Parameter.NULL;
        }
        return of(Kind.DATE, calendar == null
                ? value.toLocalDate()
                : Instant.ofEpochMilli(value.getTime()).atZone(calendar.getTimeZone().toZoneId()).toLocalDate());
    }

    static Parameter of(Time value, Calendar calendar) {
        if (value == null) {
            return Parameter.NULL;
        }
        ZoneId zone = calendar == null ? ZoneId.systemDefault() : calendar.getTimeZone().toZoneId();
        return time(Instant.ofEpochMilli(value.getTime()).atZone(zone).toLocalTime());
    }

    static Parameter of(Timestamp value, Calendar calendar) {
        if (value == null) {
            return Parameter.NULL;
        }
        return timestamp(calendar == null
                ? value.toLocalDateTime()
                : LocalDateTime.ofInstant(value.toInstant(), calendar.getTimeZone().toZoneId()));
    }

    /** Of the type that the value's class stands for. */
    static Parameter of(Object value) throws SQLException {
        if (value == null) {
            return Parameter.NULL;
        }
        if (value instanceof String) {
            return of(Kind.VARCHAR, value);
        }
        if (value instanceof Boolean) {
            return of(Kind.BOOLEAN, value);
        }
        if (value instanceof Number) {
            return number((Number) value);
        }
        if (value instanceof byte[]) {
            return of(Kind.BINARY, value);
        }
        if (value instanceof UUID) {
            return of(Kind.UUID, value);
        }
        if (value instanceof Period) {
            return of(Kind.INTERVAL_YEAR_MONTH, value);
        }
        if (value instanceof Duration) {
            return of(Kind.INTERVAL_DAY_TIME, value);
        }
        if (value instanceof Character) {
            return of(Kind.VARCHAR, value.toString());
        }
        Parameter time = timeOf(value);
        return time != null ? time : largeOf(value);
    }

    private static Parameter number(Number value) throws SQLException {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return of(Kind.INTEGER, value.intValue());
        }
        if (value instanceof Long) {
            return of(Kind.BIGINT, value);
        }
        if (value instanceof Double) {
            return of(Kind.DOUBLE, value);
        }
        if (value instanceof Float) {
            return of(Kind.REAL, value);
        }
        if (value instanceof BigDecimal) {
            return decimal((BigDecimal) value);
        }
        if (value instanceof BigInteger) {
            return decimal(new BigDecimal((BigInteger) value));
        }
        throw unknown(value);
    }

    private static Parameter timeOf(Object value) {
        if (value instanceof Timestamp) {
            return of((Timestamp) value, null);
        }
        if (value instanceof Date) {
            return of((Date) value, null);
        }
        if (value instanceof Time) {
            return of((Time) value, null);
        }
        if (value instanceof LocalDate) {
            return of(Kind.DATE, value);
        }
        if (value instanceof LocalTime) {
            return time((LocalTime) value);
        }
        if (value instanceof OffsetTime) {
            return time(((OffsetTime) value).toLocalTime());
        }
        if (value instanceof LocalDateTime) {
            return timestamp((LocalDateTime) value);
        }
        if (value instanceof Instant) {
            return instant((Instant) value);
        }
        if (value instanceof OffsetDateTime) {
            return instant(((OffsetDateTime) value).toInstant());
        }
        if (value instanceof ZonedDateTime) {
            return instant(((ZonedDateTime) value).toInstant());
        }
        if (value instanceof java.util.Date) {
            return of(new Timestamp(((java.util.Date) value).getTime()), null);
        }
        if (value instanceof Calendar) {
            return instant(((Calendar) value).toInstant());
        }
        return null;
    }

    private static Parameter largeOf(Object value) throws SQLException {
        if (value instanceof Array) {
            return NestedParameters.array((Array) value);
        }
        if (value instanceof Object[]) {
            return NestedParameters.list(Arrays.asList((Object[]) value), null);
        }
        if (value instanceof List) {
            return NestedParameters.list((List<?>) value, null);
        }
        if (value instanceof Map) {
            return NestedParameters.map((Map<?, ?>) value, null, null);
        }
        if (value instanceof Struct) {
            return NestedParameters.row((Struct) value);
        }
        if (value instanceof Blob) {
            return of(Kind.BINARY, ((Blob) value).getBytes(1, (int) ((Blob) value).length()));
        }
        if (value instanceof Clob) {
            return of(Kind.VARCHAR, ((Clob) value).getSubString(1, (int) ((Clob) value).length()));
        }
        if (value instanceof InputStream) {
            return bytes((InputStream) value, -1);
        }
        if (value instanceof Reader) {
            return text((Reader) value, -1);
        }
        if (value instanceof java.net.URL) {
            return of(Kind.VARCHAR, value.toString());
        }
        throw unknown(value);
    }

    private static SQLException unknown(Object value) {
        return Errors.of("07006", "objects of " + value.getClass().getName() + " are not taken as parameters");
    }

    static Parameter bytes(InputStream in, long length) throws SQLException {
        if (in == null) {
            return Parameter.NULL;
        }
        try {
            byte[] bytes = length < 0 ? in.readAllBytes() : in.readNBytes(Math.toIntExact(length));
            requireAll(bytes.length, length, "bytes");
            return of(Kind.BINARY, bytes);
        } catch (IOException e) {
            throw Errors.of("22000", "the parameter's stream could not be read: " + e.getMessage(), e);
        }
    }

    static Parameter text(Reader in, long length) throws SQLException {
        if (in == null) {
            return Parameter.NULL;
        }
        try {
            StringBuilder text = new StringBuilder();
            char[] piece = new char[PIECE_CHARACTERS];
            long left = length < 0 ? Long.MAX_VALUE : length;
            for (int count = 0; count >= 0 && left > 0; count = in.read(piece, 0, (int) Math.min(piece.length, left))) {
                text.append(piece, 0, count);
                left -= count;
            }
            requireAll(text.length(), length, "characters");
            return of(Kind.VARCHAR, text.toString());
        } catch (IOException e) {
            throw Errors.of("22000", "the parameter's stream could not be read: " + e.getMessage(), e);
        }
    }

    private static void requireAll(long found, long length, String units) throws SQLException {
        if (found < length) {
            throw Errors.of("22026", "the parameter's stream ended after " + found + " of " + length + " " + units);
        }
    }

    static Parameter as(Object value, SQLType type, int scale) throws SQLException {
        if (type == null || type.getVendorTypeNumber() == null) {
            throw Errors.of("22023", "the target type is null");
        }
        return as(value, type.getVendorTypeNumber(), scale);
    }

    /** Converted to a type of {@link Types}. */
    static Parameter as(Object value, int jdbcType, int scale) throws SQLException {
        Kind kind = kind(jdbcType);
        if (value == null) {
            return Parameter.NULL;
        }
        if (kind == null || kind == Kind.NULL) {
            Parameter own = of(value);
            Kind nested = jdbcType == Types.ARRAY ? Kind.ARRAY : jdbcType == Types.STRUCT ? Kind.ROW : own.type().kind();
            if (own.type().kind() != nested) {
                throw Errors.of("07006", "objects of " + value.getClass().getName() + " are not taken as " + nested.sqlName());
            }
            return own;
        }
        if (scale >= 0 && value instanceof InputStream && kind == Kind.BINARY) {
            return bytes((InputStream) value, scale);
        }
        if (value instanceof InputStream && kind == Kind.VARCHAR) {
            return text(new InputStreamReader((InputStream) value, StandardCharsets.UTF_8), scale);
        }
        if (scale >= 0 && value instanceof Reader && kind == Kind.VARCHAR) {
            return text((Reader) value, scale);
        }
        Parameter converted = as(value, ColumnType.of(kind));
        if (kind == Kind.DECIMAL && scale >= 0 && converted.value() != null
                && (jdbcType == Types.DECIMAL || jdbcType == Types.NUMERIC)) {
            return decimal(((BigDecimal) converted.value()).setScale(scale, java.math.RoundingMode.HALF_UP));
        }
        return converted;
    }

    private static Kind kind(int jdbcType) throws SQLException {
        switch (jdbcType) {
            case Types.BIT :
                return Kind.BOOLEAN;
            case Types.FLOAT :
                return Kind.DOUBLE;
            case Types.NUMERIC :
                return Kind.DECIMAL;
            case Types.LONGVARCHAR :
            case Types.NCHAR :
            case Types.NVARCHAR :
            case Types.LONGNVARCHAR :
            case Types.CHAR :
            case Types.CLOB :
            case Types.NCLOB :
            case Types.DATALINK :
                return Kind.VARCHAR;
            case Types.BINARY :
            case Types.LONGVARBINARY :
            case Types.BLOB :
                return Kind.BINARY;
            case Types.OTHER :
            case Types.JAVA_OBJECT :
            case Types.ARRAY :
            case Types.STRUCT :
                return null;
            case Types.TIME_WITH_TIMEZONE :
                return Kind.TIME;
            default :
                for (Kind kind : Kind.values()) {
                    if (kind.jdbcType() == jdbcType && kind != Kind.ROW) {
                        return kind;
                    }
                }
                throw Errors.unsupported("parameters of JDBC type " + jdbcType + " are not taken");
        }
    }

    /** What a value's wall clock is of, and what its instant is shown in: its own zone, the JVM's for the classes that are of it. */
    private static ZoneId zone(Object value) {
        if (value instanceof OffsetDateTime) {
            return ((OffsetDateTime) value).getOffset();
        }
        if (value instanceof ZonedDateTime) {
            return ((ZonedDateTime) value).getZone();
        }
        if (value instanceof Calendar) {
            return ((Calendar) value).getTimeZone().toZoneId();
        }
        return value instanceof java.util.Date ? ZoneId.systemDefault() : ZONE;
    }

    static Parameter as(Object value, ColumnType target) throws SQLException {
        Parameter own = of(value);
        ColumnType type = own.type();
        Object from = own.value();
        ZoneId zone = zone(value);
        switch (target.kind()) {
            case BOOLEAN :
                return of(Kind.BOOLEAN, Conversions.toBoolean(from, type));
            case TINYINT :
                return of(Kind.TINYINT, (int) Conversions.toLong(from, type, Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT"));
            case SMALLINT :
                return of(Kind.SMALLINT, (int) Conversions.toLong(from, type, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT"));
            case INTEGER :
                return of(Kind.INTEGER, (int) Conversions.toLong(from, type, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER"));
            case BIGINT :
                return of(Kind.BIGINT, Conversions.toLong(from, type, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT"));
            case REAL :
                return of(Kind.REAL, Conversions.toFloat(from, type));
            case DOUBLE :
                return of(Kind.DOUBLE, Conversions.toDouble(from, type));
            case DECIMAL :
                return decimal(Conversions.toDecimal(from, type));
            case CHAR :
            case VARCHAR :
                return of(Kind.VARCHAR, Texts.of(from, type, zone));
            case JSON :
                return of(Kind.JSON, Texts.of(from, type, zone));
            case BINARY :
                return of(Kind.BINARY, Conversions.toBytes(from, type));
            case DATE :
                return of(Kind.DATE, Conversions.toDate(from, type, zone));
            case TIME :
                return time(Conversions.toTime(from, type, zone));
            case TIMESTAMP :
                return timestamp(Conversions.toTimestamp(from, type, zone));
            case TIMESTAMP_TZ :
                return instant(Conversions.toInstant(from, type, zone));
            case ARRAY :
            case MAP :
            case ROW :
                return NestedParameters.as(value, target);
            default :
                return own;
        }
    }
}
