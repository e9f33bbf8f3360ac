package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.common.expr.Expr;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.OneToOneOperator;

/** Narrows the selection to rows whose condition is true. */
final class FilterOperator extends OneToOneOperator {
    private final Condition condition;

    FilterOperator(Expr condition, LaneContext lane) {
        this.condition = Expressions.condition(condition, lane.evaluation());
    }

    @Override
    protected Batch process(Batch input) {
        Selection selection;
        try {
            selection = condition.select(input, input.selection());
        } catch (Throwable t) {
            input.close();
            throw t;
        }
        if (selection == input.selection()) {
            return input;
        }
        try (input) {
            return selection != null && selection.count() == 0 ? null : input.withSelection(selection);
        }
    }

    @Override
    public void close() {
        super.close();
        condition.close();
    }
}
