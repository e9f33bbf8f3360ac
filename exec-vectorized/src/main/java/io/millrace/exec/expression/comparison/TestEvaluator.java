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

/** Whether a value passes a test, as a BOOLEAN column; NULL of NULL. */
final class TestEvaluator extends StrictEvaluator {
    private final TestSelection test;
    /** What does not pass is NULL instead of false, as for an IN list that holds NULL. */
    private final boolean nullOtherwise;
    private final boolean negated;

    TestEvaluator(Evaluator operand, ValueTest test, boolean negated, boolean nullOtherwise, EvaluationContext context) {
        super(SqlType.BOOLEAN, List.of(operand), context);
        this.test = new TestSelection(test);
        this.negated = negated;
        this.nullOtherwise = nullOtherwise;
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        int[] out = new int[rows.count()];
        int count = test.select(operands[0].column, rows, out);
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            if (nullOtherwise) {
                for (int k = 0; k < rows.count(); k++) {
                    result.setNull(rows.at(k));
                }
                return fill(result, out, count);
            }
            if (negated) {
                Memory.fill(result.data, Memory.bitmapBytes(rows.length()), (byte) -1);
            }
            for (int k = 0; k < count; k++) {
                Memory.putBit(result.data, out[k], !negated);
            }
            return result.build();
        }
    }

    private Column fill(FixedResult result, int[] passed, int count) {
        for (int k = 0; k < count; k++) {
            result.setNotNull(passed[k]);
            Memory.putBit(result.data, passed[k], !negated);
        }
        return result.build();
    }

    @Override
    public void close() {
        test.close();
        super.close();
    }
}
