package io.millrace.exec.expression.user;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which classes of Java stand for which types of SQL in users' functions. */
final class JavaValues {
    private JavaValues() {}

    /** The classes that a parameter or a result of a type may have, preferred ones first. */
    static List<Class<?>> classes(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> List.of(boolean.class, Boolean.class);
            case TINYINT -> List.of(byte.class, Byte.class, int.class, Integer.class);
            case SMALLINT -> List.of(short.class, Short.class, int.class, Integer.class);
            case INTEGER -> List.of(int.class, Integer.class);
            case BIGINT -> List.of(long.class, Long.class);
            case REAL -> List.of(float.class, Float.class);
            case DOUBLE -> List.of(double.class, Double.class);
            case DECIMAL -> List.of(BigDecimal.class);
            case CHAR, VARCHAR, JSON -> List.of(String.class, CharSequence.class);
            case BINARY -> List.of(byte[].class);
            case UUID -> List.of(UUID.class);
            case DATE -> List.of(LocalDate.class);
            case TIME -> List.of(LocalTime.class);
            case TIMESTAMP -> List.of(LocalDateTime.class);
            case TIMESTAMP_TZ -> List.of(Instant.class);
            case INTERVAL_YEAR_MONTH -> List.of(Period.class);
            case INTERVAL_DAY_TIME -> List.of(Duration.class);
            case ARRAY, ROW -> List.of(List.class);
            case MAP -> List.of(Map.class);
            case NULL -> List.of();
        };
    }

    static boolean takes(Class<?> actual, SqlType type) {
        return actual == Object.class || classes(type).contains(actual);
    }

    /** A value of {@link Values} as the class that a parameter has. */
    static Object argument(Object value, Class<?> target) {
        if (value instanceof Integer number) {
            if (target == byte.class || target == Byte.class) {
                return number.byteValue();
            }
            if (target == short.class || target == Short.class) {
                return number.shortValue();
            }
        }
        return value;
    }

    /** Appends what a function gave. */
    static void append(ColumnBuilder builder, Object value, SqlType type, String function) {
        try {
            Values.append(builder, fitted(value, type, function));
        } catch (ClassCastException | ArithmeticException e) {
            throw new MillraceException(ErrorCode.EXTERNAL_ROUTINE_EXCEPTION,
                    "function " + function + " gave a value that is no " + type + ": " + e.getMessage(), e);
        }
    }

    private static Object fitted(Object value, SqlType type, String function) {
        return switch (value) {
            case BigDecimal decimal when type.kind() == SqlType.Kind.DECIMAL -> {
                BigDecimal scaled = decimal.setScale(type.scale(), RoundingMode.HALF_UP);
                if (scaled.precision() > type.precision()) {
                    throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                            "function " + function + " gave a value out of range for " + type);
                }
                yield scaled;
            }
            case Number number when type.kind() == SqlType.Kind.TINYINT && number.intValue() != number.byteValue()
                    || type.kind() == SqlType.Kind.SMALLINT && number.intValue() != number.shortValue() ->
                    throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                            "function " + function + " gave a value out of range for " + type);
            case CharSequence text when Set.of(SqlType.Kind.VARCHAR, SqlType.Kind.CHAR).contains(type.kind()) -> {
                String string = text.toString();
                if (type.precision() != SqlType.UNBOUNDED && string.codePointCount(0, string.length()) > type.precision()) {
                    throw new MillraceException(ErrorCode.STRING_TRUNCATION, "function " + function + " gave a value too long for " + type);
                }
                yield string;
            }
            case null -> null;
            default -> value;
        };
    }
}
