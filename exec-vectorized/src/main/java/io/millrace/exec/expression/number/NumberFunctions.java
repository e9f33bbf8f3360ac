package io.millrace.exec.expression.number;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Arguments;
import io.millrace.exec.expression.support.BinaryResult;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/** The rest of the numeric family: bits, IS_NAN, PI, and what is drawn by chance. */
public final class NumberFunctions {
    private NumberFunctions() {}

    public static void register(Map<Function, CallLowering> table) {
        for (Function function : List.of(
                Function.BIT_AND,
                Function.BIT_OR,
                Function.BIT_XOR,
                Function.BIT_NOT,
                Function.SHIFT_LEFT,
                Function.SHIFT_RIGHT,
                Function.GCD,
                Function.LCM)) {
            table.put(function, NumberFunctions::bits);
        }
        DigitFunctions.register(new RowCalls(table));
        table.put(Function.IS_NAN, (call, arguments, context) -> test(call, arguments, context, Double::isNaN));
        table.put(Function.IS_INFINITE, (call, arguments, context) -> test(call, arguments, context, Double::isInfinite));
        table.put(Function.PI, (call, arguments,
                context) -> (input, selection) -> Values.constant(context.allocator(), call.type(), Math.PI, input.physicalRows()));
        table.put(Function.RANDOM, (call, arguments, context) -> (input, selection) -> random(input, selection, context));
        table.put(Function.GENERATE_UUID, (call, arguments, context) -> (input, selection) -> uuid(input, selection, context));
    }

    private static Evaluator bits(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        boolean takes = call.type().isInteger() && call.arguments().stream().allMatch(a -> a.type().isInteger());
        if (!takes) {
            throw Arguments.unsupported(call);
        }
        return new BitFunction(call, arguments, context);
    }

    /** False of exact numbers. */
    private static Evaluator test(Expr.Call call, List<Evaluator> arguments, EvaluationContext context, DoublePredicate holds) {
        boolean floating = call.arguments().get(0).type().layout() == Layout.FLOAT64;
        return new StrictEvaluator(SqlType.BOOLEAN, arguments, context) {
            @Override
            protected Column compute(Operand[] operands, Rows rows) {
                try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
                    for (int k = 0; k < rows.count(); k++) {
                        int i = rows.at(k);
                        if (floating && holds.test(operands[0].doubleAt(i))) {
                            Memory.setBit(result.data, i);
                        }
                    }
                    return result.build();
                }
            }
        };
    }

    private static Column random(Batch input, Selection selection, EvaluationContext context) {
        Rows rows = Rows.of(input.physicalRows(), selection);
        try (FixedResult result = new FixedResult(context.allocator(), SqlType.DOUBLE, rows.length())) {
            for (int k = 0; k < rows.count(); k++) {
                Memory.putDouble(result.data + 8L * rows.at(k), context.random().nextDouble());
            }
            return result.build();
        }
    }

    /** Version 4. */
    private static Column uuid(Batch input, Selection selection, EvaluationContext context) {
        Rows rows = Rows.of(input.physicalRows(), selection);
        try (BinaryResult result = new BinaryResult(context.allocator(), SqlType.UUID, rows.length(), 16L * rows.count())) {
            for (int k = 0; k < rows.count(); k++) {
                long high = context.random().nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
                long low = context.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
                long to = result.reserve(16);
                Memory.putLong(to, Long.reverseBytes(high));
                Memory.putLong(to + 8, Long.reverseBytes(low));
                result.commit(rows.at(k), 16);
            }
            return result.build();
        }
    }
}
