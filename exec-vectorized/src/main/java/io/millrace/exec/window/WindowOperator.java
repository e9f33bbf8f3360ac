package io.millrace.exec.window;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.memory.RowStore;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Operator;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Computes window functions over sorted rows in one lane. Rows are collected until at least {@link #CHUNK_ROWS} of complete partitions are there, so that
 * many small partitions are computed together; a partition is held in memory as a whole.
 */
final class WindowOperator implements Operator {
    private static final int CHUNK_ROWS = 16_384;

    private final Definition definition;
    private final LaneContext lane;
    private final BufferAllocator allocator;
    private final RowStore store;
    /** The last batch taken, for the keys of its last row. */
    private Batch previous;
    private Batch output;
    private int emitted;

    /** What is computed; immutable. */
    static final class Definition implements Operator.Factory {
        private final PlanNode.Window node;
        private final List<SqlType> types;
        private final Comparison[] partitionOrder;

        /** Refuses what is not supported; {@code allocator} is used for that alone. */
        Definition(PlanNode.Window node, BufferAllocator allocator) {
            this.node = node;
            this.types = node.input().schema().fields().stream().map(Field::type).toList();
            this.partitionOrder = node.partitionKeys().stream().map(c -> Comparison.of(types.get(c))).toArray(Comparison[]::new);
            FrameBounds.check(node);
            for (AggregateCall call : node.calls()) {
                WindowFunctions.check(call, node, allocator);
            }
        }

        PlanNode.Window node() {
            return node;
        }

        /** Whether two rows are in one partition. */
        boolean samePartition(Batch left, int i, Batch right, int j) {
            for (int k = 0; k < partitionOrder.length; k++) {
                int column = node.partitionKeys().get(k);
                if (!partitionOrder[k].equal(left.column(column), i, right.column(column), j)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Operator open(LaneContext context) {
            return new WindowOperator(this, context);
        }
    }

    private WindowOperator(Definition definition, LaneContext lane) {
        this.definition = definition;
        this.lane = lane;
        this.allocator = lane.execution().allocator();
        this.store = new RowStore(allocator, definition.types);
    }

    @Override
    public void accept(Batch taken) {
        Batch batch = taken.compact(allocator);
        int rows = batch.physicalRows();
        if (rows == 0) {
            batch.close();
            return;
        }
        int start = rows;
        while (start > 0 && (start == rows || definition.samePartition(batch, start - 1, batch, start))) {
            start--;
        }
        // Rows from start on belong to the last partition, which may go on.
        boolean boundary = start > 0
                || previous != null && !definition.samePartition(previous, previous.physicalRows() - 1, batch, 0);
        try {
            if (boundary && store.rows() + start >= CHUNK_ROWS) {
                append(batch, 0, start);
                compute();
                append(batch, start, rows);
            } else {
                append(batch, 0, rows);
            }
        } finally {
            if (previous != null) {
                previous.close();
            }
            previous = batch;
        }
    }

    private void append(Batch batch, int from, int to) {
        int[] positions = new int[to - from];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = from + i;
        }
        if (positions.length > 0) {
            store.append(batch, positions, positions.length);
        }
    }

    private void compute() {
        if (store.rows() == 0) {
            return;
        }
        try (Batch rows = store.build()) {
            WindowRows window = new WindowRows(rows, definition, lane);
            List<Column> columns = new ArrayList<>();
            try {
                rows.columns().forEach(column -> columns.add(column.retain()));
                for (AggregateCall call : definition.node.calls()) {
                    lane.cancellation().check();
                    columns.add(WindowFunctions.evaluate(call, window));
                }
            } catch (Throwable t) {
                columns.forEach(Column::close);
                throw t;
            }
            output = Batch.of(columns, rows.physicalRows());
            emitted = 0;
        }
    }

    @Override
    public Batch next() {
        if (output == null) {
            return null;
        }
        int count = Math.min(lane.batchRows(), output.physicalRows() - emitted);
        if (count == output.physicalRows()) {
            Batch whole = output;
            output = null;
            return whole;
        }
        Batch slice = output.slice(allocator, emitted, count);
        emitted += count;
        if (emitted == output.physicalRows()) {
            output.close();
            output = null;
        }
        return slice;
    }

    @Override
    public void finish() {
        compute();
    }

    @Override
    public void close() {
        store.close();
        if (previous != null) {
            previous.close();
            previous = null;
        }
        if (output != null) {
            output.close();
            output = null;
        }
    }
}
