package io.millrace.planner.statistics;

import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.planner.expression.ExpressionLowering;
import io.millrace.planner.physical.ConstantFolding;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexNode;

/** Constants within conditions, as numbers on the scale of their type: days for dates, microseconds for times. */
final class Constants {
    private final ExpressionLowering expressions;

    Constants(ExpressionLowering expressions) {
        this.expressions = expressions;
    }

    /** Whether the expression reads no column. */
    static boolean isConstant(RexNode expression) {
        return RelOptUtil.InputFinder.bits(expression).isEmpty();
    }

    /** Its value, or NaN where it has no place on a scale or is not known; {@code days}: on the scale of dates. */
    double number(RexNode expression, boolean days) {
        if (!isConstant(expression)) {
            return Double.NaN;
        }
        Object value = value(expression);
        return toNumber(days && value instanceof LocalDateTime time ? time.toLocalDate() : value);
    }

    /** Its value as a Java object, null if unknown. */
    Object value(RexNode expression) {
        if (expressions == null) {
            return null;
        }
        try {
            return ConstantFolding.value(expressions.lower(expression)) instanceof Expr.Literal literal ? literal.value() : null;
        } catch (MillraceException e) {
            // Lowering will raise it again; an estimate need not
            return null;
        }
    }

    static double toNumber(Object value) {
        return switch (value) {
            case BigDecimal number -> number.doubleValue();
            case Number number -> number.doubleValue();
            case LocalDate date -> date.toEpochDay();
            case LocalDateTime time -> ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
            case Instant time -> ChronoUnit.MICROS.between(Instant.EPOCH, time);
            case LocalTime time -> time.toNanoOfDay() / 1000.0;
            case null, default -> Double.NaN;
        };
    }
}
