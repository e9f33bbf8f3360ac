package io.millrace.exec.expression.cast;

import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.Operand;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Dates, times and timestamps among each other; between local times and instants stands the session's zone. */
final class DateTimeCasts extends FixedCast {
    private static final long DAY = 86_400;

    private final SqlType source;
    private final SessionZone zone;

    DateTimeCasts(SqlType source, CastTarget target, ZoneId zone) {
        super(target);
        this.source = source;
        this.zone = new SessionZone(zone);
    }

    /** Whether there is a cast from one to the other, other than the identity. */
    static boolean casts(SqlType source, SqlType type) {
        return switch (source.kind()) {
            case DATE -> type.kind() == SqlType.Kind.TIMESTAMP || type.kind() == SqlType.Kind.TIMESTAMP_TZ;
            case TIME -> type.kind() == SqlType.Kind.TIME || type.kind() == SqlType.Kind.INTERVAL_DAY_TIME;
            case TIMESTAMP, TIMESTAMP_TZ -> switch (type.kind()) {
                case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> true;
                default -> false;
            };
            case INTERVAL_DAY_TIME -> type.kind() == SqlType.Kind.TIME;
            default -> false;
        };
    }

    @Override
    boolean cast(Operand operand, int row, long to) {
        SqlType type = target.type();
        if (source.kind() == SqlType.Kind.DATE) {
            long seconds = operand.intAt(row) * DAY;
            long shifted = type.kind() == SqlType.Kind.TIMESTAMP_TZ ? seconds - zone.offsetAtLocal(seconds) : seconds;
            return put(TimeUnits.of(shifted, 0, type), row, to);
        }
        long units = operand.longAt(row);
        long perSecond = source.kind() == SqlType.Kind.INTERVAL_DAY_TIME ? 1_000_000 : source.unitsPerSecond();
        long seconds = Math.floorDiv(units, perSecond);
        switch (source.kind()) {
            case TIMESTAMP -> {
                if (type.kind() == SqlType.Kind.TIMESTAMP_TZ) {
                    units -= zone.offsetAtLocal(seconds) * perSecond;
                }
            }
            case TIMESTAMP_TZ -> {
                if (type.kind() != SqlType.Kind.TIMESTAMP_TZ) {
                    units += zone.offsetAt(seconds) * perSecond;
                }
            }
            default -> {}
        }
        return switch (type.kind()) {
            case DATE -> {
                Memory.putInt(to + 4L * row, (int) Math.floorDiv(units, DAY * perSecond));
                yield true;
            }
            case TIME -> time(Math.floorMod(units, DAY * perSecond), row, to);
            case INTERVAL_DAY_TIME -> put(perSecond == 1_000_000 ? units : units / 1000, row, to);
            default -> put(TimeUnits.convert(units, source, type), row, to);
        };
    }

    private boolean time(long units, int row, long to) {
        SqlType from = source.kind() == SqlType.Kind.INTERVAL_DAY_TIME ? SqlType.TIME : source;
        long value = TimeUnits.convert(units, from, target.type());
        Memory.putLong(to + 8L * row, value);
        return value < DAY * target.type().unitsPerSecond();
    }

    private static boolean put(long units, int row, long to) {
        Memory.putLong(to + 8L * row, units);
        return units != TimeUnits.OVERFLOW;
    }

    @Override
    MillraceException failure(Operand operand, int row) {
        TextBytes text = new TextBytes();
        new TextFormat(ZoneOffset.UTC).append(operand, row, false, text);
        return CastErrors.overflow(text.toString(), target.type());
    }
}
