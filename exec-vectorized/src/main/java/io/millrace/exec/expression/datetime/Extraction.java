package io.millrace.exec.expression.datetime;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import java.util.Optional;

/**
 * EXTRACT: a field as a whole number of 10^-{@link #scale}ths, then as the call's type asks: DECIMAL and DOUBLE with the fraction, integers without.
 */
final class Extraction {
    private static final long JULIAN_OF_1970 = 2_440_588;
    private static final long[] POWERS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000};

    private final TimeUnit field;
    private final SqlType source;
    private final long perSecond;
    private final TimeReader reader;
    /** Digits after the point that the field has. */
    final int scale;

    private Extraction(Expr.Call call, TimeUnit field, EvaluationContext context) {
        this.field = field;
        this.source = call.arguments().get(1).type();
        this.perSecond = switch (source.kind()) {
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> source.unitsPerSecond();
            default -> 1_000_000L;
        };
        this.reader = switch (source.kind()) {
            case DATE, TIMESTAMP, TIMESTAMP_TZ -> new TimeReader(call, 1, context.zone());
            case TIME, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> null;
            default -> throw RowCalls.unsupported(call, "EXTRACT takes dates, times, timestamps and intervals");
        };
        int digits = perSecond == 1_000_000L ? 6 : 9;
        boolean wholeDays = source.kind() == SqlType.Kind.DATE || source.kind() == SqlType.Kind.INTERVAL_YEAR_MONTH;
        this.scale = wholeDays ? 0 : switch (field) {
            case SECOND, EPOCH -> digits;
            case MILLISECONDS -> digits - 3;
            case MICROSECONDS -> digits - 6;
            default -> 0;
        };
        check(call);
    }

    private void check(Expr.Call call) {
        boolean timed = source.kind() != SqlType.Kind.DATE && source.kind() != SqlType.Kind.INTERVAL_YEAR_MONTH;
        boolean supported = switch (field) {
            case NANOSECONDS -> false;
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> timed || source.kind() == SqlType.Kind.INTERVAL_YEAR_MONTH;
            case EPOCH -> true;
            case DAY, MONTH, QUARTER, YEAR, DECADE, CENTURY, MILLENNIUM -> source.kind() != SqlType.Kind.TIME;
            case WEEK, DOW, ISODOW, DOY, ISOYEAR -> reader != null;
            case JULIAN -> reader != null && reader.date();
            case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> source.kind() == SqlType.Kind.TIMESTAMP_TZ;
        };
        if (!supported) {
            throw RowCalls.unsupported(call, "unit " + field + " of " + source);
        }
    }

    /** The extraction that a call asks for. */
    static Extraction of(Expr.Call call, EvaluationContext context) {
        return new Extraction(call, unit(call), context);
    }

    static TimeUnit unit(Expr.Call call) {
        Optional<Object> unit = RowCalls.literal(call, 0);
        if (unit.isPresent() && unit.get() instanceof String name) {
            return TimeUnit.parse(name);
        }
        throw RowCalls.unsupported(call, "the unit must be a literal");
    }

    /** For results of an integer type. */
    LongRowFunction whole() {
        long divisor = POWERS[scale];
        return divisor == 1 ? this::value : (arguments, row) -> Math.floorDiv(value(arguments, row), divisor);
    }

    /** For DECIMAL and DOUBLE. */
    RowFunction fractional(SqlType type) {
        if (type.isApproximate()) {
            double divisor = POWERS[scale];
            return (arguments, row, result) -> result.appendDouble(value(arguments, row) / divisor);
        }
        long factor = type.scale() >= scale ? power(type.scale() - scale) : 1;
        long divisor = type.scale() >= scale ? 1 : power(scale - type.scale());
        return (arguments, row, result) -> decimal(value(arguments, row), factor, divisor, result);
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, 10L);
        }
        return power;
    }

    private static void decimal(long value, long factor, long divisor, ColumnBuilder result) {
        long whole = Math.floorDiv(value, divisor);
        switch (result.type().layout()) {
            case INT64 -> {
                if (Math.multiplyHigh(whole, factor) != (whole * factor) >> 63) {
                    throw new MillraceException(ErrorCode.DATETIME_OVERFLOW, "EXTRACT of " + result.type() + ": out of range");
                }
                result.appendLong(whole * factor);
            }
            case INT128 -> result.appendInt128(whole * factor, Math.multiplyHigh(whole, factor));
            case BIT, INT32, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(result.type());
        }
    }

    private long value(Operand[] arguments, int row) {
        return switch (source.kind()) {
            case DATE -> ofDay(arguments[1].intAt(row));
            case TIMESTAMP -> ofLocal(arguments[1].longAt(row), arguments[1].longAt(row), 0);
            case TIMESTAMP_TZ -> {
                long units = arguments[1].longAt(row);
                int offset = reader.offsetSeconds(units);
                yield ofLocal(units + offset * perSecond, units, offset);
            }
            case TIME -> ofTimeOfDay(arguments[1].longAt(row), arguments[1].longAt(row));
            case INTERVAL_DAY_TIME -> ofDuration(arguments[1].longAt(row));
            case INTERVAL_YEAR_MONTH -> ofMonths(arguments[1].intAt(row));
            default -> throw new AssertionError(source);
        };
    }

    private long ofLocal(long local, long instant, int offset) {
        return switch (field) {
            case EPOCH -> instant;
            case TIMEZONE -> offset;
            case TIMEZONE_HOUR -> offset / 3600;
            case TIMEZONE_MINUTE -> offset / 60 % 60;
            case NANOSECONDS, MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR ->
                    ofTimeOfDay(Math.floorMod(local, reader.unitsPerDay), local);
            case DAY, WEEK, MONTH, QUARTER, YEAR, DECADE, CENTURY, MILLENNIUM, DOW, ISODOW, DOY, ISOYEAR, JULIAN ->
                    ofDay(Math.floorDiv(local, reader.unitsPerDay));
        };
    }

    private long ofDay(long day) {
        return switch (field) {
            case DAY -> CivilDate.day(CivilDate.of(day));
            case MONTH -> CivilDate.month(CivilDate.of(day));
            case QUARTER -> (CivilDate.month(CivilDate.of(day)) + 2) / 3;
            case YEAR -> shown(CivilDate.year(CivilDate.of(day)));
            case ISOYEAR -> shown(CivilDate.isoYear(day));
            case DECADE -> Math.floorDiv(CivilDate.year(CivilDate.of(day)), 10);
            case CENTURY -> periods(CivilDate.year(CivilDate.of(day)), 100);
            case MILLENNIUM -> periods(CivilDate.year(CivilDate.of(day)), 1000);
            case WEEK -> CivilDate.isoWeek(day);
            case DOW -> CivilDate.isoDayOfWeek(day) % 7;
            case ISODOW -> CivilDate.isoDayOfWeek(day);
            case DOY -> CivilDate.dayOfYear(day);
            case JULIAN -> day + JULIAN_OF_1970;
            case EPOCH -> day * TimeReader.SECONDS_PER_DAY;
            case NANOSECONDS, MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR, TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE ->
                    throw new AssertionError(field);
        };
    }

    /** There is no year 0: the one before 1 is -1. */
    private static long shown(long year) {
        return year > 0 ? year : year - 1;
    }

    private static long periods(long year, long length) {
        return year > 0 ? (year + length - 1) / length : -((length - 1 - (year - 1)) / length);
    }

    private long ofTimeOfDay(long units, long whole) {
        return switch (field) {
            case HOUR -> units / (3600 * perSecond);
            case MINUTE -> units / (60 * perSecond) % 60;
            case SECOND, MILLISECONDS, MICROSECONDS -> units % (60 * perSecond);
            case EPOCH -> whole;
            default -> throw new AssertionError(field);
        };
    }

    private long ofDuration(long micros) {
        return switch (field) {
            case DAY -> micros / TimeReader.MICROS_PER_DAY;
            case MONTH, YEAR, DECADE, CENTURY, MILLENNIUM -> 0;
            case QUARTER -> 1;
            case EPOCH -> micros;
            default -> ofTimeOfDay(micros % TimeReader.MICROS_PER_DAY, micros);
        };
    }

    private long ofMonths(long months) {
        return switch (field) {
            case YEAR -> months / 12;
            case MONTH -> months % 12;
            case QUARTER -> months % 12 / 3 + 1;
            case DECADE -> months / 120;
            case CENTURY -> months / 1200;
            case MILLENNIUM -> months / 12_000;
            case EPOCH -> months / 12 * 31_557_600L + months % 12 * 30 * TimeReader.SECONDS_PER_DAY;
            default -> 0;
        };
    }
}
