package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import io.millrace.common.type.Field;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.memory.RowStore;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Operator;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * MATCH_RECOGNIZE over sorted rows in one lane. Rows are collected until at least {@link #CHUNK_ROWS} of complete partitions are there; a partition is held in
 * memory as a whole.
 */
final class MatchOperator implements Operator {
    private static final int CHUNK_ROWS = 16_384;

    private final MatchDefinition definition;
    private final LaneContext lane;
    private final BufferAllocator allocator;
    private final RowStore store;
    private final MatchRun run;
    private int[] starts = new int[64];
    private int partitions;
    /** The last batch taken, for the keys of its last row. */
    private Batch previous;

    record Definition(MatchDefinition match) implements Operator.Factory {
        @Override
        public Operator open(LaneContext context) {
            return new MatchOperator(match, context);
        }
    }

    private MatchOperator(MatchDefinition definition, LaneContext lane) {
        this.definition = definition;
        this.lane = lane;
        this.allocator = lane.execution().allocator();
        this.store = new RowStore(allocator, definition.node().input().schema().fields().stream().map(Field::type).toList());
        this.run = new MatchRun(definition, lane.evaluation(), lane.cancellation()::check);
    }

    @Override
    public void accept(Batch taken) {
        Batch batch = taken.compact(allocator);
        if (batch.physicalRows() == 0) {
            batch.close();
            return;
        }
        int rows = batch.physicalRows();
        boolean goesOn = previous != null && samePartition(previous, previous.physicalRows() - 1, batch, 0);
        int last = rows;
        while (last > 0 && (last == rows || samePartition(batch, last - 1, batch, last))) {
            last--;
        }
        // Rows from last on belong to a partition that may go on.
        boolean boundary = last > 0 || !goesOn;
        if (previous != null) {
            previous.close();
        }
        previous = batch;
        if (boundary && store.rows() + last >= CHUNK_ROWS) {
            append(0, last, goesOn);
            begin();
            append(last, rows, false);
        } else {
            append(0, rows, goesOn);
        }
    }

    /** {@code goesOn}: the first of these rows belongs to the partition of the last one before. */
    private void append(int from, int to, boolean goesOn) {
        int[] positions = new int[to - from];
        for (int row = from; row < to; row++) {
            positions[row - from] = row;
            if (row == from ? !goesOn : !samePartition(previous, row - 1, previous, row)) {
                if (partitions == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * partitions);
                }
                starts[partitions++] = store.rows() + row - from;
            }
        }
        store.append(previous, positions, positions.length);
    }

    private boolean samePartition(Batch left, int i, Batch right, int j) {
        Comparison[] order = definition.partitionOrder();
        for (int k = 0; k < order.length; k++) {
            int column = definition.node().partitionKeys().get(k);
            if (!order[k].equal(left.column(column), i, right.column(column), j)) {
                return false;
            }
        }
        return true;
    }

    private void begin() {
        if (store.rows() == 0) {
            return;
        }
        int[] bounds = Arrays.copyOf(starts, partitions + 1);
        bounds[partitions] = store.rows();
        partitions = 0;
        run.begin(store.build(), bounds);
    }

    @Override
    public Batch next() {
        return run.next(lane.batchRows());
    }

    @Override
    public void finish() {
        begin();
    }

    @Override
    public void close() {
        run.close();
        store.close();
        if (previous != null) {
            previous.close();
            previous = null;
        }
    }
}
