package io.millrace.exec.expression.cast;

import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;

/** Text to one of the two kinds of intervals; what belongs to the other kind has no place in it. */
final class IntervalParsing extends ParsingCast {
    private final IntervalParser parser = new IntervalParser();

    IntervalParsing(CastTarget target) {
        super(target);
    }

    @Override
    ParseStatus parse(long address, int length, int row, long to) {
        ParseStatus status = parser.parse(Ascii.string(address, address + length));
        if (status != ParseStatus.OK) {
            return status;
        }
        if (target.type().kind() == SqlType.Kind.INTERVAL_YEAR_MONTH) {
            Memory.putInt(to + 4L * row, (int) parser.months);
            return parser.micros == 0 ? ParseStatus.OK : ParseStatus.SYNTAX;
        }
        Memory.putLong(to + 8L * row, parser.micros);
        return parser.months == 0 ? ParseStatus.OK : ParseStatus.SYNTAX;
    }

    @Override
    MillraceException error(ParseStatus status, String text) {
        return status == ParseStatus.RANGE
                ? CastErrors.fieldOutOfRange(text, target.type())
                : CastErrors.invalidDateTime(text, target.type());
    }
}
