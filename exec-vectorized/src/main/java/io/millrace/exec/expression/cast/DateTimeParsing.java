package io.millrace.exec.expression.cast;

import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.time.ZoneId;

/** Text to DATE, TIME and timestamps; a text without zone is read in the session's zone where one is needed, and a zone not needed is ignored. */
final class DateTimeParsing extends ParsingCast {
    private static final long MAX_DAYS = CivilTime.days(5_874_898, 1, 1);
    private static final long MIN_DAYS = CivilTime.days(-4712, 1, 1);

    private final DateTimeParser parser = new DateTimeParser();
    private final SessionZone zone;

    DateTimeParsing(CastTarget target, ZoneId zone) {
        super(target);
        this.zone = new SessionZone(zone);
    }

    @Override
    ParseStatus parse(long address, int length, int row, long to) {
        SqlType type = target.type();
        ParseStatus status = parser.parse(address, length);
        if (status != ParseStatus.OK) {
            return status;
        }
        if (type.kind() == SqlType.Kind.TIME) {
            return time(type, row, to);
        }
        if (!parser.hasDate) {
            return ParseStatus.SYNTAX;
        }
        if (type.kind() == SqlType.Kind.DATE) {
            Memory.putInt(to + 4L * row, (int) parser.days);
            return parser.days >= MIN_DAYS && parser.days < MAX_DAYS ? ParseStatus.OK : ParseStatus.RANGE;
        }
        long seconds = parser.days * 86_400 + parser.secondOfDay;
        if (type.kind() == SqlType.Kind.TIMESTAMP_TZ) {
            seconds -= offset(seconds);
        }
        long units = TimeUnits.of(seconds, parser.nanos, type);
        Memory.putLong(to + 8L * row, units);
        return units == TimeUnits.OVERFLOW ? ParseStatus.RANGE : ParseStatus.OK;
    }

    private int offset(long localSeconds) {
        if (!parser.hasZone) {
            return zone.offsetAtLocal(localSeconds);
        }
        return parser.region == null ? parser.offset : new SessionZone(parser.region).offsetAtLocal(localSeconds);
    }

    private ParseStatus time(SqlType type, int row, long to) {
        if (!parser.hasTime) {
            return ParseStatus.SYNTAX;
        }
        long units = TimeUnits.of(parser.secondOfDay, parser.nanos, type);
        Memory.putLong(to + 8L * row, units);
        return units < 86_400L * type.unitsPerSecond() ? ParseStatus.OK : ParseStatus.RANGE;
    }

    @Override
    MillraceException error(ParseStatus status, String text) {
        return status == ParseStatus.RANGE
                ? CastErrors.fieldOutOfRange(text, target.type())
                : CastErrors.invalidDateTime(text, target.type());
    }
}
