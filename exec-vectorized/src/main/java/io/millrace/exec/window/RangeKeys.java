package io.millrace.exec.window;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.datetime.CivilDate;
import io.millrace.exec.kernel.Comparison;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The order key of RANGE with an offset: compares rows' keys with one row's key plus or minus the offset. */
abstract class RangeKeys {
    private final Column column;

    private RangeKeys(Column column) {
        this.column = column;
    }

    boolean isNull(int row) {
        return column.isNull(row);
    }

    /** Sets the bound: the row's key moved by the offset. */
    abstract void bound(int row);

    /** Negative, zero or positive as the row's key is below, at or above the bound. */
    abstract int compare(int row);

    /** Refuses a key and an offset that don't go together, and negative offsets. */
    static void check(SqlType type, Expr.Literal offset) {
        boolean fits = switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> offset.value() instanceof Number;
            case DATE -> true;
            case TIMESTAMP, TIMESTAMP_TZ -> offset.value() instanceof Duration || offset.value() instanceof Period;
            case TIME, INTERVAL_DAY_TIME -> offset.value() instanceof Duration;
            case INTERVAL_YEAR_MONTH -> offset.value() instanceof Period;
            default -> false;
        };
        if (!fits) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "RANGE with an offset of " + offset.type() + " over a key of " + type);
        }
        boolean negative = switch (offset.value()) {
            case Duration duration -> duration.isNegative();
            case Period period -> period.toTotalMonths() < 0;
            case Number number -> number.doubleValue() < 0 || Double.isNaN(number.doubleValue());
            default -> throw new AssertionError(offset);
        };
        if (negative) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "frame offset must not be negative");
        }
    }

    /** {@code sign}: 1 to add the offset, -1 to subtract it. */
    static RangeKeys of(Column column, Expr.Literal literal, int sign, ZoneId zone) {
        SqlType type = column.type();
        FixedColumn keys = (FixedColumn) column;
        return switch (literal.value()) {
            case Period months when type.kind() == SqlType.Kind.INTERVAL_YEAR_MONTH ->
                    new Longs(keys, 1, sign * months.toTotalMonths());
            case Period months -> new Months(keys, sign * months.toTotalMonths(), zone);
            case Duration duration -> {
                long micros = Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
                boolean nanos = switch (type.kind()) {
                    case TIME, TIMESTAMP, TIMESTAMP_TZ -> type.unitsPerSecond() > 1_000_000L;
                    default -> false;
                };
                long units = nanos ? Math.multiplyExact(micros, 1000L) : micros;
                yield new Longs(keys, type.kind() == SqlType.Kind.DATE ? 86_400_000_000L : 1, sign * units);
            }
            case Number number when type.layout() == Layout.FLOAT64 -> new Doubles(keys, sign * number.doubleValue());
            case Number number -> new Decimals(keys, new BigDecimal(number.toString()).multiply(BigDecimal.valueOf(sign)));
            default -> throw new AssertionError(literal);
        };
    }

    /** Whole numbers, each {@code factor} units; sums saturate. */
    private static final class Longs extends RangeKeys {
        private final FixedColumn keys;
        private final long factor;
        private final long offset;
        private long bound;

        Longs(FixedColumn keys, long factor, long offset) {
            super(keys);
            this.keys = keys;
            this.factor = factor;
            this.offset = offset;
        }

        private long key(int row) {
            long key = keys.type().layout() == Layout.INT32 ? keys.intAt(row) : keys.longAt(row);
            long scaled = key * factor;
            return Math.multiplyHigh(key, factor) == scaled >> 63 ? scaled : key < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }

        @Override
        void bound(int row) {
            long key = key(row);
            long sum = key + offset;
            bound = ((key ^ sum) & (offset ^ sum)) < 0 ? offset < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
        }

        @Override
        int compare(int row) {
            return Long.compare(key(row), bound);
        }
    }

    private static final class Doubles extends RangeKeys {
        private final FixedColumn keys;
        private final double offset;
        private double bound;

        Doubles(FixedColumn keys, double offset) {
            super(keys);
            this.keys = keys;
            this.offset = offset;
        }

        @Override
        void bound(int row) {
            double key = keys.doubleAt(row);
            bound = Double.isInfinite(key) ? key : key + offset;
        }

        @Override
        int compare(int row) {
            return Comparison.compareDoubles(keys.doubleAt(row), bound);
        }
    }

    /** Integers and decimals with an offset of any scale. */
    private static final class Decimals extends RangeKeys {
        private final FixedColumn keys;
        private final BigDecimal offset;
        private BigDecimal bound;

        Decimals(FixedColumn keys, BigDecimal offset) {
            super(keys);
            this.keys = keys;
            this.offset = offset;
        }

        private BigDecimal key(int row) {
            return switch (keys.type().layout()) {
                case INT32 -> BigDecimal.valueOf(keys.intAt(row));
                case INT64 -> BigDecimal.valueOf(keys.longAt(row), keys.type().scale());
                case INT128 -> new BigDecimal(Values.toBigInteger(keys.lowAt(row), keys.highAt(row)), keys.type().scale());
                case BIT, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(keys.type());
            };
        }

        @Override
        void bound(int row) {
            bound = key(row).add(offset);
        }

        @Override
        int compare(int row) {
            return key(row).compareTo(bound);
        }
    }

    /** Dates and timestamps with an offset of months. */
    private static final class Months extends RangeKeys {
        private final FixedColumn keys;
        private final long months;
        private final ZoneId zone;
        private long bound;

        Months(FixedColumn keys, long months, ZoneId zone) {
            super(keys);
            this.keys = keys;
            this.months = months;
            this.zone = keys.type().kind() == SqlType.Kind.TIMESTAMP_TZ ? zone : ZoneOffset.UTC;
        }

        @Override
        void bound(int row) {
            if (keys.type().kind() == SqlType.Kind.DATE) {
                bound = CivilDate.addMonths(keys.intAt(row), months);
                return;
            }
            long perSecond = keys.type().unitsPerSecond();
            long units = keys.longAt(row);
            long fraction = Math.floorMod(units, perSecond);
            LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(Math.floorDiv(units, perSecond)), zone);
            bound = local.plusMonths(months).atZone(zone).toEpochSecond() * perSecond + fraction;
        }

        @Override
        int compare(int row) {
            return Long.compare(keys.type().kind() == SqlType.Kind.DATE ? keys.intAt(row) : keys.longAt(row), bound);
        }
    }
}
