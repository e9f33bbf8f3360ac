package io.millrace.exec.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.batch.ValueText;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CastTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Object cast(Object value, SqlType from, SqlType to) {
        return ExpressionChecker.value(new Expr.Cast(Expr.literal(value, from), to, false), BERLIN);
    }

    private static Object text(String value, SqlType to) {
        return cast(value, SqlType.VARCHAR, to);
    }

    private static void raises(ErrorCode code, String message, Object value, SqlType from, SqlType to) {
        MillraceException e = assertThrows(MillraceException.class, () -> cast(value, from, to), () -> value + " to " + to);
        assertEquals(code + ": " + message, e.code() + ": " + e.getMessage());
        assertEquals(null, ExpressionChecker.value(new Expr.Cast(Expr.literal(value, from), to, true), BERLIN));
    }

    private static void rejects(ErrorCode code, SqlType to, String... texts) {
        for (String text : texts) {
            MillraceException e = assertThrows(MillraceException.class, () -> text(text, to), () -> text + " to " + to);
            assertEquals(code, e.code(), text);
        }
    }

    @Test
    void numbersAmongEachOther() {
        List<SqlType> types = List.of(
                SqlType.TINYINT,
                SqlType.SMALLINT,
                SqlType.INTEGER,
                SqlType.BIGINT,
                SqlType.REAL,
                SqlType.DOUBLE,
                SqlType.decimal(6, 2),
                SqlType.decimal(18, 0),
                SqlType.decimal(20, 3),
                SqlType.decimal(38, 30));
        for (SqlType from : types) {
            ExpressionChecker checker = new ExpressionChecker(List.of(from), new RandomValues(from.hashCode()).rows(150, 10, from));
            for (SqlType to : types) {
                checker.check(new Expr.Cast(checker.column(0), to, false), row -> number(row.get(0), from, to));
                checker.check(new Expr.Cast(checker.column(0), to, true), row -> {
                    try {
                        return number(row.get(0), from, to);
                    } catch (MillraceException e) {
                        return null;
                    }
                });
            }
        }
    }

    private static Object number(Object value, SqlType from, SqlType to) {
        if (value == null) {
            return null;
        }
        if (to.isApproximate()) {
            return floating(value, to);
        }
        BigDecimal exact;
        if (from.isApproximate()) {
            double d = ((Number) value).doubleValue();
            if (Double.isNaN(d) || Double.isInfinite(d)) {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "");
            }
            exact = to.isInteger()
                    ? new BigDecimal(d).setScale(0, RoundingMode.HALF_EVEN)
                    : new BigDecimal(d).round(new MathContext(from.kind() == SqlType.Kind.REAL ? 6 : 15, RoundingMode.HALF_EVEN));
        } else {
            exact = value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) value).longValue());
        }
        BigInteger limit = switch (to.kind()) {
            case TINYINT -> BigInteger.valueOf(127);
            case SMALLINT -> BigInteger.valueOf(32767);
            case INTEGER -> BigInteger.valueOf(Integer.MAX_VALUE);
            case BIGINT -> BigInteger.valueOf(Long.MAX_VALUE);
            default -> BigInteger.TEN.pow(to.precision()).subtract(BigInteger.ONE);
        };
        BigDecimal scaled = exact.setScale(to.scale(), RoundingMode.HALF_UP);
        BigInteger unscaled = scaled.unscaledValue();
        BigInteger least = to.isInteger() ? limit.negate().subtract(BigInteger.ONE) : limit.negate();
        if (unscaled.compareTo(limit) > 0 || unscaled.compareTo(least) < 0) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "");
        }
        return switch (to.kind()) {
            case TINYINT, SMALLINT, INTEGER -> unscaled.intValue();
            case BIGINT -> unscaled.longValue();
            default -> scaled;
        };
    }

    private static Object floating(Object value, SqlType to) {
        boolean single = to.kind() == SqlType.Kind.REAL;
        if (value instanceof Double d && single) {
            float narrow = d.floatValue();
            if (Float.isInfinite(narrow) && !Double.isInfinite(d)) {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "");
            }
            return narrow;
        }
        return single ? (Object) ((Number) value).floatValue() : (Object) ((Number) value).doubleValue();
    }

    /** Every type's text is as PostgreSQL's, and is read back as the value that it came from. */
    @Test
    void textThereAndBack() {
        List<SqlType> types = List.of(
                SqlType.SMALLINT,
                SqlType.BIGINT,
                SqlType.REAL,
                SqlType.DOUBLE,
                SqlType.decimal(9, 2),
                SqlType.decimal(38, 20),
                SqlType.BINARY,
                SqlType.UUID,
                SqlType.DATE,
                SqlType.TIME,
                SqlType.TIMESTAMP,
                SqlType.timestamp(9),
                SqlType.TIMESTAMP_TZ,
                SqlType.INTERVAL_YEAR_MONTH,
                SqlType.INTERVAL_DAY_TIME,
                SqlType.array(SqlType.INTEGER),
                SqlType.array(SqlType.VARCHAR));
        for (SqlType type : types) {
            ExpressionChecker checker =
                    new ExpressionChecker(List.of(type), new RandomValues(type.hashCode()).rows(150, 10, type)).zone(BERLIN.getId());
            Expr text = new Expr.Cast(checker.column(0), SqlType.VARCHAR, false);
            if (type.kind() != SqlType.Kind.INTERVAL_DAY_TIME) {
                checker.check(text, row -> row.get(0) == null ? null : ValueText.of(row.get(0), type, BERLIN));
            }
            checker.check(new Expr.Cast(text, type, false), row -> row.get(0));
        }
    }

    @Test
    void textOfSingleValues() {
        Object[][] table = {
                {true, SqlType.BOOLEAN, "true"},
                {1e15, SqlType.DOUBLE, "1e+15"},
                {123456789012345.0, SqlType.DOUBLE, "123456789012345"},
                {1e-5, SqlType.DOUBLE, "1e-05"},
                {0.0001, SqlType.DOUBLE, "0.0001"},
                {-0.0, SqlType.DOUBLE, "-0"},
                {1234567f, SqlType.REAL, "1.234567e+06"},
                {0.1f, SqlType.REAL, "0.1"},
                {new BigDecimal("-0.05"), SqlType.decimal(4, 2), "-0.05"},
                {LocalDate.of(0, 3, 1), SqlType.DATE, "0001-03-01 BC"},
                {LocalDate.of(12345, 3, 1), SqlType.DATE, "12345-03-01"},
                {LocalDateTime.of(2024, 1, 2, 3, 4, 5, 120_000_000), SqlType.TIMESTAMP, "2024-01-02 03:04:05.12"},
                {Instant.parse("2024-07-01T10:00:00Z"), SqlType.TIMESTAMP_TZ, "2024-07-01 12:00:00+02"},
                {Instant.parse("1890-01-01T00:00:00Z"), SqlType.TIMESTAMP_TZ, "1890-01-01 00:53:28+00:53:28"},
                {Duration.ofSeconds(-93_784), SqlType.INTERVAL_DAY_TIME, "-1 days -02:03:04"},
                {Duration.ZERO, SqlType.INTERVAL_DAY_TIME, "00:00:00"},
                {Period.ofMonths(-14), SqlType.INTERVAL_YEAR_MONTH, "-1 years -2 mons"},
                {Arrays.asList("a b", null, "", "null", "q\"\\"), SqlType.array(SqlType.VARCHAR),
                        "{\"a b\",NULL,\"\",\"null\",\"q\\\"\\\\\"}"},
                {Arrays.asList(1, "x,y", null, true), rowType(), "(1,\"x,y\",,t)"},
        };
        for (Object[] row : table) {
            assertEquals(row[2], cast(row[0], (SqlType) row[1], SqlType.VARCHAR));
        }
    }

    private static SqlType rowType() {
        return SqlType.row(List.of(
                Field.of("a", SqlType.INTEGER),
                Field.of("b", SqlType.VARCHAR),
                Field.of("c", SqlType.VARCHAR),
                Field.of("d", SqlType.BOOLEAN)));
    }

    @Test
    void readsText() {
        Object[][] table = {
                {" 42 ", SqlType.INTEGER, 42},
                {"-9223372036854775808", SqlType.BIGINT, Long.MIN_VALUE},
                {"+7", SqlType.TINYINT, 7},
                {" 1.005 ", SqlType.decimal(6, 2), new BigDecimal("1.01")},
                {"-1.5e3", SqlType.decimal(6, 1), new BigDecimal("-1500.0")},
                {".5", SqlType.decimal(3, 1), new BigDecimal("0.5")},
                {"12345678901234567890.123", SqlType.decimal(30, 2), new BigDecimal("12345678901234567890.12")},
                {"1e-400", SqlType.decimal(6, 2), new BigDecimal("0.00")},
                {"1e3", SqlType.DOUBLE, 1000.0},
                {"-0", SqlType.DOUBLE, -0.0},
                {" infinity", SqlType.DOUBLE, Double.POSITIVE_INFINITY},
                {"NaN", SqlType.REAL, Float.NaN},
                {"0.30000000000000004", SqlType.DOUBLE, 0.30000000000000004},
                {"t", SqlType.BOOLEAN, true},
                {"YES", SqlType.BOOLEAN, true},
                {" off ", SqlType.BOOLEAN, false},
                {"1", SqlType.BOOLEAN, true},
                {"2024-02-29", SqlType.DATE, LocalDate.of(2024, 2, 29)},
                {"20240229", SqlType.DATE, LocalDate.of(2024, 2, 29)},
                {"2024/2/9", SqlType.DATE, LocalDate.of(2024, 2, 9)},
                {"Jan 8, 1999", SqlType.DATE, LocalDate.of(1999, 1, 8)},
                {"8-Jan-1999", SqlType.DATE, LocalDate.of(1999, 1, 8)},
                {"1/8/1999", SqlType.DATE, LocalDate.of(1999, 1, 8)},
                {"0044-03-15 BC", SqlType.DATE, LocalDate.of(-43, 3, 15)},
                {"2024-01-02T03:04:05.1234567", SqlType.TIMESTAMP, LocalDateTime.of(2024, 1, 2, 3, 4, 5, 123_457_000)},
                {"2024-01-02 03:04", SqlType.TIMESTAMP, LocalDateTime.of(2024, 1, 2, 3, 4)},
                {"2024-01-02 24:00:00", SqlType.TIMESTAMP, LocalDateTime.of(2024, 1, 3, 0, 0)},
                {"2024-01-02 03:04:05+07", SqlType.TIMESTAMP, LocalDateTime.of(2024, 1, 2, 3, 4, 5)},
                {"2024-01-02 3:04:05 PM", SqlType.TIMESTAMP, LocalDateTime.of(2024, 1, 2, 15, 4, 5)},
                {"2024-01-02 03:04:05.987654321", SqlType.timestamp(9), LocalDateTime.of(2024, 1, 2, 3, 4, 5, 987_654_321)},
                {"1969-12-31 23:59:59.9996", SqlType.timestamp(3), LocalDateTime.of(1970, 1, 1, 0, 0)},
                {"2024-07-01 12:00:00", SqlType.TIMESTAMP_TZ, Instant.parse("2024-07-01T10:00:00Z")},
                {"2024-07-01 12:00:00Z", SqlType.TIMESTAMP_TZ, Instant.parse("2024-07-01T12:00:00Z")},
                {"2024-07-01 12:00:00 -05:30", SqlType.TIMESTAMP_TZ, Instant.parse("2024-07-01T17:30:00Z")},
                {"2024-07-01 12:00 America/New_York", SqlType.TIMESTAMP_TZ, Instant.parse("2024-07-01T16:00:00Z")},
                {"2024-03-31 02:30:00", SqlType.TIMESTAMP_TZ, Instant.parse("2024-03-31T01:30:00Z")},
                {"2024-10-27 02:30:00", SqlType.TIMESTAMP_TZ, Instant.parse("2024-10-27T01:30:00Z")},
                {"04:05:06.789", SqlType.TIME, LocalTime.of(4, 5, 6, 789_000_000)},
                {"2024-01-01 04:05", SqlType.TIME, LocalTime.of(4, 5)},
                {"1 day 02:03:04.5", SqlType.INTERVAL_DAY_TIME, Duration.ofSeconds(93_784, 500_000_000)},
                {"-3 hours 5 mins", SqlType.INTERVAL_DAY_TIME, Duration.ofMinutes(-175)},
                {"2 weeks ago", SqlType.INTERVAL_DAY_TIME, Duration.ofDays(-14)},
                {"P1DT2H", SqlType.INTERVAL_DAY_TIME, Duration.ofHours(26)},
                {"3 04:05:06", SqlType.INTERVAL_DAY_TIME, Duration.ofSeconds(3 * 86_400 + 14_706)},
                {"90", SqlType.INTERVAL_DAY_TIME, Duration.ofSeconds(90)},
                {"1.5 days", SqlType.INTERVAL_DAY_TIME, Duration.ofHours(36)},
                {"1-2", SqlType.INTERVAL_YEAR_MONTH, Period.of(1, 2, 0)},
                {"1 year 2 mons", SqlType.INTERVAL_YEAR_MONTH, Period.of(1, 2, 0)},
                {"P2Y", SqlType.INTERVAL_YEAR_MONTH, Period.of(2, 0, 0)},
                {"{A0EEBC99-9c0b4ef8-bb6d6bb9-bd380a11}", SqlType.UUID, UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")},
                {"{\"a\": [1, -2.5e3, \"\\u00e4\", null]}", SqlType.JSON, "{\"a\": [1, -2.5e3, \"\\u00e4\", null]}"},
                {"{ 1, NULL ,3}", SqlType.array(SqlType.INTEGER), Arrays.asList(1, null, 3)},
                {"{{1,2},{3}}", SqlType.array(SqlType.array(SqlType.INTEGER)), List.of(List.of(1, 2), List.of(3))},
                {"{}", SqlType.array(SqlType.INTEGER), List.of()},
                {"{\"a,b\",c}", SqlType.array(SqlType.VARCHAR), List.of("a,b", "c")},
                {"大数据", SqlType.varchar(2), "大数"},
                {"ab", SqlType.character(4), "ab  "},
                {"abcdef", SqlType.character(4), "abcd"},
        };
        for (Object[] row : table) {
            assertEquals(row[2], text((String) row[0], (SqlType) row[1]), () -> row[0] + " as " + row[1]);
        }
    }

    @Test
    void refusesWhatIsNoValue() {
        rejects(ErrorCode.INVALID_TEXT, SqlType.INTEGER, "", " ", "1.5", "1e3", "abc", "--1", "1 2");
        rejects(ErrorCode.INVALID_TEXT, SqlType.DOUBLE, "", "1d", "0x10", "1e", "..", "nane");
        rejects(ErrorCode.INVALID_TEXT, SqlType.decimal(6, 2), "", "1.2.3", "NaN", "1e", "1,000");
        rejects(ErrorCode.INVALID_TEXT, SqlType.BOOLEAN, "", "o", "truely", "2", "10");
        rejects(ErrorCode.INVALID_TEXT, SqlType.UUID, "", "a0eebc99", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g");
        rejects(ErrorCode.INVALID_TEXT, SqlType.JSON, "", "{", "{a:1}", "[1,]", "01", "\"\u0001\"", "nul", "1 2");
        rejects(ErrorCode.INVALID_PARAMETER, SqlType.BINARY, "\\xabc", "\\x0g");
        rejects(ErrorCode.INVALID_TEXT, SqlType.BINARY, "\\9");
        rejects(ErrorCode.INVALID_TEXT, SqlType.array(SqlType.INTEGER), "", "1,2", "{1,,2}", "{1", "{1}x", "{a}");
        rejects(ErrorCode.NUMERIC_OUT_OF_RANGE, SqlType.TINYINT, "128", "-129", "99999999999999999999");
        rejects(ErrorCode.NUMERIC_OUT_OF_RANGE, SqlType.DOUBLE, "1e400", "1e-400");
        rejects(ErrorCode.NUMERIC_OUT_OF_RANGE, SqlType.decimal(4, 2), "100", "99.995", "1e999999999");
        rejects(ErrorCode.INVALID_DATETIME, SqlType.DATE, "", "abc", "2024", "2024-1", "2024-01-02x", "12:00");
        rejects(ErrorCode.DATETIME_OVERFLOW, SqlType.DATE, "2023-02-29", "2024-13-01", "2024-00-01", "0000-01-01");
        rejects(ErrorCode.INVALID_DATETIME, SqlType.TIMESTAMP, "2024-01-01 12", "2024-01-01 12:00 Mars/Base", "2024-01-01 12:00:xx");
        rejects(ErrorCode.DATETIME_OVERFLOW, SqlType.TIMESTAMP, "2024-01-01 25:00:00", "2024-01-01 12:60", "300000-01-01");
        rejects(ErrorCode.DATETIME_OVERFLOW, SqlType.timestamp(9), "2300-01-01", "1600-01-01");
        rejects(ErrorCode.INVALID_DATETIME, SqlType.INTERVAL_DAY_TIME, "", "1 fortnight", "1 month", "P", "day");
        rejects(ErrorCode.INVALID_DATETIME, SqlType.INTERVAL_YEAR_MONTH, "1 day", "x");
        raises(ErrorCode.INVALID_TEXT, "invalid input syntax for type integer: \"abc\"", "abc", SqlType.VARCHAR, SqlType.INTEGER);
        raises(ErrorCode.NUMERIC_OUT_OF_RANGE, "value \"300\" is out of range of TINYINT", "300", SqlType.VARCHAR, SqlType.TINYINT);
        raises(ErrorCode.NUMERIC_OUT_OF_RANGE, "value 1e+20 is out of range of BIGINT", 1e20, SqlType.DOUBLE, SqlType.BIGINT);
        raises(
                ErrorCode.NUMERIC_OUT_OF_RANGE,
                "value 123.45 is out of range of DECIMAL(4, 2)",
                new BigDecimal("123.45"),
                SqlType.decimal(5, 2),
                SqlType.decimal(4, 2));
        raises(
                ErrorCode.INVALID_DATETIME,
                "invalid input syntax for type date: \"x\"",
                "x",
                SqlType.VARCHAR,
                SqlType.DATE);
    }

    @Test
    void timesAmongEachOther() {
        LocalDateTime noon = LocalDateTime.of(2024, 7, 1, 12, 30, 15, 500_000_000);
        Object[][] table = {
                {LocalDate.of(2024, 7, 1), SqlType.DATE, SqlType.TIMESTAMP, LocalDateTime.of(2024, 7, 1, 0, 0)},
                {LocalDate.of(2024, 7, 1), SqlType.DATE, SqlType.TIMESTAMP_TZ, Instant.parse("2024-06-30T22:00:00Z")},
                {noon, SqlType.TIMESTAMP, SqlType.DATE, LocalDate.of(2024, 7, 1)},
                {noon, SqlType.TIMESTAMP, SqlType.TIME, LocalTime.of(12, 30, 15, 500_000_000)},
                {noon, SqlType.TIMESTAMP, SqlType.TIMESTAMP_TZ, Instant.parse("2024-07-01T10:30:15.5Z")},
                {noon, SqlType.TIMESTAMP, SqlType.timestamp(0), LocalDateTime.of(2024, 7, 1, 12, 30, 16)},
                {noon, SqlType.TIMESTAMP, SqlType.timestamp(9), noon},
                {Instant.parse("2024-06-30T22:30:00Z"), SqlType.TIMESTAMP_TZ, SqlType.DATE, LocalDate.of(2024, 7, 1)},
                {Instant.parse("2024-06-30T22:30:00Z"), SqlType.TIMESTAMP_TZ, SqlType.TIMESTAMP, LocalDateTime.of(2024, 7, 1, 0, 30)},
                {Instant.parse("2024-06-30T22:30:00Z"), SqlType.TIMESTAMP_TZ, SqlType.TIME, LocalTime.of(0, 30)},
                {LocalTime.of(1, 2, 3), SqlType.TIME, SqlType.INTERVAL_DAY_TIME, Duration.ofSeconds(3723)},
                {Duration.ofHours(-1), SqlType.INTERVAL_DAY_TIME, SqlType.TIME, LocalTime.of(23, 0)},
                {LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000), SqlType.TIMESTAMP, SqlType.DATE, LocalDate.of(1969, 12, 31)},
                {true, SqlType.BOOLEAN, SqlType.INTEGER, 1},
                {5, SqlType.INTEGER, SqlType.BOOLEAN, true},
                {"ab  ", SqlType.character(4), SqlType.VARCHAR, "ab"},
        };
        for (Object[] row : table) {
            assertEquals(row[3], cast(row[0], (SqlType) row[1], (SqlType) row[2]), () -> row[0] + " to " + row[2]);
        }
        MillraceException e =
                assertThrows(MillraceException.class, () -> cast(1, SqlType.INTEGER, SqlType.DATE));
        assertEquals("cannot cast INTEGER to DATE", e.getMessage());
    }

    @Test
    void nestedElementByElement() {
        SqlType from = SqlType.array(SqlType.INTEGER);
        ExpressionChecker checker = new ExpressionChecker(List.of(from), new RandomValues(8).rows(60, 15, from));
        checker.check(
                new Expr.Cast(checker.column(0), SqlType.array(SqlType.BIGINT), false),
                row -> row.get(0) == null
                        ? null
                        : ((List<?>) row.get(0)).stream().map(v -> ((Integer) v).longValue()).toList());
        SqlType row = SqlType.row(List.of(Field.of("a", SqlType.INTEGER), Field.of("b", SqlType.VARCHAR)));
        SqlType texts = SqlType.row(List.of(Field.of("x", SqlType.VARCHAR), Field.of("y", SqlType.VARCHAR)));
        ExpressionChecker rows = new ExpressionChecker(List.of(row), new RandomValues(9).rows(60, 15, row));
        rows.check(
                new Expr.Cast(rows.column(0), texts, false),
                r -> r.get(0) == null ? null : ((List<?>) r.get(0)).stream().map(String::valueOf).toList());
    }
}
