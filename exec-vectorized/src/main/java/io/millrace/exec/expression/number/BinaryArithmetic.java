package io.millrace.exec.expression.number;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.util.List;

/** Two numbers in, one out, on kernels: dictionaries are decoded first, since a number is hardly longer than its code. */
abstract class BinaryArithmetic extends StrictEvaluator {
    BinaryArithmetic(SqlType type, List<Evaluator> arguments, EvaluationContext context) {
        super(type, arguments, context);
    }

    /** As {@link StrictEvaluator#compute}. */
    protected abstract Column compute(Vector left, Vector right, Rows rows);

    @Override
    protected final Column compute(Operand[] operands, Rows rows) {
        try (Column left = decoded(operands[0]);
                Column right = decoded(operands[1])) {
            return compute(Vector.of(new Operand(left)), Vector.of(new Operand(right)), rows);
        }
    }

    private Column decoded(Operand operand) {
        return operand.column instanceof DictionaryColumn ? operand.column.flatten(allocator) : operand.column.retain();
    }
}
