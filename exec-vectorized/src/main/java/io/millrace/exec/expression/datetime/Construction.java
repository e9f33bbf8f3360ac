package io.millrace.exec.expression.datetime;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Dates and timestamps from numbers. Fields out of range are overflow errors. */
final class Construction {
    private Construction() {}

    /** (year, month, day); a negative year is BC. */
    static long makeDate(Operand[] arguments, int row) {
        return day(RowCalls.integer(arguments[0], row), RowCalls.integer(arguments[1], row), RowCalls.integer(arguments[2], row));
    }

    static long day(long year, long month, long day) {
        if (year == 0 || month < 1 || month > 12 || day < 1 || Math.abs(year) > 10_000_000) {
            throw new ArithmeticException("date field value out of range");
        }
        long astronomical = year < 0 ? year + 1 : year;
        if (day > CivilDate.daysInMonth(astronomical, (int) month)) {
            throw new ArithmeticException("date field value out of range");
        }
        return CivilDate.epochDay(astronomical, (int) month, (int) day);
    }

    /** (year, month, day, hour, minute, seconds of any numeric type). */
    static LongRowFunction makeTimestamp(Expr.Call call) {
        SqlType secondsType = call.arguments().get(5).type();
        long perSecond = call.type().unitsPerSecond();
        return (arguments, row) -> {
            long hour = RowCalls.integer(arguments[3], row);
            long minute = RowCalls.integer(arguments[4], row);
            long units = units(arguments[5], row, secondsType, perSecond);
            boolean dayEnd = hour == 24 && minute == 0 && units == 0;
            if (hour < 0 || hour > 23 && !dayEnd || minute < 0 || minute > 59 || units < 0 || units > 60 * perSecond) {
                throw new ArithmeticException("time field value out of range");
            }
            long seconds = makeDate(arguments, row) * TimeReader.SECONDS_PER_DAY + hour * 3600 + minute * 60;
            return Math.addExact(Math.multiplyExact(seconds, perSecond), units);
        };
    }

    /** (hour, minute, seconds of any numeric type). */
    static LongRowFunction makeTime(Expr.Call call) {
        SqlType secondsType = call.arguments().get(2).type();
        long perSecond = call.type().unitsPerSecond();
        return (arguments, row) -> {
            long hour = RowCalls.integer(arguments[0], row);
            long minute = RowCalls.integer(arguments[1], row);
            long units = units(arguments[2], row, secondsType, perSecond);
            if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || units < 0 || units >= 60 * perSecond) {
                throw new ArithmeticException("time field value out of range");
            }
            return (hour * 3600 + minute * 60) * perSecond + units;
        };
    }

    /** (seconds since 1970 of any numeric type). */
    static LongRowFunction ofSeconds(Expr.Call call) {
        SqlType type = call.arguments().get(0).type();
        long perSecond = call.type().unitsPerSecond();
        return (arguments, row) -> units(arguments[0], row, type, perSecond);
    }

    private static long units(Operand operand, int row, SqlType type, long perSecond) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Math.multiplyExact(RowCalls.integer(operand, row), perSecond);
            case REAL, DOUBLE -> {
                double scaled = Math.rint(operand.doubleAt(row) * perSecond);
                if (!(Math.abs(scaled) < 9.2e18)) {
                    throw new ArithmeticException("timestamp out of range");
                }
                yield (long) scaled;
            }
            default -> Arithmetic.number(operand, row, type).multiply(BigDecimal.valueOf(perSecond)).setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        };
    }
}
