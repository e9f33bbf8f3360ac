package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.TemporalAmount;

/** Arithmetic of exact numbers and of dates with intervals. An expression that has no exact result is given back as it is. */
final class ConstantArithmetic {
    private ConstantArithmetic() {}

    static Expr fold(Expr.Call call) {
        if (!call.arguments().stream().allMatch(a -> a instanceof Expr.Literal literal && literal.value() != null)) {
            return call;
        }
        try {
            Object value = compute(call);
            return value == null ? call : Expr.literal(value, call.type());
        } catch (ArithmeticException | DateTimeException e) {
            return call;
        }
    }

    private static Object compute(Expr.Call call) {
        Object a = ((Expr.Literal) call.arguments().get(0)).value();
        Object b = call.arguments().size() > 1 ? ((Expr.Literal) call.arguments().get(1)).value() : null;
        return switch (call.function()) {
            case NEGATE -> number(a) == null ? null : ofType(number(a).negate(), call.type());
            case ADD -> numbers(a, b) ? ofType(number(a).add(number(b)), call.type()) : null;
            case SUBTRACT -> numbers(a, b) ? ofType(number(a).subtract(number(b)), call.type()) : null;
            case MULTIPLY -> numbers(a, b) ? ofType(number(a).multiply(number(b)), call.type()) : null;
            case DATETIME_ADD -> move(a, b, call.type(), 1);
            case DATETIME_SUBTRACT -> move(a, b, call.type(), -1);
            case DATE_ADD_DAYS -> a instanceof LocalDate date && b instanceof Integer days ? date.plusDays(days) : null;
            default -> null;
        };
    }

    private static boolean numbers(Object a, Object b) {
        return number(a) != null && number(b) != null;
    }

    private static BigDecimal number(Object value) {
        return switch (value) {
            case Integer number -> BigDecimal.valueOf(number);
            case Long number -> BigDecimal.valueOf(number);
            case BigDecimal number -> number;
            case null, default -> null;
        };
    }

    /** Null if the type cannot hold the number exactly. */
    private static Object ofType(BigDecimal number, SqlType type) {
        return switch (type.kind()) {
            case INTEGER -> number.intValueExact();
            case SMALLINT -> (int) number.shortValueExact();
            case TINYINT -> (int) number.byteValueExact();
            case BIGINT -> number.longValueExact();
            case DECIMAL -> {
                BigDecimal scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
                yield scaled.precision() <= type.precision() ? scaled : null;
            }
            default -> null;
        };
    }

    private static Object move(Object time, Object amount, SqlType type, int sign) {
        if (!(amount instanceof Period || amount instanceof Duration)) {
            return null;
        }
        LocalDateTime start;
        if (time instanceof LocalDate date) {
            start = date.atStartOfDay();
        } else if (time instanceof LocalDateTime dateTime) {
            start = dateTime;
        } else {
            return null;
        }
        LocalDateTime moved = sign > 0 ? start.plus((TemporalAmount) amount) : start.minus((TemporalAmount) amount);
        return switch (type.kind()) {
            case TIMESTAMP -> moved.getYear() > 0 && moved.getYear() < 10_000 ? moved : null;
            case DATE -> moved.equals(moved.toLocalDate().atStartOfDay()) ? moved.toLocalDate() : null;
            default -> null;
        };
    }

    /** Casts between exact numbers, and of dates to timestamps, where nothing is lost; NULL casts to NULL. */
    static Expr cast(Expr.Cast cast) {
        if (!(cast.operand() instanceof Expr.Literal literal)) {
            return cast;
        }
        if (literal.value() == null) {
            return Expr.literal(null, cast.type());
        }
        try {
            Object value = null;
            if (number(literal.value()) != null) {
                value = ofType(number(literal.value()), cast.type());
            } else if (literal.value() instanceof LocalDate date && cast.type().kind() == SqlType.Kind.TIMESTAMP) {
                value = date.atStartOfDay();
            } else if (literal.value() instanceof LocalDateTime time && cast.type().kind() == SqlType.Kind.DATE) {
                value = time.toLocalDate();
            }
            return value == null ? cast : Expr.literal(value, cast.type());
        } catch (ArithmeticException e) {
            return cast;
        }
    }

}
