package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.lowering.Expressions;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The measures of the rows of a chunk: what they read is gathered into columns, and then they are expressions as any others. */
final class Measures implements AutoCloseable {
    private final PlanNode.Match node;
    private final int[] sets;
    private final BufferAllocator allocator;
    private final MeasuredValues values;
    private final MeasuredAggregate[] aggregates;
    private final List<Evaluator> evaluators = new ArrayList<>();

    Measures(MatchDefinition definition, Column names, EvaluationContext evaluation) {
        this.node = definition.node();
        this.allocator = evaluation.allocator();
        this.sets = node.measureValues().stream().mapToInt(definition::setOf).toArray();
        this.values = new MeasuredValues(allocator, definition.sets(), names);
        this.aggregates = new MeasuredAggregate[sets.length];
        boolean oneRow = node.rows() == PlanNode.RowsPerMatch.ONE_ROW;
        try {
            for (int v = 0; v < sets.length; v++) {
                if (node.measureValues().get(v) instanceof MatchValue.Aggregated aggregated) {
                    aggregates[v] = new MeasuredAggregate(aggregated, sets[v], oneRow, definition.sets(), names, evaluation);
                }
            }
            node.measures().forEach(measure -> evaluators.add(Expressions.evaluator(measure, evaluation)));
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    /** One a measure, owned by the caller. */
    List<Column> columns(MatchChunk chunk, PartitionedRows rows) {
        try (Batch read = read(chunk, rows)) {
            List<Column> columns = new ArrayList<>();
            try {
                int[] matched = chunk.unmatchedCount() == 0 ? null : matched(chunk);
                for (Evaluator evaluator : evaluators) {
                    columns.add(matched == null ? evaluator.evaluate(read, null) : evaluate(evaluator, read, matched));
                }
                return columns;
            } catch (Throwable t) {
                columns.forEach(Column::close);
                throw t;
            }
        }
    }

    private Batch read(MatchChunk chunk, PartitionedRows rows) {
        List<Column> columns = new ArrayList<>();
        try {
            for (int v = 0; v < sets.length; v++) {
                columns.add(aggregates[v] == null
                        ? values.column(node.measureValues().get(v), sets[v], chunk, rows)
                        : aggregates[v].column(chunk, rows));
            }
            return Batch.of(columns, chunk.rowCount());
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    /** Each row's own place, or -1 where it is in no match. */
    private static int[] matched(MatchChunk chunk) {
        int[] places = new int[chunk.rowCount()];
        for (int i = 0; i < places.length; i++) {
            places[i] = chunk.match(i) < 0 ? -1 : i;
        }
        return places;
    }

    private Column evaluate(Evaluator evaluator, Batch read, int[] matched) {
        int[] selected = new int[matched.length];
        int count = 0;
        for (int place : matched) {
            if (place >= 0) {
                selected[count++] = place;
            }
        }
        try (Column all = evaluator.evaluate(read, new Selection(selected, count))) {
            return all.gather(allocator, matched, matched.length);
        }
    }

    @Override
    public void close() {
        evaluators.forEach(Evaluator::close);
        for (MeasuredAggregate aggregate : aggregates) {
            if (aggregate != null) {
                aggregate.close();
            }
        }
    }
}
