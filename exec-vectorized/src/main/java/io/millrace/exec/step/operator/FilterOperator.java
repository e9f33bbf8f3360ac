package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.lowering.Expressions;
import java.util.List;

/** Keeps rows whose condition is true. Linear: no state, weights pass. */
public final class FilterOperator extends StepOperator {
    private final Condition condition;

    public FilterOperator(OperatorContext context, int number, StepOperator input, Expr condition) {
        super(context, number, List.of(input));
        this.condition = Expressions.condition(condition, context.evaluation());
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            Selection kept = select(context, this, condition, batch);
            emit(batch.withSelection(kept));
        }
    }

    /** The rows at which a condition is true; those that raise an error are reported. The batch stays the caller's. */
    public static Selection select(OperatorContext context, StepOperator operator, Condition condition, Batch batch) {
        try {
            return condition.select(batch, batch.selection());
        } catch (MillraceException e) {
            if (!ErrorRows.isRowError(e)) {
                throw e;
            }
            Selection passed = RowErrors.survivors(context, operator, batch, part -> condition.select(batch, part));
            return condition.select(batch, passed);
        }
    }

    @Override
    public void close() {
        condition.close();
    }
}
