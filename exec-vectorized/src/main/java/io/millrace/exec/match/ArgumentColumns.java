package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.lowering.Expressions;
import java.util.ArrayList;
import java.util.List;

/** The arguments of an aggregate over a match's rows, as columns of a flat batch. */
final class ArgumentColumns implements AutoCloseable {
    private final EvaluationContext evaluation;
    private final List<Evaluator> evaluators = new ArrayList<>();

    ArgumentColumns(MatchValue.Aggregated aggregated, EvaluationContext evaluation) {
        this.evaluation = evaluation;
        aggregated.arguments().forEach(a -> evaluators.add(Expressions.evaluator(a, evaluation)));
    }

    static Schema schema(MatchValue.Aggregated aggregated) {
        List<Field> fields = new ArrayList<>();
        for (Expr argument : aggregated.arguments()) {
            fields.add(Field.of("argument" + fields.size(), argument.type()));
        }
        return new Schema(fields);
    }

    /** Of the rows that are selected (null: all); owned by the caller, as the input stays the caller's. */
    Batch evaluate(Batch rows, Selection selection) {
        List<Column> columns = new ArrayList<>();
        try {
            for (Evaluator evaluator : evaluators) {
                try (Column column = evaluator.evaluate(rows, selection)) {
                    columns.add(column.flatten(evaluation.allocator()));
                }
            }
            return Batch.of(columns, rows.physicalRows());
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    @Override
    public void close() {
        evaluators.forEach(Evaluator::close);
    }
}
