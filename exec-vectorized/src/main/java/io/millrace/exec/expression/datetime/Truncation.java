package io.millrace.exec.expression.datetime;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import java.time.ZoneId;

/** DATE_TRUNC and DATE_BIN: the start of the period that a time lies in. */
final class Truncation {
    private Truncation() {}

    /** (unit, time[, zone literal]). */
    static LongRowFunction truncate(Expr.Call call, EvaluationContext context) {
        TimeUnit unit = Extraction.unit(call);
        SqlType type = call.type();
        if (RowCalls.kind(call, 1) == SqlType.Kind.INTERVAL_DAY_TIME) {
            return (arguments, row) -> truncateDuration(unit, arguments[1].longAt(row), call);
        }
        if (RowCalls.kind(call, 1) == SqlType.Kind.INTERVAL_YEAR_MONTH) {
            return (arguments, row) -> truncateMonths(unit, arguments[1].intAt(row));
        }
        ZoneId zone = call.arguments().size() < 3 ? context.zone()
                : RowCalls.literal(call, 2).map(z -> ZoneNames.parse((String) z))
                        .orElseThrow(() -> RowCalls.unsupported(call, "the zone must be a literal"));
        TimeReader reader = new TimeReader(call, 1, zone);
        long perSecond = reader.unitsPerSecond;
        long width = width(unit, perSecond);
        if (width > 0) {
            return (arguments, row) -> {
                long units = reader.units(arguments, row);
                if (reader.zoned()) {
                    long offset = reader.offsetSeconds(units) * perSecond;
                    return TimeReader.rescale(Math.floorDiv(units + offset, width) * width - offset, perSecond, type.unitsPerSecond());
                }
                return reader.result(Math.floorDiv(units, width) * width, type);
            };
        }
        startOfDay(unit, 0, call);
        return (arguments, row) -> reader.result(
                Math.multiplyExact(startOfDay(unit, reader.day(arguments, row), call), reader.unitsPerDay), type);
    }

    /** Units of a period shorter than a day, else 0. */
    private static long width(TimeUnit unit, long perSecond) {
        return switch (unit) {
            case MICROSECONDS -> perSecond / 1_000_000;
            case MILLISECONDS -> perSecond / 1000;
            case SECOND -> perSecond;
            case MINUTE -> 60 * perSecond;
            case HOUR -> 3600 * perSecond;
            default -> 0;
        };
    }

    private static long startOfDay(TimeUnit unit, long day, Expr.Call call) {
        if (unit == TimeUnit.DAY) {
            return day;
        }
        if (unit == TimeUnit.WEEK) {
            return day - CivilDate.isoDayOfWeek(day) + 1;
        }
        if (unit == TimeUnit.ISOYEAR) {
            return CivilDate.isoYearStart(CivilDate.isoYear(day));
        }
        long civil = CivilDate.of(day);
        long year = CivilDate.year(civil);
        int month = CivilDate.month(civil);
        return switch (unit) {
            case MONTH -> day - CivilDate.day(civil) + 1;
            case QUARTER -> CivilDate.epochDay(year, (month - 1) / 3 * 3 + 1, 1);
            case YEAR -> CivilDate.epochDay(year, 1, 1);
            case DECADE -> CivilDate.epochDay(Math.floorDiv(year, 10) * 10, 1, 1);
            case CENTURY -> CivilDate.epochDay(Math.floorDiv(year - 1, 100) * 100 + 1, 1, 1);
            case MILLENNIUM -> CivilDate.epochDay(Math.floorDiv(year - 1, 1000) * 1000 + 1, 1, 1);
            default -> throw RowCalls.unsupported(call, "unit " + unit);
        };
    }

    private static long truncateDuration(TimeUnit unit, long micros, Expr.Call call) {
        long width = unit == TimeUnit.DAY ? TimeReader.MICROS_PER_DAY : width(unit, 1_000_000);
        return switch (unit) {
            case MONTH, QUARTER, YEAR, DECADE, CENTURY, MILLENNIUM -> 0;
            default -> {
                if (width == 0) {
                    throw RowCalls.unsupported(call, "unit " + unit);
                }
                yield micros / width * width;
            }
        };
    }

    private static long truncateMonths(TimeUnit unit, int months) {
        int width = switch (unit) {
            case QUARTER -> 3;
            case YEAR -> 12;
            case DECADE -> 120;
            case CENTURY -> 1200;
            case MILLENNIUM -> 12_000;
            default -> 1;
        };
        return (long) (months / width) * width;
    }

    /** (stride, time, origin). */
    static LongRowFunction bin(Expr.Call call, EvaluationContext context) {
        if (RowCalls.kind(call, 0) != SqlType.Kind.INTERVAL_DAY_TIME) {
            throw RowCalls.unsupported(call, "timestamps cannot be binned into intervals of months or years");
        }
        TimeReader time = new TimeReader(call, 1, context.zone());
        TimeReader origin = new TimeReader(call, 2, context.zone());
        long perSecond = time.unitsPerSecond;
        return (arguments, row) -> {
            long stride = TimeReader.rescale(arguments[0].longAt(row), 1_000_000, perSecond);
            if (stride <= 0) {
                throw new ArithmeticException("stride must be greater than zero");
            }
            long start = TimeReader.rescale(origin.units(arguments, row), origin.unitsPerSecond, perSecond);
            long distance = Math.subtractExact(time.units(arguments, row), start);
            long binned = Math.addExact(start, Math.floorDiv(distance, stride) * stride);
            return call.type().kind() == SqlType.Kind.DATE ? Math.floorDiv(binned, time.unitsPerDay)
                    : TimeReader.rescale(binned, perSecond, call.type().unitsPerSecond());
        };
    }
}
