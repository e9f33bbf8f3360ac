package io.millrace.planner.expression;

import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Casts of literals that lose nothing, so that plans hold plain literals where statistics and zone maps can see them. All others wait for execution. */
final class LiteralCast {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,18})?");

    private LiteralCast() {}

    /** The value of type {@code to}, or empty if it must be computed at execution. */
    static Optional<Object> exact(Object value, SqlType from, SqlType to) {
        try {
            return switch (value) {
                case Integer number -> number(BigDecimal.valueOf(number), to);
                case Long number -> number(BigDecimal.valueOf(number), to);
                case BigDecimal number -> number(number, to);
                case String text -> from.kind() == Kind.VARCHAR ? text(text, to) : Optional.empty();
                case LocalDate date when to.kind() == Kind.TIMESTAMP -> Optional.of(date.atStartOfDay());
                case LocalDateTime time when to.kind() == Kind.TIMESTAMP && to.precision() >= from.precision() -> Optional.of(time);
                default -> Optional.empty();
            };
        } catch (ArithmeticException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> number(BigDecimal number, SqlType to) {
        return switch (to.kind()) {
            case TINYINT -> inRange(number, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> inRange(number, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> inRange(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> Optional.of(number.longValueExact());
            case DOUBLE -> Optional.of(number.doubleValue());
            case DECIMAL -> {
                BigDecimal scaled = number.setScale(to.scale(), RoundingMode.UNNECESSARY);
                yield scaled.precision() <= to.precision() ? Optional.of(scaled) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Object> inRange(BigDecimal number, int least, int most) {
        int value = number.intValueExact();
        return value >= least && value <= most ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Object> text(String text, SqlType to) {
        return switch (to.kind()) {
            case VARCHAR -> to.precision() == SqlType.UNBOUNDED || text.codePointCount(0, text.length()) <= to.precision()
                    ? Optional.of(text)
                    : Optional.empty();
            case DATE -> DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
            case TIMESTAMP -> DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text).atStartOfDay())
                    : TIMESTAMP.matcher(text).matches() ? timestamp(text, to) : Optional.empty();
            case SMALLINT, INTEGER, BIGINT -> INTEGER.matcher(text).matches() ? number(new BigDecimal(text), to) : Optional.empty();
            case DECIMAL, DOUBLE -> NUMBER.matcher(text).matches() ? number(new BigDecimal(text), to) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Object> timestamp(String text, SqlType to) {
        LocalDateTime value = LocalDateTime.parse(text.replace(' ', 'T'), DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        int digits = text.indexOf('.') < 0 ? 0 : text.length() - text.indexOf('.') - 1;
        return digits <= to.precision() ? Optional.of(value) : Optional.empty();
    }
}
