package io.millrace.exec.expression.cast;

import io.millrace.common.error.MillraceException;
import io.millrace.exec.expression.support.Operand;

/** A cast from text to a type of fixed width. */
abstract class ParsingCast extends FixedCast {
    private ParseStatus last = ParseStatus.OK;

    ParsingCast(CastTarget target) {
        super(target);
    }

    /** Reads a text and writes the value of the row if all is well. */
    abstract ParseStatus parse(long address, int length, int row, long to);

    @Override
    final boolean cast(Operand operand, int row, long to) {
        last = parse(operand.startAt(row), operand.lengthAt(row), row, to);
        return last == ParseStatus.OK;
    }

    /** Of the row that failed last. */
    @Override
    final MillraceException failure(Operand operand, int row) {
        return error(last, operand.stringAt(row));
    }

    MillraceException error(ParseStatus status, String text) {
        return status == ParseStatus.RANGE
                ? CastErrors.outOfRange('"' + text + '"', target.type())
                : CastErrors.invalidText(text, target.type());
    }
}
