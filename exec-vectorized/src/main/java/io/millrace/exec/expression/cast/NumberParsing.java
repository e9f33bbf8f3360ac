package io.millrace.exec.expression.cast;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;

/** Text to BOOLEAN and numbers. */
final class NumberParsing extends ParsingCast {
    private final NumberParser parser = new NumberParser();
    private final ExactCast.ExactStore store;

    NumberParsing(CastTarget target) {
        super(target);
        boolean exact = target.type().isInteger() || target.type().kind() == SqlType.Kind.DECIMAL;
        this.store = exact ? new ExactCast.ExactStore(target.type()) : null;
    }

    @Override
    ParseStatus parse(long address, int length, int row, long to) {
        return switch (target.type().kind()) {
            case BOOLEAN -> bool(address, length, row, to);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(address, length, row, to);
            case DECIMAL -> decimal(address, length, row, to);
            default -> floating(address, length, row, to);
        };
    }

    private ParseStatus bool(long address, int length, int row, long to) {
        ParseStatus status = parser.bool(address, length);
        if (status == ParseStatus.OK) {
            Memory.putBit(to, row, parser.unscaled == 1);
        }
        return status;
    }

    private ParseStatus integer(long address, int length, int row, long to) {
        ParseStatus status = parser.integer(address, length);
        return status == ParseStatus.OK && !store.put(parser.unscaled, 0, to, row) ? ParseStatus.RANGE : status;
    }

    private ParseStatus decimal(long address, int length, int row, long to) {
        ParseStatus status = parser.decimal(address, length);
        if (status != ParseStatus.OK) {
            return status;
        }
        boolean fits;
        if (parser.big == null) {
            fits = store.put(parser.unscaled, parser.scale, to, row);
        } else if (parser.big.scale() > 1000) {
            fits = store.put(0, 0, to, row);
        } else {
            fits = store.put(parser.big.unscaledValue(), parser.big.scale(), to, row);
        }
        return fits ? ParseStatus.OK : ParseStatus.RANGE;
    }

    private ParseStatus floating(long address, int length, int row, long to) {
        ParseStatus status = parser.floating(address, length, target.type().kind() == SqlType.Kind.REAL);
        if (status == ParseStatus.OK) {
            Memory.putDouble(to + 8L * row, parser.floating);
        }
        return status;
    }
}
