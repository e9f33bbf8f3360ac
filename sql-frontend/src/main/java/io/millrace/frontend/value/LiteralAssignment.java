package io.millrace.frontend.value;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Literals as values of a column's type, where that needs no thought: what would round, be cut, overflow or is spelled unusually is not decided here.
 * All methods give the value, empty for NULL, or null for what is left to the planner.
 */
public final class LiteralAssignment {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?");

    /** Nanoseconds of the last digit of so many. */
    private static final int[] FRACTION_NANOS = {1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000};

    private LiteralAssignment() {}

    public static Optional<Object> number(BigDecimal number, SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> whole(number, Byte.MIN_VALUE, Byte.MAX_VALUE) ? Optional.of(number.intValueExact()) : null;
            case SMALLINT -> whole(number, Short.MIN_VALUE, Short.MAX_VALUE) ? Optional.of(number.intValueExact()) : null;
            case INTEGER -> whole(number, Integer.MIN_VALUE, Integer.MAX_VALUE) ? Optional.of(number.intValueExact()) : null;
            case BIGINT -> whole(number, Long.MIN_VALUE, Long.MAX_VALUE) ? Optional.of(number.longValueExact()) : null;
            case DECIMAL -> {
                if (number.scale() > type.scale()) {
                    yield null;
                }
                BigDecimal scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
                yield scaled.precision() > type.precision() ? null : Optional.of(scaled);
            }
            case DOUBLE -> Double.isFinite(number.doubleValue()) ? Optional.of(number.doubleValue()) : null;
            case REAL -> Float.isFinite(number.floatValue()) ? Optional.of(number.floatValue()) : null;
            default -> null;
        };
    }

    private static boolean whole(BigDecimal number, long least, long most) {
        return number.scale() <= 0 && number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    public static Optional<Object> text(String text, SqlType type) {
        return switch (type.kind()) {
            case VARCHAR -> type.precision() == SqlType.UNBOUNDED || text.codePointCount(0, text.length()) <= type.precision()
                    ? validText(text) : null;
            case CHAR -> text.codePointCount(0, text.length()) == type.precision() ? validText(text) : null;
            case DATE -> tagged("DATE", text, type);
            case TIMESTAMP -> tagged("TIMESTAMP", text, type);
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> NUMBER.matcher(text).matches() ? number(new BigDecimal(text), type) : null;
            case REAL, DOUBLE -> approximate(text, type);
            default -> null;
        };
    }

    private static Optional<Object> approximate(String text, SqlType type) {
        double value = switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> 0;
        };
        if (value == 0) {
            return NUMBER.matcher(text).matches() ? number(new BigDecimal(text), type) : null;
        }
        return type.kind() == SqlType.Kind.REAL ? Optional.of((float) value) : Optional.of(value);
    }

    /** A lone surrogate has no UTF-8 form. */
    private static Optional<Object> validText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? Optional.of(text) : null;
    }

    /** {@code DATE '2020-01-31'} and {@code TIMESTAMP '2020-01-31 12:00:00'} for columns of just that type. */
    public static Optional<Object> tagged(String tag, String text, SqlType type) {
        if (!tag.equals(type.kind().name())) {
            return null;
        }
        try {
            return switch (type.kind()) {
                case DATE -> DATE.matcher(text).matches() && !text.startsWith("0000") ? Optional.of(LocalDate.parse(text)) : null;
                case TIMESTAMP -> {
                    if (!TIMESTAMP.matcher(text).matches() || text.startsWith("0000")) {
                        yield null;
                    }
                    int dot = text.indexOf('.');
                    yield dot >= 0 && text.length() - dot - 1 > type.precision() ? null
                            : Optional.of(LocalDateTime.parse(text.replace(' ', 'T')));
                }
                default -> null;
            };
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A parameter whose type is the column's, or a narrower integer or an unbounded text. */
    public static Optional<Object> typed(Expr.Literal literal, SqlType type) {
        Object value = literal.value();
        if (value == null) {
            return Optional.empty();
        }
        if (literal.type().equals(type)) {
            return Optional.of(value);
        }
        return switch (value) {
            case Integer number -> number(BigDecimal.valueOf(number), type);
            case Long number -> number(BigDecimal.valueOf(number), type);
            case BigDecimal number -> number(number, type);
            case String text -> text(text, type);
            case Double number -> approximate(number, type);
            case Float number -> type.kind() == SqlType.Kind.DOUBLE ? Optional.of((double) number) : null;
            case LocalDateTime time -> type.kind() == SqlType.Kind.TIMESTAMP && fits(time.getNano(), type) ? Optional.of(value) : null;
            case Instant time -> type.kind() == SqlType.Kind.TIMESTAMP_TZ && fits(time.getNano(), type) ? Optional.of(value) : null;
            case LocalTime time -> type.kind() == SqlType.Kind.TIME && fits(time.getNano(), type) ? Optional.of(value) : null;
            case byte[] bytes -> type.kind() == SqlType.Kind.BINARY && (type.precision() < 0 || bytes.length <= type.precision())
                    ? Optional.of(value) : null;
            default -> null;
        };
    }

    private static Optional<Object> approximate(double number, SqlType type) {
        if (type.kind() != SqlType.Kind.REAL) {
            return null;
        }
        float rounded = (float) number;
        boolean lost = Float.isInfinite(rounded) && !Double.isInfinite(number) || rounded == 0 && number != 0;
        return lost ? null : Optional.of(rounded);
    }

    /** Whether a time needs no rounding; of nanoseconds' narrow range the planner knows more. */
    private static boolean fits(int nanos, SqlType type) {
        return type.precision() <= 6 && nanos % FRACTION_NANOS[type.precision()] == 0;
    }
}
