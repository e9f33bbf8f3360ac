package io.millrace.planner.function;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Adding a number of units named by a literal. */
final class DateIntervals {
    private DateIntervals() {}

    static Expr add(List<Expr> arguments, SqlType type) {
        if (!(arguments.get(0) instanceof Expr.Literal literal) || !(literal.value() instanceof String unit)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "the unit of timestampadd must be a literal");
        }
        Expr time = arguments.get(2).type().kind() == Kind.DATE
                ? new Expr.Cast(arguments.get(2), SqlType.TIMESTAMP, false)
                : arguments.get(2);
        Expr sum = Expr.call(Function.DATETIME_ADD, time.type(), time, interval(unit, arguments.get(1)));
        return sum.type().equals(type) ? sum : new Expr.Cast(sum, type, false);
    }

    static Expr addMonths(List<Expr> arguments, SqlType type) {
        Expr time = new Expr.Cast(arguments.get(0), SqlType.TIMESTAMP, false);
        Expr sum = Expr.call(Function.DATETIME_ADD, SqlType.TIMESTAMP, time, interval("month", arguments.get(1)));
        return new Expr.Cast(sum, type, false);
    }

    /** A date stays a date when whole days are added. */
    static SqlType typeAfterAdding(List<SqlType> types, List<Optional<Object>> literals) {
        SqlType source = types.get(2);
        boolean timed = literals.get(0).map(unit -> secondsPerUnit(unit.toString()) % 86_400 != 0).orElse(true);
        return source.kind() == Kind.DATE && timed ? SqlType.TIMESTAMP : source;
    }

    private static Expr interval(String unit, Expr amount) {
        int months = monthsPerUnit(unit);
        Object one = months > 0 ? Period.ofMonths(months) : unitDuration(unit);
        SqlType type = months > 0 ? SqlType.INTERVAL_YEAR_MONTH : SqlType.INTERVAL_DAY_TIME;
        if (amount instanceof Expr.Literal literal && literal.value() instanceof Number number) {
            Object value = months > 0
                    ? Period.ofMonths(Math.toIntExact(Math.multiplyExact(months, number.longValue())))
                    : unitDuration(unit).multipliedBy(number.longValue());
            return Expr.literal(value, type);
        }
        return Expr.call(Function.INTERVAL_MULTIPLY, type, Expr.literal(one, type), new Expr.Cast(amount, SqlType.DOUBLE, false));
    }

    private static int monthsPerUnit(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT).replaceAll("s$|^sql_tsi_", "")) {
            case "month" -> 1;
            case "quarter" -> 3;
            case "year" -> 12;
            case "decade" -> 120;
            case "century" -> 1200;
            default -> 0;
        };
    }

    private static Duration unitDuration(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT).replaceAll("s$|^sql_tsi_", "")) {
            case "microsecond" -> Duration.ofNanos(1000);
            case "millisecond" -> Duration.ofMillis(1);
            default -> Duration.ofSeconds(secondsPerUnit(unit));
        };
    }

    private static long secondsPerUnit(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT).replaceAll("s$|^sql_tsi_", "")) {
            case "microsecond", "millisecond", "second" -> 1;
            case "minute" -> 60;
            case "hour" -> 3600;
            case "day" -> 86_400;
            case "week" -> 7 * 86_400;
            case "month", "quarter", "year", "decade", "century" -> 86_400;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER, "unknown unit of time '" + unit + "'");
        };
    }
}
