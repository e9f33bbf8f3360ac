package io.millrace.exec.match;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.MatchValue.Navigation;
import io.millrace.common.type.SqlType;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** Values other than aggregates for every row of a chunk: columns gathered from where each row navigates to. */
final class MeasuredValues {
    private final BufferAllocator allocator;
    private final VariableSets sets;
    private final Column names;
    private int[] positions = new int[0];
    private int[] members = new int[64];

    MeasuredValues(BufferAllocator allocator, VariableSets sets, Column names) {
        this.allocator = allocator;
        this.sets = sets;
        this.names = names;
    }

    /** Owned by the caller. */
    Column column(MatchValue value, int set, MatchChunk chunk, PartitionedRows rows) {
        int count = chunk.rowCount();
        return switch (value) {
            case MatchValue.Cell cell -> {
                navigate(cell.at(), set, chunk, rows);
                yield rows.batch().column(cell.column()).gather(allocator, positions, count);
            }
            case MatchValue.Classifier classifier -> {
                navigate(classifier.at(), set, chunk, rows);
                for (int i = 0; i < count; i++) {
                    positions[i] = label(chunk, chunk.match(i), positions[i]);
                }
                yield names.gather(allocator, positions, count);
            }
            case MatchValue.Exists exists -> {
                navigate(exists.at(), set, chunk, rows);
                try (ColumnBuilder builder = new ColumnBuilder(allocator, SqlType.BOOLEAN, count)) {
                    for (int i = 0; i < count; i++) {
                        builder.appendBoolean(positions[i] >= 0);
                    }
                    yield builder.buildAndClose();
                }
            }
            case MatchValue.MatchNumber number -> {
                try (ColumnBuilder builder = new ColumnBuilder(allocator, SqlType.BIGINT, count)) {
                    for (int i = 0; i < count; i++) {
                        builder.appendLong(chunk.match(i) < 0 ? 0 : chunk.number(chunk.match(i)));
                    }
                    yield builder.buildAndClose();
                }
            }
            case MatchValue.Aggregated aggregated -> throw new AssertionError(aggregated);
        };
    }

    private static int label(MatchChunk chunk, int match, int row) {
        int index = match < 0 || row < 0 ? -1 : row - chunk.start(match);
        return index >= 0 && index < chunk.length(match) ? chunk.label(match, index) : -1;
    }

    /** Fills {@link #positions} with the row that each row of the chunk leads to, -1 for none. */
    private void navigate(Navigation at, int set, MatchChunk chunk, PartitionedRows rows) {
        if (positions.length < chunk.rowCount()) {
            positions = new int[chunk.rowCount()];
        }
        int match = MatchChunk.UNMATCHED;
        int found = 0;
        int seen = 0;
        for (int i = 0; i < chunk.rowCount(); i++) {
            int current = chunk.match(i);
            if (current < 0) {
                positions[i] = -1;
                continue;
            }
            if (current != match) {
                match = current;
                found = members(chunk, match, set);
                seen = 0;
            }
            int visible = at.running() ? chunk.visible(i) : chunk.length(match);
            while (seen < found && members[seen] < visible) {
                seen++;
            }
            int member = at.last() ? seen - 1 - at.offset() : at.offset();
            int partition = chunk.partition(match);
            long row = member < 0 || member >= seen ? -1 : (long) chunk.start(match) + members[member] + at.shift();
            boolean inside = member >= 0 && member < seen && row >= rows.starts()[partition] && row < rows.starts()[partition + 1];
            positions[i] = inside ? (int) row : -1;
        }
    }

    /** Fills {@link #members} with the places in a match that a set's variables are mapped to; returns how many. */
    private int members(MatchChunk chunk, int match, int set) {
        if (members.length < chunk.length(match)) {
            members = Arrays.copyOf(members, Math.max(chunk.length(match), 2 * members.length));
        }
        int found = 0;
        for (int index = 0; index < chunk.length(match); index++) {
            if (sets.contains(set, chunk.label(match, index))) {
                members[found++] = index;
            }
        }
        return found;
    }
}
