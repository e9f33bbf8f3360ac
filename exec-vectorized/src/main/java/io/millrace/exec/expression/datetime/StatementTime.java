package io.millrace.exec.expression.datetime;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;

/** The statement's time in several forms: one value for all rows. */
final class StatementTime {
    private StatementTime() {}

    static void register(RowCalls calls) {
        calls.lenient(Function.NOW, (call, context) -> (arguments, row, result) -> result
                .appendLong(TimeReader.rescale(context.statementMicros(), 1_000_000, call.type().unitsPerSecond())));
        calls.lenient(Function.CURRENT_DATE,
                (call, context) -> (arguments, row, result) -> result.appendInt(Math.toIntExact(localDay(context))));
        calls.lenient(Function.LOCALTIMESTAMP,
                (call, context) -> (arguments, row, result) -> result.appendLong(units(localMicros(context), call)));
        calls.lenient(Function.CURRENT_TIME, (call, context) -> (arguments, row, result) -> result
                .appendLong(units(Math.floorMod(localMicros(context), TimeReader.MICROS_PER_DAY), call)));
    }

    private static long units(long micros, Expr.Call call) {
        return TimeReader.rescale(micros, 1_000_000, call.type().unitsPerSecond());
    }

    private static long localMicros(EvaluationContext context) {
        long micros = context.statementMicros();
        return micros + new ZoneOffsets(context.zone()).at(Math.floorDiv(micros, 1_000_000L)) * 1_000_000L;
    }

    /** Today in the session's zone. */
    static long localDay(EvaluationContext context) {
        return Math.floorDiv(localMicros(context), TimeReader.MICROS_PER_DAY);
    }
}
