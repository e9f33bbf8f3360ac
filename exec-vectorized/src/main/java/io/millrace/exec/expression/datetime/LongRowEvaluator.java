package io.millrace.exec.expression.datetime;

import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.util.List;

/** Computes a {@link LongRowFunction}; overflow of it or of the result's 32 bits is DATETIME_OVERFLOW. */
final class LongRowEvaluator extends StrictEvaluator {
    private final Expr.Call call;
    private final LongRowFunction function;

    LongRowEvaluator(Expr.Call call, List<Evaluator> arguments, EvaluationContext context, LongRowFunction function) {
        super(call.type(), arguments, context);
        this.call = call;
        this.function = function;
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            int[] positions = rows.positions();
            long data = result.data;
            boolean narrow = type.layout() == Layout.INT32;
            for (int k = 0; k < rows.count(); k++) {
                int row = positions == null ? k : positions[k];
                long value = function.apply(operands, row);
                if (narrow) {
                    Memory.putInt(data + 4L * row, Math.toIntExact(value));
                } else {
                    Memory.putLong(data + 8L * row, value);
                }
            }
            return result.build();
        } catch (ArithmeticException e) {
            throw new MillraceException(ErrorCode.DATETIME_OVERFLOW, call.function() + " of " + type + ": out of range", e);
        }
    }
}
