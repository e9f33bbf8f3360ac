package io.millrace.exec.expression.cast;

import io.millrace.common.type.SqlType;

/** Between the units of times and timestamps, and their precisions; overflow is reported by {@link #OVERFLOW}, which is no valid timestamp. */
final class TimeUnits {
    static final long OVERFLOW = Long.MIN_VALUE;
    private static final long[] NANOS = {
            1_000_000_000L, 100_000_000L, 10_000_000L, 1_000_000L, 100_000L, 10_000L, 1000L, 100L, 10L, 1L
    };
    private static final long MICROS_MIN = CivilTime.days(-4712, 1, 1) * 86_400_000_000L;

    private TimeUnits() {}

    /** Seconds and nanoseconds in the units of a type, rounded half away from zero to its precision. */
    static long of(long seconds, int nanos, SqlType type) {
        long step = NANOS[type.precision()];
        long rounded = seconds < 0 ? (nanos + (step - 1) / 2) / step * step : (nanos + step / 2) / step * step;
        long perSecond = type.unitsPerSecond();
        long high = Math.multiplyHigh(seconds, perSecond);
        long units = seconds * perSecond;
        long sum = units + rounded / (1_000_000_000L / perSecond);
        return high != units >> 63 || sum < units ? OVERFLOW : checked(sum, perSecond);
    }

    /** From PostgreSQL's earliest timestamp to what fits micros, in the year 294247; for nanos all but the lowest value. */
    private static long checked(long units, long perSecond) {
        return perSecond == 1_000_000 && units < MICROS_MIN ? OVERFLOW : units;
    }

    /** From one type's units to another's, rounded half away from zero to the target's precision. */
    static long convert(long units, SqlType from, SqlType to) {
        long value = units;
        if (from.unitsPerSecond() < to.unitsPerSecond()) {
            if (Math.multiplyHigh(value, 1000) != value * 1000 >> 63) {
                return OVERFLOW;
            }
            value *= 1000;
        }
        boolean narrower = from.unitsPerSecond() > to.unitsPerSecond();
        if (!narrower && to.precision() >= from.precision()) {
            return value;
        }
        long step = NANOS[to.precision()] / (from.unitsPerSecond() == 1_000_000_000L || to.unitsPerSecond() == 1_000_000_000L ? 1 : 1000);
        long rest = value % step;
        long rounded = value - rest;
        if (Math.abs(rest) >= step - Math.abs(rest)) {
            rounded += value < 0 ? -step : step;
        }
        return narrower ? rounded / 1000 : rounded;
    }
}
