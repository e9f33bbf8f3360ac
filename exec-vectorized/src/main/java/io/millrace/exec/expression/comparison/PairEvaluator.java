package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.util.List;

/** Whether two values compare as asked, as a BOOLEAN column; NULL if either is. */
final class PairEvaluator extends StrictEvaluator {
    private final PairTest test;

    PairEvaluator(SqlType type, ComparisonOperator operator, List<Evaluator> sides, EvaluationContext context) {
        super(SqlType.BOOLEAN, sides, context);
        this.test = new PairTest(type, operator);
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        int[] out = new int[rows.count()];
        int count = test.select(operands[0], operands[1], rows, out);
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            for (int k = 0; k < count; k++) {
                Memory.setBit(result.data, out[k]);
            }
            return result.build();
        }
    }
}
