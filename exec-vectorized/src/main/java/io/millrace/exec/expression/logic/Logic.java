package io.millrace.exec.expression.logic;

import io.millrace.common.expr.Function;
import io.millrace.exec.expression.CallLowering;
import java.util.List;
import java.util.Map;

/** The family of logic and of choice among values. */
public final class Logic {
    private Logic() {}

    public static void register(Map<Function, CallLowering> table) {
        table.put(Function.AND, (call, arguments, context) -> new LogicEvaluator(arguments, false, context));
        table.put(Function.OR, (call, arguments, context) -> new LogicEvaluator(arguments, true, context));
        for (Function function : List.of(
                Function.NOT,
                Function.IS_NULL,
                Function.IS_NOT_NULL,
                Function.IS_TRUE,
                Function.IS_NOT_TRUE,
                Function.IS_FALSE,
                Function.IS_NOT_FALSE)) {
            table.put(function, (call, arguments, context) -> TruthEvaluator.of(function, arguments.get(0), context));
        }
        table.put(Function.COALESCE, (call, arguments, context) -> new CoalesceEvaluator(call.type(), arguments, context));
        table.put(
                Function.NULLIF,
                (call, arguments, context) -> new NullIfEvaluator(call.arguments().get(0).type(), arguments, context));
        table.put(Function.GREATEST, (call, arguments, context) -> new ExtremeEvaluator(call.type(), true, arguments, context));
        table.put(Function.LEAST, (call, arguments, context) -> new ExtremeEvaluator(call.type(), false, arguments, context));
    }
}
