package io.millrace.exec.expression.nested;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.datetime.CivilDate;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;

/** SEQUENCE: numbers, or times, from one to another by a step. */
final class Sequences {
    /** Elements at most, so that a short statement cannot take the server's memory. */
    private static final long ELEMENTS_MAX = 10_000_000;

    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private Sequences() {}

    static void sequence(Operand[] arguments, int row, ColumnBuilder result) {
        long from = RowCalls.integer(arguments[0], row);
        long to = RowCalls.integer(arguments[1], row);
        long step = arguments.length > 2 ? RowCalls.integer(arguments[2], row) : 1;
        if (step == 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "step size cannot equal zero");
        }
        if (arguments.length > 2 && arguments[2].values.type().kind() == SqlType.Kind.INTERVAL_YEAR_MONTH) {
            months(from, to, step, result.child(0));
        } else if (step > 0 ? from <= to : from >= to) {
            steps(from, to, step, result.child(0));
        }
        result.endList();
    }

    private static void steps(long from, long to, long step, ColumnBuilder result) {
        long distance = step > 0 ? to - from : from - to;
        long width = Math.abs(step);
        if (distance < 0 || distance / width >= ELEMENTS_MAX) {
            throw tooLong();
        }
        for (long i = 0; i <= distance / width; i++) {
            Elements.integer(from + i * step, result);
        }
    }

    /** Microseconds; each from the one before, as in PostgreSQL: after the last of January and of February come the 28th or 29th of all months. */
    private static void months(long from, long to, long step, ColumnBuilder result) {
        long count = 0;
        for (long next = from; step > 0 ? next <= to : next >= to; next = plusMonths(next, step)) {
            if (++count > ELEMENTS_MAX) {
                throw tooLong();
            }
            Elements.integer(next, result);
        }
    }

    private static long plusMonths(long micros, long months) {
        long day = CivilDate.addMonths(Math.floorDiv(micros, MICROS_PER_DAY), months);
        return Math.addExact(Math.multiplyExact(day, MICROS_PER_DAY), Math.floorMod(micros, MICROS_PER_DAY));
    }

    private static MillraceException tooLong() {
        return new MillraceException(ErrorCode.STATEMENT_TOO_LARGE, "SEQUENCE would give more than " + ELEMENTS_MAX + " elements");
    }
}
