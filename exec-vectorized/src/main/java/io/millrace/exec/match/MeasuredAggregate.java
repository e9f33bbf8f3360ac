package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.type.SqlType;
import io.millrace.exec.aggregate.NumberedAggregate;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.memory.ColumnStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * An aggregate for every row of a chunk. Of a whole match it is computed once a match, all matches together; a running one goes on row by row. Only rows that
 * are mapped to the aggregate's variables are looked at.
 */
final class MeasuredAggregate implements AutoCloseable {
    private final MatchValue.Aggregated value;
    private final int set;
    private final VariableSets sets;
    private final Column names;
    private final BufferAllocator allocator;
    private final ArgumentColumns arguments;
    private final NumberedAggregate aggregate;
    private final boolean wholeMatches;
    /** Members of all matches of the chunk, in order: row of the input, match, place in the match. */
    private int[] rows = new int[64];

    private int[] matches = new int[64];
    private int[] places = new int[64];
    private int count;

    /** @param oneRow only whole matches come out, so that running or not is the same */
    MeasuredAggregate(
            MatchValue.Aggregated value, int set, boolean oneRow, VariableSets sets, Column names, EvaluationContext evaluation) {
        this.value = value;
        this.set = set;
        this.sets = sets;
        this.names = names;
        this.allocator = evaluation.allocator();
        this.wholeMatches = oneRow || !value.running();
        this.arguments = new ArgumentColumns(value, evaluation);
        try {
            this.aggregate = new NumberedAggregate(value.call(), ArgumentColumns.schema(value), allocator);
        } catch (Throwable t) {
            arguments.close();
            throw t;
        }
    }

    /** Owned by the caller. */
    Column column(MatchChunk chunk, PartitionedRows input) {
        collect(chunk);
        try (Batch members = members(chunk, input); Batch columns = arguments.evaluate(members, null)) {
            return wholeMatches ? whole(chunk, columns) : running(chunk, columns);
        } finally {
            aggregate.clear();
        }
    }

    private void collect(MatchChunk chunk) {
        count = 0;
        for (int match = 0; match < chunk.matchCount(); match++) {
            for (int index = 0; index < chunk.length(match); index++) {
                if (!sets.contains(set, chunk.label(match, index))) {
                    continue;
                }
                if (count == rows.length) {
                    rows = Arrays.copyOf(rows, 2 * count);
                    matches = Arrays.copyOf(matches, 2 * count);
                    places = Arrays.copyOf(places, 2 * count);
                }
                rows[count] = chunk.start(match) + index;
                matches[count] = match;
                places[count++] = index;
            }
        }
    }

    /** The members' input columns, then CLASSIFIER() and MATCH_NUMBER(). */
    private Batch members(MatchChunk chunk, PartitionedRows input) {
        List<Column> columns = new ArrayList<>();
        try {
            for (Column column : input.batch().columns()) {
                columns.add(column.gather(allocator, rows, count));
            }
            int[] labels = new int[count];
            try (ColumnBuilder numbers = new ColumnBuilder(allocator, SqlType.BIGINT, count)) {
                for (int i = 0; i < count; i++) {
                    labels[i] = chunk.label(matches[i], places[i]);
                    numbers.appendLong(chunk.number(matches[i]));
                }
                columns.add(names.gather(allocator, labels, count));
                columns.add(numbers.buildAndClose());
            }
            return Batch.of(columns, count);
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    private Column whole(MatchChunk chunk, Batch columns) {
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> i);
        aggregate.add(columns, positions, count, matches, Math.max(1, chunk.matchCount()));
        int[] of = new int[chunk.rowCount()];
        Arrays.setAll(of, chunk::match);
        try (Column results = aggregate.results(0, Math.max(1, chunk.matchCount()))) {
            return results.gather(allocator, of, of.length);
        }
    }

    private Column running(MatchChunk chunk, Batch columns) {
        int[] one = new int[1];
        int[] group = new int[1];
        int next = 0;
        int match = MatchChunk.UNMATCHED;
        try (ColumnStore results = new ColumnStore(allocator, value.type())) {
            for (int row = 0; row < chunk.rowCount(); row++) {
                int current = chunk.match(row);
                if (current < 0) {
                    // Its measures are NULL whatever this is
                    try (Column none = Values.constant(allocator, value.type(), null, 1)) {
                        results.append(none, null, 1);
                    }
                    continue;
                }
                if (current != match) {
                    match = current;
                    aggregate.clear();
                    aggregate.add(columns, one, 0, group, 1);
                    while (next < count && matches[next] < match) {
                        next++;
                    }
                }
                while (next < count && matches[next] == match && places[next] < chunk.visible(row)) {
                    one[0] = next++;
                    aggregate.add(columns, one, 1, group, 1);
                }
                try (Column result = aggregate.results(0, 1)) {
                    results.append(result, null, 1);
                }
            }
            return results.build();
        }
    }

    @Override
    public void close() {
        arguments.close();
        aggregate.close();
    }
}
