package io.millrace.exec.memory;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Rows collected into one flat batch. */
public final class RowStore implements AutoCloseable {
    private final ColumnStore[] columns;
    private int rows;

    public RowStore(BufferAllocator allocator, List<SqlType> types) {
        this.columns = types.stream().map(t -> new ColumnStore(allocator, t)).toArray(ColumnStore[]::new);
    }

    public int rows() {
        return rows;
    }

    public ColumnStore column(int index) {
        return columns[index];
    }

    /** Copies the selected rows; the batch stays the caller's. */
    public void append(Batch batch) {
        append(batch, batch.selection() == null ? null : batch.selection().positions(), batch.rows());
    }

    /** Copies the rows at {@code positions[0..count)} (null: 0, 1, …); the batch stays the caller's. */
    public void append(Batch batch, int[] positions, int count) {
        append(batch.columns(), positions, count);
    }

    /** As {@link #append(Batch, int[], int)}, of columns that stay the caller's. */
    public void append(List<Column> source, int[] positions, int count) {
        for (int c = 0; c < columns.length; c++) {
            columns[c].append(source.get(c), positions, count);
        }
        rows += count;
    }

    /** The rows so far, owned by the caller; the store is empty then. */
    public Batch build() {
        List<Column> built = new ArrayList<>(columns.length);
        try {
            for (ColumnStore column : columns) {
                built.add(column.build());
            }
        } catch (Throwable t) {
            built.forEach(Column::close);
            throw t;
        }
        int count = rows;
        rows = 0;
        return Batch.of(built, count);
    }

    public long bytes() {
        long bytes = 0;
        for (ColumnStore column : columns) {
            bytes += column.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        for (ColumnStore column : columns) {
            column.close();
        }
        rows = 0;
    }
}
