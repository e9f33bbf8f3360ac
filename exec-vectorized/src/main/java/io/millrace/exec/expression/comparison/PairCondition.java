package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/** Selects the rows at which two values compare as asked. */
public final class PairCondition implements Condition {
    private final List<Evaluator> sides;
    private final PairTest test;
    private final EvaluationContext context;

    /** Owns both sides. */
    public PairCondition(SqlType type, ComparisonOperator operator, Evaluator left, Evaluator right, EvaluationContext context) {
        this.sides = List.of(left, right);
        this.test = new PairTest(type, operator);
        this.context = context;
    }

    @Override
    public Selection select(Batch input, Selection selection) {
        List<Column> columns = Arguments.evaluate(sides, input, selection);
        ArrowBuf validity = null;
        try {
            Rows rows = Rows.of(input.physicalRows(), selection);
            if (Validity.isNullConstant(columns.get(0)) || Validity.isNullConstant(columns.get(1))) {
                return rows.count() == 0 ? selection : new Selection(new int[0], 0);
            }
            validity = Validity.merge(context.allocator(), rows.length(), columns);
            Rows valid = rows.where(Validity.address(validity));
            int[] out = new int[valid.count()];
            int count = test.select(new Operand(columns.get(0)), new Operand(columns.get(1)), valid, out);
            return count == rows.count() ? selection : new Selection(out, count);
        } finally {
            Arguments.close(columns);
            if (validity != null) {
                validity.close();
            }
        }
    }

    @Override
    public void close() {
        Arguments.closeEvaluators(sides);
    }
}
