package io.millrace.exec.expression.datetime;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;
import java.time.ZoneId;

/** Reads an argument of type DATE, TIMESTAMP or TIMESTAMP_TZ as a point in time of one scale, and writes such points in the result's. */
final class TimeReader {
    static final long SECONDS_PER_DAY = 86_400;
    static final long MICROS_PER_DAY = SECONDS_PER_DAY * 1_000_000;

    private final int index;
    private final SqlType.Kind kind;
    /** Units a second of what is read: the argument's own. */
    final long unitsPerSecond;
    final long unitsPerDay;

    private final ZoneOffsets zone;

    TimeReader(Expr.Call call, int index, ZoneId zone) {
        this.index = index;
        SqlType type = call.arguments().get(index).type();
        this.kind = type.kind();
        this.unitsPerSecond = type.kind() == SqlType.Kind.DATE ? 1_000_000L : type.unitsPerSecond();
        this.unitsPerDay = unitsPerSecond * SECONDS_PER_DAY;
        this.zone = new ZoneOffsets(zone);
        if (kind != SqlType.Kind.DATE && kind != SqlType.Kind.TIMESTAMP && kind != SqlType.Kind.TIMESTAMP_TZ) {
            throw RowCalls.unsupported(call, "argument " + (index + 1) + " must be a date or a timestamp");
        }
    }

    boolean zoned() {
        return kind == SqlType.Kind.TIMESTAMP_TZ;
    }

    boolean date() {
        return kind == SqlType.Kind.DATE;
    }

    /** The stored value; of a DATE the units at its midnight. */
    long units(Operand[] arguments, int row) {
        return kind == SqlType.Kind.DATE
                ? Math.multiplyExact(arguments[index].intAt(row), unitsPerDay)
                : arguments[index].longAt(row);
    }

    /** What a wall clock shows: in the session's zone for an instant. */
    long local(Operand[] arguments, int row) {
        long units = units(arguments, row);
        return kind == SqlType.Kind.TIMESTAMP_TZ ? units + zone.at(Math.floorDiv(units, unitsPerSecond)) * unitsPerSecond : units;
    }

    /** Days since 1970 on the wall clock. */
    long day(Operand[] arguments, int row) {
        return kind == SqlType.Kind.DATE ? arguments[index].intAt(row) : Math.floorDiv(local(arguments, row), unitsPerDay);
    }

    /** The instant at which the wall clock shows this. */
    long instant(long local) {
        return Math.subtractExact(local, zone.ofLocal(Math.floorDiv(local, unitsPerSecond)) * unitsPerSecond);
    }

    int offsetSeconds(long units) {
        return zone.at(Math.floorDiv(units, unitsPerSecond));
    }

    /** Units of one scale in another. */
    static long rescale(long units, long fromPerSecond, long toPerSecond) {
        return fromPerSecond == toPerSecond ? units
                : fromPerSecond < toPerSecond ? Math.multiplyExact(units, toPerSecond / fromPerSecond)
                        : Math.floorDiv(units, fromPerSecond / toPerSecond);
    }

    /** A local time as a value of the call's type: DATE, TIMESTAMP, or TIMESTAMP_TZ through the zone. */
    long result(long local, SqlType type) {
        return switch (type.kind()) {
            case DATE -> Math.floorDiv(local, unitsPerDay);
            case TIMESTAMP -> rescale(local, unitsPerSecond, type.unitsPerSecond());
            case TIMESTAMP_TZ -> rescale(instant(local), unitsPerSecond, type.unitsPerSecond());
            default -> throw new AssertionError(type);
        };
    }
}
