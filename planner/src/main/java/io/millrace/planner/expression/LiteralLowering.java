package io.millrace.planner.expression;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.Types;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Literals: Calcite's value classes to ours. */
final class LiteralLowering {
    private LiteralLowering() {}

    static Expr.Literal lower(RexLiteral literal, ZoneId zone) {
        SqlType type = Types.sqlType(literal.getType());
        return Expr.literal(literal.isNull() ? null : value(literal, type, zone), type);
    }

    private static Object value(RexLiteral literal, SqlType type, ZoneId zone) {
        return value(raw(literal), type, zone);
    }

    private static Comparable<?> raw(RexLiteral literal) {
        return switch (literal.getTypeName()) {
            case DATE -> literal.getValueAs(DateString.class);
            case TIME, TIME_WITH_LOCAL_TIME_ZONE -> literal.getValueAs(TimeString.class);
            case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> literal.getValueAs(TimestampString.class);
            default -> literal.getValue();
        };
    }

    /** A value of {@link RexLiteral#getValue} or of a Sarg as {@link io.millrace.common.batch.Values} describes. */
    static Object value(Comparable<?> value, SqlType type, ZoneId zone) {
        return switch (type.kind()) {
            case NULL -> null;
            case BOOLEAN -> value;
            case TINYINT, SMALLINT, INTEGER -> ((BigDecimal) value).intValueExact();
            case BIGINT -> ((BigDecimal) value).longValueExact();
            case REAL -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case DECIMAL -> ((BigDecimal) value).setScale(type.scale(), RoundingMode.HALF_UP);
            case CHAR, VARCHAR, JSON -> ((NlsString) value).getValue();
            case BINARY -> ((ByteString) value).getBytes();
            case UUID -> value instanceof UUID uuid ? uuid : UUID.fromString(((NlsString) value).getValue());
            case DATE -> LocalDate.parse(value.toString());
            case TIME -> LocalTime.parse(value.toString());
            case TIMESTAMP -> timestamp(value);
            case TIMESTAMP_TZ -> instant(value, zone);
            case INTERVAL_YEAR_MONTH -> Period.ofMonths(months((BigDecimal) value));
            case INTERVAL_DAY_TIME -> duration((BigDecimal) value);
            case ARRAY, MAP, ROW -> throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "literal of type " + type);
        };
    }

    private static LocalDateTime timestamp(Comparable<?> value) {
        return switch (value) {
            case TimestampString text -> LocalDateTime.parse(text.toString().replace(' ', 'T'));
            case DateString date -> LocalDate.parse(date.toString()).atStartOfDay();
            case TimeString time -> throw new IllegalArgumentException(time.toString());
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    private static Instant instant(Comparable<?> value, ZoneId zone) {
        return timestamp(value).atZone(zone).toInstant();
    }

    private static int months(BigDecimal months) {
        try {
            return months.intValueExact();
        } catch (ArithmeticException e) {
            throw new MillraceException(ErrorCode.DATETIME_OVERFLOW, "interval field value out of range: " + months + " months", e);
        }
    }

    private static Duration duration(BigDecimal millis) {
        if (millis.abs().movePointRight(3).compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new MillraceException(ErrorCode.DATETIME_OVERFLOW,
                    "interval field value out of range: " + millis.movePointLeft(3).toPlainString()
                            + " seconds");
        }
        return Duration.ofNanos(0).plusMillis(millis.longValue())
                .plusNanos(millis.remainder(BigDecimal.ONE).movePointRight(6).longValue());
    }
}
