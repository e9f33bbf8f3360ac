package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.lowering.Expressions;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The part of a variable's definition that looks at the rows that the match has mapped so far; decided for one row at a time. */
final class ContextCondition implements AutoCloseable {
    private final List<MatchValue> values;
    private final int[] sets;
    private final RunningAggregate[] aggregates;
    private final Column names;
    private final BufferAllocator allocator;
    private final Condition condition;
    /** Null if the condition is of another kind. */
    private final CellComparison comparison;
    private final int leftSet;
    private final int rightSet;
    private PartitionedRows rows;
    private boolean compares;

    ContextCondition(ValueExpression expression, MatchDefinition definition, MatchPath path, Column names, EvaluationContext evaluation) {
        this.values = expression.values();
        this.names = names;
        this.allocator = evaluation.allocator();
        this.sets = values.stream().mapToInt(definition::setOf).toArray();
        this.aggregates = new RunningAggregate[sets.length];
        this.comparison = CellComparison.of(expression);
        this.leftSet = comparison == null ? VariableSets.ALL : definition.setOf(comparison.left());
        this.rightSet = comparison == null ? VariableSets.ALL : definition.setOf(comparison.right());
        this.condition = Expressions.condition(expression.expr(), evaluation);
        try {
            for (int v = 0; v < sets.length; v++) {
                if (values.get(v) instanceof MatchValue.Aggregated aggregated) {
                    aggregates[v] = new RunningAggregate(aggregated, sets[v], path, evaluation);
                }
            }
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    void begin(PartitionedRows newRows) {
        rows = newRows;
        compares = comparison != null && comparison.fits(newRows);
        for (RunningAggregate aggregate : aggregates) {
            if (aggregate != null) {
                aggregate.begin(newRows);
            }
        }
    }

    /** Whether it holds for the row that the path was given last, in a partition of rows {@code from .. to}. */
    boolean test(MatchPath path, int from, int to, long matchNumber) {
        if (compares) {
            return comparison.test(rows, path.navigate(comparison.left().at(), leftSet, from, to),
                    path.navigate(comparison.right().at(), rightSet, from, to));
        }
        List<Column> columns = new ArrayList<>(sets.length);
        try {
            for (int v = 0; v < sets.length; v++) {
                columns.add(column(v, path, from, to, matchNumber));
            }
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
        try (Batch row = Batch.of(columns, 1)) {
            Selection selection = condition.select(row, null);
            return selection == null || selection.count() == 1;
        }
    }

    private Column column(int v, MatchPath path, int from, int to, long matchNumber) {
        return switch (values.get(v)) {
            case MatchValue.Cell cell ->
                    rows.batch().column(cell.column()).gather(allocator, new int[] {path.navigate(cell.at(), sets[v], from, to)}, 1);
            case MatchValue.Classifier classifier -> {
                int row = path.navigate(classifier.at(), sets[v], from, to);
                yield names.gather(allocator, new int[] {path.labelOf(row)}, 1);
            }
            case MatchValue.Exists exists ->
                    Values.single(allocator, SqlType.BOOLEAN, path.navigate(exists.at(), sets[v], from, to) >= 0);
            case MatchValue.MatchNumber number -> Values.single(allocator, SqlType.BIGINT, matchNumber);
            case MatchValue.Aggregated aggregated -> aggregates[v].result(path);
        };
    }

    @Override
    public void close() {
        condition.close();
        for (RunningAggregate aggregate : aggregates) {
            if (aggregate != null) {
                aggregate.close();
            }
        }
    }
}
