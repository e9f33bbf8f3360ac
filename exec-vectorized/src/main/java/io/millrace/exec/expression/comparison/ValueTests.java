package io.millrace.exec.expression.comparison;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Int128;
import io.millrace.exec.kernel.RangeSelection;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Makes the tests of a column against literals of its type. */
public final class ValueTests {
    private ValueTests() {}

    /** {@code value operator bound}; null for nested types. {@code bound} is not NULL and of the value's type. */
    public static ValueTest compare(SqlType type, ComparisonOperator operator, Object bound) {
        return switch (type.layout()) {
            case BIT -> type.kind() == SqlType.Kind.NULL ? null : BitTest.of(operator, (Boolean) bound);
            case INT32, INT64, FLOAT64 -> IntervalTest.of(type.layout(), operator, key(type, bound));
            case INT128 -> Int128Test.of(operator, unscaled(type, bound).unscaledValue());
            case BINARY -> new BytesTest(operator, bytes(type, bound), type.kind() == SqlType.Kind.CHAR);
            case LIST, ROW -> null;
        };
    }

    /** {@code value [NOT] IN (values)}, none of them NULL; null for nested types. */
    public static ValueTest in(SqlType type, List<Object> values, boolean negated) {
        if (values.isEmpty()) {
            return new Everything(negated);
        }
        return switch (type.layout()) {
            case BIT -> type.kind() == SqlType.Kind.NULL
                    ? null
                    : new BitTest(values.contains(false) != negated, values.contains(true) != negated);
            case INT32, INT64, FLOAT64 -> new LongSetTest(
                    type.layout(), values.stream().mapToLong(v -> key(type, v)).toArray(), negated);
            case INT128 -> {
                Set<Int128> set = new HashSet<>();
                values.forEach(v -> set.add(Int128.of(unscaled(type, v).unscaledValue())));
                yield new BigSetTest(set, negated);
            }
            case BINARY -> {
                List<byte[]> set = new ArrayList<>();
                values.forEach(v -> set.add(bytes(type, v)));
                yield new BytesSetTest(set, type.kind() == SqlType.Kind.CHAR, negated);
            }
            case LIST, ROW -> null;
        };
    }

    /** Whether a literal can be compared with values of a type as it is: equal types, length aside. */
    public static boolean comparable(SqlType type, Expr.Literal literal) {
        SqlType other = literal.type();
        boolean sameKind = type.kind() == other.kind() || type.isCharacter() && other.isCharacter();
        boolean sameUnits = type.layout() == Layout.BINARY || type.precision() == other.precision() && type.scale() == other.scale();
        return literal.value() != null && sameKind && (sameUnits || type.kind() == SqlType.Kind.DECIMAL && fits(type, literal.value())
                || type.kind() != SqlType.Kind.DECIMAL && type.unitsPerSecond() == other.unitsPerSecond());
    }

    private static boolean fits(SqlType type, Object value) {
        BigDecimal stripped = ((BigDecimal) value).stripTrailingZeros();
        return stripped.scale() <= type.scale()
                && (type.layout() == Layout.INT128
                        || stripped.setScale(type.scale()).unscaledValue().bitLength() < Long.SIZE);
    }

    private static BigDecimal unscaled(SqlType type, Object value) {
        return ((BigDecimal) value).setScale(type.scale());
    }

    /** The stored form of a value, doubles as {@link RangeSelection#doubleKey}. */
    private static long key(SqlType type, Object value) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> ((Number) value).longValue();
            case REAL -> RangeSelection.doubleKey(((Number) value).floatValue());
            case DOUBLE -> RangeSelection.doubleKey(((Number) value).doubleValue());
            case DECIMAL -> unscaled(type, value).unscaledValue().longValueExact();
            case DATE -> ((LocalDate) value).toEpochDay();
            case TIME -> ((LocalTime) value).toNanoOfDay() / (1_000_000_000L / type.unitsPerSecond());
            case TIMESTAMP -> units(((LocalDateTime) value).toInstant(ZoneOffset.UTC), type);
            case TIMESTAMP_TZ -> units((Instant) value, type);
            case INTERVAL_YEAR_MONTH -> ((Period) value).toTotalMonths();
            case INTERVAL_DAY_TIME -> Math.addExact(
                    Math.multiplyExact(((Duration) value).getSeconds(), 1_000_000L), ((Duration) value).getNano() / 1000);
            case NULL, BOOLEAN, CHAR, VARCHAR, BINARY, UUID, JSON, ARRAY, MAP, ROW -> throw new AssertionError(type);
        };
    }

    private static long units(Instant instant, SqlType type) {
        long perSecond = type.unitsPerSecond();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), perSecond), instant.getNano() / (1_000_000_000L / perSecond));
    }

    private static byte[] bytes(SqlType type, Object value) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case UUID uuid -> ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
            default -> {
                byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
                int end = bytes.length;
                while (type.kind() == SqlType.Kind.CHAR && end > 0 && bytes[end - 1] == ' ') {
                    end--;
                }
                yield end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
            }
        };
    }
}
