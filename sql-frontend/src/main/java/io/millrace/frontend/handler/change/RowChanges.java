package io.millrace.frontend.handler.change;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.RowTransfer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Hands rows to a table's change: whole batches where columns stand as they are, single rows where they are put together. */
final class RowChanges implements AutoCloseable {
    private static final int BATCH_ROWS = 4096;

    private final TableSink change;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final BatchBuilder built;

    RowChanges(TableSink change, Schema schema, BufferAllocator allocator) {
        this.change = change;
        this.schema = schema;
        this.allocator = allocator;
        this.built = new BatchBuilder(allocator, schema, 64);
    }

    /** Rows of a query's batch, its columns {@code columns} in the table's order, at a weight. The batch stays the caller's. */
    void write(Batch batch, List<Integer> columns, Selection selection, long weight) {
        List<Column> taken = new ArrayList<>();
        columns.forEach(c -> taken.add(batch.column(c).retain()));
        Batch rows = RowTransfer.typed(new Batch(taken, batch.physicalRows(), selection, null), schema, allocator);
        if (weight > 0) {
            change.write(rows);
            return;
        }
        try (rows; Column weights = Values.constant(allocator, SqlType.BIGINT, weight, batch.physicalRows())) {
            rows.columns().forEach(Column::retain);
            change.write(new Batch(rows.columns(), rows.physicalRows(), selection, weights.flatten(allocator)));
        }
    }

    /** Puts in a row of values from a query's batch: column {@code columns.get(c)} becomes column c. */
    void put(Batch batch, int position, List<Integer> columns) {
        for (int c = 0; c < columns.size(); c++) {
            built.column(c).appendFrom(batch.column(columns.get(c)), position);
        }
        if (built.rows() >= BATCH_ROWS) {
            flush();
        }
    }

    void flush() {
        if (built.rows() > 0) {
            change.write(built.build());
        }
    }

    @Override
    public void close() {
        built.close();
    }
}
