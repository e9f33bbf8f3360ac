package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.lowering.Expressions;
import java.util.ArrayList;
import java.util.List;

/** Computes columns. Linear: no state, weights pass; a hidden row watermark passes as the last column. */
public final class ProjectOperator extends StepOperator {
    private final List<Evaluator> evaluators = new ArrayList<>();
    private final boolean rowWatermark;

    public ProjectOperator(OperatorContext context, int number, StepOperator input, List<Expr> expressions, boolean rowWatermark) {
        super(context, number, List.of(input));
        this.rowWatermark = rowWatermark;
        expressions.forEach(e -> evaluators.add(Expressions.evaluator(e, context.evaluation())));
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            Selection selection = batch.selection();
            List<Column> columns;
            try {
                columns = evaluate(evaluators, batch, selection);
            } catch (MillraceException e) {
                if (!ErrorRows.isRowError(e)) {
                    throw e;
                }
                selection = RowErrors.survivors(
                        context, this, batch, part -> evaluate(evaluators, batch, part).forEach(Column::close));
                columns = evaluate(evaluators, batch, selection);
            }
            if (rowWatermark) {
                columns.add(batch.column(batch.width() - 1).retain());
            }
            Column weights = batch.weights() == null ? null : batch.weights().retain();
            emit(new Batch(columns, batch.physicalRows(), selection, weights));
        }
    }

    /** All expressions, or none if one fails. */
    static List<Column> evaluate(List<Evaluator> evaluators, Batch batch, Selection selection) {
        List<Column> columns = new ArrayList<>(evaluators.size() + 1);
        try {
            for (Evaluator evaluator : evaluators) {
                columns.add(evaluator.evaluate(batch, selection));
            }
            return columns;
        } catch (RuntimeException e) {
            columns.forEach(Column::close);
            throw e;
        }
    }

    @Override
    public void close() {
        evaluators.forEach(Evaluator::close);
    }
}
