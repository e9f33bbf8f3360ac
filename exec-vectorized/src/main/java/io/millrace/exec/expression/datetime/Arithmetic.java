package io.millrace.exec.expression.datetime;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.ZoneId;

/** Sums and differences of times and intervals. */
final class Arithmetic {
    private Arithmetic() {}

    /** (time or interval, interval), the interval's sign turned if {@code sign} is -1. */
    static LongRowFunction add(Expr.Call call, EvaluationContext context, int sign) {
        Kind left = RowCalls.kind(call, 0);
        Kind right = RowCalls.kind(call, 1);
        boolean leftInterval = interval(left);
        if (leftInterval && interval(right)) {
            if (left != right) {
                throw RowCalls.unsupported(call, "year-month and day-time intervals do not mix");
            }
            return (arguments, row) -> Math.addExact(
                    RowCalls.integer(arguments[0], row), Math.multiplyExact(RowCalls.integer(arguments[1], row), (long) sign));
        }
        int time = leftInterval ? 1 : 0;
        int by = 1 - time;
        Kind kind = RowCalls.kind(call, time);
        boolean months = RowCalls.kind(call, by) == Kind.INTERVAL_YEAR_MONTH;
        if (!months && RowCalls.kind(call, by) != Kind.INTERVAL_DAY_TIME) {
            throw RowCalls.unsupported(call, "one argument must be an interval");
        }
        if (kind == Kind.TIME) {
            return addToTime(call, time, by, months, sign);
        }
        TimeReader reader = new TimeReader(call, time, context.zone());
        SqlType type = call.type();
        if (months && kind == Kind.DATE && type.kind() == Kind.DATE) {
            return (arguments, row) -> CivilDate.addMonths(arguments[time].intAt(row), (long) sign * arguments[by].intAt(row));
        }
        if (months) {
            return (arguments, row) -> {
                long local = reader.local(arguments, row);
                long day = CivilDate.addMonths(Math.floorDiv(local, reader.unitsPerDay), (long) sign * arguments[by].intAt(row));
                return reader.result(
                        Math.addExact(Math.multiplyExact(day, reader.unitsPerDay), Math.floorMod(local, reader.unitsPerDay)), type);
            };
        }
        boolean instant = reader.zoned() && type.kind() == Kind.TIMESTAMP_TZ;
        return (arguments, row) -> {
            long micros = Math.multiplyExact(arguments[by].longAt(row), (long) sign);
            long units = Math.addExact(
                    reader.units(arguments, row), TimeReader.rescale(micros, 1_000_000, reader.unitsPerSecond));
            return instant ? TimeReader.rescale(units, reader.unitsPerSecond, type.unitsPerSecond()) : reader.result(units, type);
        };
    }

    private static boolean interval(Kind kind) {
        return kind == Kind.INTERVAL_DAY_TIME || kind == Kind.INTERVAL_YEAR_MONTH;
    }

    private static LongRowFunction addToTime(Expr.Call call, int time, int by, boolean months, int sign) {
        long perSecond = call.arguments().get(time).type().unitsPerSecond();
        long day = TimeReader.SECONDS_PER_DAY * perSecond;
        return (arguments, row) -> {
            long micros = months ? 0 : arguments[by].longAt(row) % TimeReader.MICROS_PER_DAY * sign;
            return Math.floorMod(arguments[time].longAt(row) + micros * (perSecond / 1_000_000), day);
        };
    }

    /** (T, T): the difference in the result's kind of interval. */
    static LongRowFunction difference(Expr.Call call, EvaluationContext context) {
        boolean months = call.type().kind() == Kind.INTERVAL_YEAR_MONTH;
        if (!months && call.type().kind() != Kind.INTERVAL_DAY_TIME) {
            throw RowCalls.unsupported(call, "the result must be an interval");
        }
        if (RowCalls.kind(call, 0) == Kind.TIME) {
            long factor = call.arguments().get(0).type().unitsPerSecond() / 1_000_000;
            return (arguments, row) -> (arguments[0].longAt(row) - arguments[1].longAt(row)) / factor;
        }
        TimeReader left = new TimeReader(call, 0, context.zone());
        TimeReader right = new TimeReader(call, 1, context.zone());
        if (months) {
            return (arguments, row) -> monthsBetween(micros(right, arguments, row), micros(left, arguments, row));
        }
        if (left.unitsPerSecond == right.unitsPerSecond) {
            return (arguments, row) -> TimeReader.rescale(
                    Math.subtractExact(left.units(arguments, row), right.units(arguments, row)), left.unitsPerSecond, 1_000_000);
        }
        return (arguments, row) -> Math.subtractExact(
                TimeReader.rescale(left.units(arguments, row), left.unitsPerSecond, 1_000_000),
                TimeReader.rescale(right.units(arguments, row), right.unitsPerSecond, 1_000_000));
    }

    private static long micros(TimeReader reader, Operand[] arguments, int row) {
        return TimeReader.rescale(reader.local(arguments, row), reader.unitsPerSecond, 1_000_000);
    }

    /** AGE(a, b), or AGE(a) as of today's midnight. */
    static LongRowFunction age(Expr.Call call, EvaluationContext context) {
        if (call.arguments().size() > 1) {
            return difference(call, context);
        }
        TimeReader reader = new TimeReader(call, 0, context.zone());
        long today = StatementTime.localDay(context) * TimeReader.MICROS_PER_DAY;
        boolean months = call.type().kind() == Kind.INTERVAL_YEAR_MONTH;
        return (arguments, row) -> {
            long micros = micros(reader, arguments, row);
            return months ? monthsBetween(micros, today) : Math.subtractExact(today, micros);
        };
    }

    /** (unit, from, to): whole units, rounded towards zero. */
    static LongRowFunction wholeUnits(Expr.Call call, EvaluationContext context) {
        TimeUnit unit = Extraction.unit(call);
        if (RowCalls.kind(call, 1) == Kind.TIME) {
            long perSecond = call.arguments().get(1).type().unitsPerSecond();
            long width = unitWidth(unit, perSecond, call);
            return (arguments, row) -> (arguments[2].longAt(row) - arguments[1].longAt(row)) / width;
        }
        TimeReader from = new TimeReader(call, 1, context.zone());
        TimeReader to = new TimeReader(call, 2, context.zone());
        int months = switch (unit) {
            case MONTH -> 1;
            case QUARTER -> 3;
            case YEAR -> 12;
            case DECADE -> 120;
            case CENTURY -> 1200;
            case MILLENNIUM -> 12_000;
            default -> 0;
        };
        if (months > 0) {
            return (arguments, row) -> monthsBetween(micros(from, arguments, row), micros(to, arguments, row)) / months;
        }
        long scale = Math.max(from.unitsPerSecond, to.unitsPerSecond);
        if (unit == TimeUnit.NANOSECONDS) {
            return (arguments, row) -> Math.multiplyExact(
                    Math.subtractExact(scaled(to, arguments, row, scale), scaled(from, arguments, row, scale)), 1_000_000_000L / scale);
        }
        long width = unitWidth(unit, scale, call);
        return (arguments, row) -> Math.subtractExact(scaled(to, arguments, row, scale), scaled(from, arguments, row, scale)) / width;
    }

    private static long scaled(TimeReader reader, Operand[] arguments, int row, long scale) {
        return TimeReader.rescale(reader.units(arguments, row), reader.unitsPerSecond, scale);
    }

    private static long unitWidth(TimeUnit unit, long perSecond, Expr.Call call) {
        return switch (unit) {
            case MICROSECONDS -> perSecond / 1_000_000;
            case MILLISECONDS -> perSecond / 1000;
            case SECOND -> perSecond;
            case MINUTE -> 60 * perSecond;
            case HOUR -> 3600 * perSecond;
            case DAY -> TimeReader.SECONDS_PER_DAY * perSecond;
            case WEEK -> 7 * TimeReader.SECONDS_PER_DAY * perSecond;
            default -> throw RowCalls.unsupported(call, "unit " + unit);
        };
    }

    /** Whole months, rounded towards zero: as many as can be added to {@code from} without passing {@code to}. */
    static long monthsBetween(long from, long to) {
        if (to < from) {
            return -monthsBackward(to, from);
        }
        long start = CivilDate.of(Math.floorDiv(from, TimeReader.MICROS_PER_DAY));
        long end = CivilDate.of(Math.floorDiv(to, TimeReader.MICROS_PER_DAY));
        long months = (CivilDate.year(end) - CivilDate.year(start)) * 12 + CivilDate.month(end) - CivilDate.month(start);
        return plusMonths(from, months) > to ? months - 1 : months;
    }

    /** As many months as can be taken from {@code later} without passing {@code earlier}. */
    private static long monthsBackward(long earlier, long later) {
        long start = CivilDate.of(Math.floorDiv(earlier, TimeReader.MICROS_PER_DAY));
        long end = CivilDate.of(Math.floorDiv(later, TimeReader.MICROS_PER_DAY));
        long months = (CivilDate.year(end) - CivilDate.year(start)) * 12 + CivilDate.month(end) - CivilDate.month(start);
        return plusMonths(later, -months) < earlier ? months - 1 : months;
    }

    private static long plusMonths(long micros, long months) {
        return CivilDate.addMonths(Math.floorDiv(micros, TimeReader.MICROS_PER_DAY), months) * TimeReader.MICROS_PER_DAY
                + Math.floorMod(micros, TimeReader.MICROS_PER_DAY);
    }

    /** (interval, number), or the number first; the factor inverted if {@code divide}. */
    static LongRowFunction scale(Expr.Call call, boolean divide) {
        int index = interval(RowCalls.kind(call, 0)) ? 0 : 1;
        int by = 1 - index;
        boolean months = RowCalls.kind(call, index) == Kind.INTERVAL_YEAR_MONTH;
        SqlType number = call.arguments().get(by).type();
        if (!number.isNumeric() || !interval(RowCalls.kind(call, index)) || divide && index == 1) {
            throw RowCalls.unsupported(call, "one argument must be an interval, one a number");
        }
        if (number.isInteger() && !divide) {
            return (arguments, row) -> Math.multiplyExact(RowCalls.integer(arguments[index], row), RowCalls.integer(arguments[by], row));
        }
        return (arguments, row) -> {
            BigDecimal factor = number(arguments[by], row, number);
            BigDecimal interval = BigDecimal.valueOf(RowCalls.integer(arguments[index], row));
            if (divide && factor.signum() == 0) {
                throw new MillraceException(
                        ErrorCode.DIVISION_BY_ZERO, "division by zero");
            }
            int digits = months ? 9 : 0;
            BigDecimal exact = divide ? interval.divide(factor, digits, RoundingMode.HALF_EVEN) : interval.multiply(factor);
            if (months && exact.stripTrailingZeros().scale() > 0) {
                throw new MillraceException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "an interval of months cannot hold a fraction of a month: " + exact.stripTrailingZeros().toPlainString());
            }
            return exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
        };
    }

    /** A number of any type, which must be finite. */
    static BigDecimal number(Operand operand, int row, SqlType type) {
        return switch (type.layout()) {
            case INT32 -> BigDecimal.valueOf(operand.intAt(row));
            case INT64 -> BigDecimal.valueOf(operand.longAt(row), type.scale());
            case INT128 -> new BigDecimal(
                    BigInteger.valueOf(operand.highAt(row)).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(operand.lowAt(row)))),
                    type.scale());
            case FLOAT64 -> {
                double value = operand.doubleAt(row);
                if (Double.isNaN(value) || Double.isInfinite(value)) {
                    throw new ArithmeticException("not a finite number");
                }
                yield new BigDecimal(value);
            }
            case BIT, BINARY, LIST, ROW -> throw new AssertionError(type);
        };
    }

    /** (TIMESTAMP or TIMESTAMP_TZ, zone). */
    static LongRowFunction atTimeZone(Expr.Call call, EvaluationContext context) {
        long from = call.arguments().get(0).type().unitsPerSecond();
        long to = call.type().unitsPerSecond();
        boolean toInstant = call.type().kind() == Kind.TIMESTAMP_TZ;
        boolean sourceZoned = RowCalls.kind(call, 0) == Kind.TIMESTAMP_TZ;
        if (toInstant == sourceZoned || !sourceZoned && RowCalls.kind(call, 0) != Kind.TIMESTAMP) {
            throw RowCalls.unsupported(call, "AT TIME ZONE takes a timestamp");
        }
        ZoneCache zones = new ZoneCache();
        return (arguments, row) -> {
            ZoneOffsets zone = zones.of(arguments[1], row);
            long units = arguments[0].longAt(row);
            long seconds = Math.floorDiv(units, from);
            long moved = toInstant
                    ? Math.subtractExact(units, zone.ofLocal(seconds) * from)
                    : Math.addExact(units, zone.at(seconds) * from);
            return TimeReader.rescale(moved, from, to);
        };
    }

    /** The zone met last. */
    private static final class ZoneCache {
        private String name;
        private ZoneOffsets offsets;
        private Operand seen;

        ZoneOffsets of(Operand operand, int row) {
            if (operand == seen && operand.isConstant()) {
                return offsets;
            }
            String newName = operand.stringAt(row);
            if (!newName.equals(name)) {
                ZoneId zone = ZoneNames.parse(newName);
                name = newName;
                offsets = new ZoneOffsets(zone);
            }
            seen = operand;
            return offsets;
        }
    }
}
