package io.millrace.frontend.avatica;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.remote.TypedValue;

/** Parameters as Avatica's clients send them, as typed literals; the statement converts them to what it needs. */
final class AvaticaParameters {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    private AvaticaParameters() {}

    static List<Expr.Literal> literals(List<TypedValue> values) {
        List<Expr.Literal> literals = new ArrayList<>();
        if (values != null) {
            values.forEach(value -> literals.add(literal(value)));
        }
        return literals;
    }

    private static Expr.Literal literal(TypedValue given) {
        if (given == null || given.value == null) {
            return Expr.literal(null, SqlType.NULL);
        }
        try {
            return literal(given.type, given.value);
        } catch (ClassCastException | IllegalArgumentException | ArithmeticException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "'" + given.value + "' is no value of Avatica's type " + given.type,
                    e);
        }
    }

    private static Expr.Literal literal(Rep rep, Object value) {
        return switch (rep) {
            case PRIMITIVE_BOOLEAN, BOOLEAN -> Expr.literal(value, SqlType.BOOLEAN);
            case PRIMITIVE_BYTE, BYTE, PRIMITIVE_SHORT, SHORT, PRIMITIVE_INT, INTEGER ->
                    Expr.literal(((Number) value).intValue(), SqlType.INTEGER);
            case PRIMITIVE_LONG, LONG -> Expr.literal(((Number) value).longValue(), SqlType.BIGINT);
            case PRIMITIVE_FLOAT, FLOAT -> Expr.literal(((Number) value).floatValue(), SqlType.REAL);
            case PRIMITIVE_DOUBLE, DOUBLE -> Expr.literal(((Number) value).doubleValue(), SqlType.DOUBLE);
            case NUMBER -> decimal((Number) value);
            case JAVA_SQL_DATE -> Expr.literal(LocalDate.ofEpochDay(((Number) value).intValue()), SqlType.DATE);
            case JAVA_SQL_TIME -> Expr.literal(
                    LocalTime.ofNanoOfDay(Math.floorMod(((Number) value).longValue(), MILLIS_PER_DAY) * NANOS_PER_MILLI), SqlType.TIME);
            case JAVA_SQL_TIMESTAMP, JAVA_UTIL_DATE -> Expr.literal(
                    LocalDateTime.ofInstant(Instant.ofEpochMilli(((Number) value).longValue()), ZoneOffset.UTC), SqlType.TIMESTAMP);
            case BYTE_STRING -> Expr.literal(
                    value instanceof byte[] bytes ? bytes : Base64.getDecoder().decode((String) value), SqlType.BINARY);
            case PRIMITIVE_CHAR, CHARACTER, STRING -> Expr.literal(value.toString(), SqlType.VARCHAR);
            case ARRAY, MULTISET -> array((List<?>) value);
            default -> untyped(value);
        };
    }

    private static Expr.Literal decimal(Number value) {
        BigDecimal decimal = value instanceof BigDecimal exact ? exact
                : value instanceof BigInteger whole ? new BigDecimal(whole)
                        : value instanceof Double || value instanceof Float ? BigDecimal.valueOf(value.doubleValue())
                                : BigDecimal.valueOf(value.longValue());
        BigDecimal plain = decimal.scale() < 0 ? decimal.setScale(0) : decimal;
        int precision = Math.max(plain.precision(), plain.scale());
        if (precision > SqlType.MAX_DECIMAL_PRECISION) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "a decimal has at most " + SqlType.MAX_DECIMAL_PRECISION + " digits, found " + precision);
        }
        return Expr.literal(plain, SqlType.decimal(Math.max(1, precision), plain.scale()));
    }

    /** A value whose Java class alone says what it is, as elements of arrays in JSON. */
    private static Expr.Literal untyped(Object value) {
        return switch (value) {
            case Boolean flag -> Expr.literal(flag, SqlType.BOOLEAN);
            case Integer number -> Expr.literal(number, SqlType.INTEGER);
            case Long number -> Expr.literal(number, SqlType.BIGINT);
            case Float number -> Expr.literal(number, SqlType.REAL);
            case Double number -> Expr.literal(number, SqlType.DOUBLE);
            case Number number -> decimal(number);
            case String text -> Expr.literal(text, SqlType.VARCHAR);
            case List<?> list -> array(list);
            default -> throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "parameters of class " + value.getClass().getName() + " are not taken");
        };
    }

    /** All elements get one type: the widest of the numbers', or that of the first. */
    private static Expr.Literal array(List<?> elements) {
        List<Expr.Literal> literals = new ArrayList<>();
        for (Object element : elements) {
            literals.add(element == null ? Expr.literal(null, SqlType.NULL)
                    : element instanceof TypedValue typed ? literal(typed) : untyped(element));
        }
        SqlType common = SqlType.NULL;
        for (Expr.Literal literal : literals) {
            common = common(common, literal.type());
        }
        SqlType type = common.kind() == SqlType.Kind.NULL ? SqlType.VARCHAR : common;
        List<Object> values = new ArrayList<>();
        literals.forEach(literal -> values.add(literal.value() == null ? null : converted(literal.value(), type)));
        return Expr.literal(values, SqlType.array(type));
    }

    private static SqlType common(SqlType left, SqlType right) {
        if (left.kind() == SqlType.Kind.NULL || left.equals(right)) {
            return right;
        }
        if (right.kind() == SqlType.Kind.NULL) {
            return left;
        }
        if (!left.isNumeric() || !right.isNumeric()) {
            throw new IllegalArgumentException("elements of an array are of types " + left + " and " + right);
        }
        if (left.isApproximate() || right.isApproximate()) {
            return SqlType.DOUBLE;
        }
        if (left.isInteger() && right.isInteger()) {
            return SqlType.BIGINT;
        }
        int scale = Math.max(left.scale(), right.scale());
        int whole = Math.max(wholeDigits(left), wholeDigits(right));
        return SqlType.decimal(Math.min(SqlType.MAX_DECIMAL_PRECISION, whole + scale), scale);
    }

    private static int wholeDigits(SqlType type) {
        return type.kind() == SqlType.Kind.DECIMAL ? type.precision() - type.scale() : 19;
    }

    private static Object converted(Object value, SqlType type) {
        return switch (type.kind()) {
            case BIGINT -> ((Number) value).longValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case DECIMAL -> (value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) value).longValue()))
                    .setScale(type.scale(), java.math.RoundingMode.UNNECESSARY);
            default -> value;
        };
    }
}
