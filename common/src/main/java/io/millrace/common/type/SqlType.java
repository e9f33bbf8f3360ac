package io.millrace.common.type;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A SQL type without nullability (a {@link Field} carries that).
 *
 * @param kind what it is
 * @param precision DECIMAL: digits 1..38; CHAR, VARCHAR, BINARY: the declared length or {@link #UNBOUNDED}; TIME, TIMESTAMP: fraction digits 0..9; else 0
 * @param scale DECIMAL: 0..precision; else 0
 * @param fields ARRAY: one field {@code element}; MAP: {@code key}, {@code value}; ROW: its fields; else empty
 */
public record SqlType(Kind kind, int precision, int scale, List<Field> fields) {
    public static final int MAX_DECIMAL_PRECISION = 38;
    /** Unscaled values of at most this many digits fit an int64. */
    public static final int MAX_LONG_DECIMAL_PRECISION = 18;
    public static final int UNBOUNDED = -1;

    /** The kinds of types. */
    public enum Kind {
        NULL,
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INTEGER,
        BIGINT,
        REAL,
        DOUBLE,
        DECIMAL,
        CHAR,
        VARCHAR,
        BINARY,
        UUID,
        JSON,
        DATE,
        TIME,
        /** Without time zone: micros (p &le; 6) or nanos (p 7..9) since 1970-01-01T00:00 on the wall clock. */
        TIMESTAMP,
        /** With time zone: an instant, micros or nanos since 1970-01-01T00:00Z, shown in the session's zone. */
        TIMESTAMP_TZ,
        INTERVAL_YEAR_MONTH,
        INTERVAL_DAY_TIME,
        ARRAY,
        MAP,
        ROW
    }

    public static final SqlType NULL = simple(Kind.NULL);
    public static final SqlType BOOLEAN = simple(Kind.BOOLEAN);
    public static final SqlType TINYINT = simple(Kind.TINYINT);
    public static final SqlType SMALLINT = simple(Kind.SMALLINT);
    public static final SqlType INTEGER = simple(Kind.INTEGER);
    public static final SqlType BIGINT = simple(Kind.BIGINT);
    public static final SqlType REAL = simple(Kind.REAL);
    public static final SqlType DOUBLE = simple(Kind.DOUBLE);
    public static final SqlType VARCHAR = new SqlType(Kind.VARCHAR, UNBOUNDED, 0, List.of());
    public static final SqlType BINARY = new SqlType(Kind.BINARY, UNBOUNDED, 0, List.of());
    public static final SqlType UUID = simple(Kind.UUID);
    public static final SqlType JSON = simple(Kind.JSON);
    public static final SqlType DATE = simple(Kind.DATE);
    public static final SqlType TIME = new SqlType(Kind.TIME, 6, 0, List.of());
    public static final SqlType TIMESTAMP = new SqlType(Kind.TIMESTAMP, 6, 0, List.of());
    public static final SqlType TIMESTAMP_TZ = new SqlType(Kind.TIMESTAMP_TZ, 6, 0, List.of());
    public static final SqlType INTERVAL_YEAR_MONTH = simple(Kind.INTERVAL_YEAR_MONTH);
    public static final SqlType INTERVAL_DAY_TIME = simple(Kind.INTERVAL_DAY_TIME);

    public SqlType {
        Objects.requireNonNull(kind, "kind");
        fields = List.copyOf(fields);
        switch (kind) {
            case DECIMAL -> {
                if (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision) {
                    throw new IllegalArgumentException("DECIMAL(" + precision + ", " + scale + ")");
                }
            }
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> {
                if (precision < 0 || precision > 9) {
                    throw new IllegalArgumentException(kind + "(" + precision + ")");
                }
            }
            case ARRAY -> requireFields(kind, fields, 1);
            case MAP -> requireFields(kind, fields, 2);
            case NULL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, CHAR, VARCHAR, BINARY, UUID, JSON, DATE,
                    INTERVAL_YEAR_MONTH,
                    INTERVAL_DAY_TIME, ROW -> {}
        }
    }

    private static void requireFields(Kind kind, List<Field> fields, int expected) {
        if (fields.size() != expected) {
            throw new IllegalArgumentException(kind + " takes " + expected + " fields, found " + fields.size());
        }
    }

    private static SqlType simple(Kind kind) {
        return new SqlType(kind, 0, 0, List.of());
    }

    public static SqlType decimal(int precision, int scale) {
        return new SqlType(Kind.DECIMAL, precision, scale, List.of());
    }

    public static SqlType varchar(int length) {
        return new SqlType(Kind.VARCHAR, length, 0, List.of());
    }

    public static SqlType character(int length) {
        return new SqlType(Kind.CHAR, length, 0, List.of());
    }

    public static SqlType time(int precision) {
        return new SqlType(Kind.TIME, precision, 0, List.of());
    }

    public static SqlType timestamp(int precision) {
        return new SqlType(Kind.TIMESTAMP, precision, 0, List.of());
    }

    public static SqlType timestampTz(int precision) {
        return new SqlType(Kind.TIMESTAMP_TZ, precision, 0, List.of());
    }

    public static SqlType array(SqlType element) {
        return new SqlType(Kind.ARRAY, 0, 0, List.of(new Field("element", element, true)));
    }

    public static SqlType map(SqlType key, SqlType value) {
        return new SqlType(Kind.MAP, 0, 0, List.of(new Field("key", key, false), new Field("value", value, true)));
    }

    public static SqlType row(List<Field> fields) {
        return new SqlType(Kind.ROW, 0, 0, fields);
    }

    public Layout layout() {
        return switch (kind) {
            case NULL, BOOLEAN -> Layout.BIT;
            case TINYINT, SMALLINT, INTEGER, DATE, INTERVAL_YEAR_MONTH -> Layout.INT32;
            case BIGINT, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_DAY_TIME -> Layout.INT64;
            case REAL, DOUBLE -> Layout.FLOAT64;
            case DECIMAL -> precision <= MAX_LONG_DECIMAL_PRECISION ? Layout.INT64 : Layout.INT128;
            case CHAR, VARCHAR, BINARY, UUID, JSON -> Layout.BINARY;
            case ARRAY, MAP -> Layout.LIST;
            case ROW -> Layout.ROW;
        };
    }

    /** The element type of an ARRAY. */
    public SqlType element() {
        assert kind == Kind.ARRAY;
        return fields.get(0).type();
    }

    /** Units of the stored value a second for TIME, TIMESTAMP and TIMESTAMP_TZ: a million, or a thousand million where precision &gt; 6. */
    public long unitsPerSecond() {
        return precision > 6 ? 1_000_000_000L : 1_000_000L;
    }

    public boolean isCharacter() {
        return kind == Kind.CHAR || kind == Kind.VARCHAR;
    }

    public boolean isInteger() {
        return kind == Kind.TINYINT || kind == Kind.SMALLINT || kind == Kind.INTEGER || kind == Kind.BIGINT;
    }

    public boolean isApproximate() {
        return kind == Kind.REAL || kind == Kind.DOUBLE;
    }

    public boolean isNumeric() {
        return isInteger() || isApproximate() || kind == Kind.DECIMAL;
    }

    /** The SQL spelling, as users write it and as DESCRIBE shows it. */
    @Override
    public String toString() {
        return switch (kind) {
            case NULL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, UUID, JSON, DATE -> kind.name();
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case CHAR, VARCHAR -> precision == UNBOUNDED ? kind.name() : kind.name() + "(" + precision + ")";
            case BINARY -> precision == UNBOUNDED ? "VARBINARY" : "VARBINARY(" + precision + ")";
            case TIME, TIMESTAMP -> kind.name() + "(" + precision + ")";
            case TIMESTAMP_TZ -> "TIMESTAMP(" + precision + ") WITH TIME ZONE";
            case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
            case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND";
            case ARRAY -> element() + " ARRAY";
            case MAP -> "MAP<" + fields.get(0).type() + ", " + fields.get(1).type() + ">";
            case ROW -> fields.stream().map(f -> f.name() + " " + f.type()).collect(Collectors.joining(", ", "ROW(", ")"));
        };
    }
}
