package io.millrace.exec.expression.number;

import io.millrace.common.batch.Column;
import io.millrace.common.expr.Expr;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** A function of one or two doubles, each of which costs more than the call that computes it. */
final class DoubleFunction extends StrictEvaluator {
    private final DoubleBinaryOperator function;

    /** A function of one argument ignores the second. */
    DoubleFunction(Expr.Call call, List<Evaluator> arguments, EvaluationContext context, DoubleBinaryOperator function) {
        super(call.type(), arguments, context);
        this.function = function;
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        Operand first = operands[0];
        Operand second = operands[operands.length - 1];
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                Memory.putDouble(result.data + 8L * i, function.applyAsDouble(first.doubleAt(i), second.doubleAt(i)));
            }
            return result.build();
        }
    }
}
