package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.batch.Selection;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Validity;

/** A field of a ROW: the child column as it is, NULL also where the row is. */
public final class FieldEvaluator implements Evaluator {
    private final Evaluator operand;
    private final int index;
    private final EvaluationContext context;

    /** Owns {@code operand}. */
    public FieldEvaluator(Evaluator operand, int index, EvaluationContext context) {
        this.operand = operand;
        this.index = index;
        this.context = context;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        try (Column column = operand.evaluate(input, selection)) {
            if (column instanceof ConstantColumn constant) {
                return new ConstantColumn(field(constant.value()), column.length());
            }
            try (Column flat = column.flatten(context.allocator())) {
                return field(flat);
            }
        }
    }

    private Column field(Column flat) {
        RowColumn row = (RowColumn) flat;
        return Validity.restrict(context.allocator(), row.child(index).retain(), row.validity());
    }

    @Override
    public void close() {
        operand.close();
    }
}
