package io.millrace.exec.expression.datetime;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import java.util.Map;

/** The functions over dates, times, timestamps and intervals. */
public final class DateTimeFunctions {
    private DateTimeFunctions() {}

    /** Makes the function of a call. */
    @FunctionalInterface
    private interface Factory {
        LongRowFunction make(Expr.Call call, EvaluationContext context);
    }

    public static void register(Map<Function, CallLowering> table) {
        RowCalls calls = new RowCalls(table);
        StatementTime.register(calls);
        FormatFunctions.register(calls);
        extract(table, calls);
        put(table, Function.DATE_TRUNC, Truncation::truncate);
        put(table, Function.DATE_BIN, Truncation::bin);
        put(table, Function.DATETIME_ADD, (call, context) -> Arithmetic.add(call, context, 1));
        put(table, Function.DATETIME_SUBTRACT, (call, context) -> Arithmetic.add(call, context, -1));
        put(table, Function.DATE_ADD_DAYS,
                (call, context) -> (arguments, row) -> Math.addExact(arguments[0].intAt(row), RowCalls.integer(arguments[1], row)));
        put(table, Function.DATE_DIFF_DAYS,
                (call, context) -> (arguments, row) -> (long) arguments[0].intAt(row) - arguments[1].intAt(row));
        put(table, Function.TIMESTAMP_DIFF, Arithmetic::difference);
        put(table, Function.TIMESTAMP_DIFF_UNITS, Arithmetic::wholeUnits);
        put(table, Function.INTERVAL_MULTIPLY, (call, context) -> Arithmetic.scale(call, false));
        put(table, Function.INTERVAL_DIVIDE, (call, context) -> Arithmetic.scale(call, true));
        put(table, Function.AGE, Arithmetic::age);
        put(table, Function.AT_TIME_ZONE, Arithmetic::atTimeZone);
        put(table, Function.MAKE_DATE, (call, context) -> Construction::makeDate);
        put(table, Function.MAKE_TIMESTAMP, (call, context) -> Construction.makeTimestamp(call));
        put(table, Function.MAKE_TIME, (call, context) -> Construction.makeTime(call));
        put(table, Function.TO_TIMESTAMP_SECONDS, (call, context) -> Construction.ofSeconds(call));
        put(table, Function.LAST_DAY, DateTimeFunctions::lastDay);
    }

    private static void put(Map<Function, CallLowering> table, Function function, Factory factory) {
        table.put(function, (call, arguments, context) -> {
            boolean isNull = call.arguments().stream().anyMatch(a -> a.type().kind() == SqlType.Kind.NULL);
            return new LongRowEvaluator(call, arguments, context, isNull ? (operands, row) -> 0 : factory.make(call, context));
        });
    }

    private static void extract(Map<Function, CallLowering> table, RowCalls calls) {
        calls.strict(Function.EXTRACT, (call, context) -> Extraction.of(call, context).fractional(call.type()));
        CallLowering fractional = table.get(Function.EXTRACT);
        put(table, Function.EXTRACT, (call, context) -> Extraction.of(call, context).whole());
        CallLowering whole = table.get(Function.EXTRACT);
        table.put(Function.EXTRACT,
                (call, arguments, context) -> (call.type().isInteger() ? whole : fractional).lower(call, arguments, context));
    }

    private static LongRowFunction lastDay(Expr.Call call, EvaluationContext context) {
        TimeReader reader = new TimeReader(call, 0, context.zone());
        return (arguments, row) -> {
            long day = reader.day(arguments, row);
            long civil = CivilDate.of(day);
            long last = day + CivilDate.daysInMonth(CivilDate.year(civil), CivilDate.month(civil)) - CivilDate.day(civil);
            return call.type().kind() == SqlType.Kind.DATE ? last : reader.result(last * reader.unitsPerDay, call.type());
        };
    }
}
