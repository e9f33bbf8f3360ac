package io.millrace.common.batch;

import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Builds a flat batch row by row, for parsers, VALUES and tests. Append one value to each column's builder, or whole rows by {@link #row}. */
public final class BatchBuilder implements AutoCloseable {
    private final List<ColumnBuilder> columns = new ArrayList<>();

    public BatchBuilder(BufferAllocator allocator, Schema schema, int expectedRows) {
        try {
            for (Field field : schema.fields()) {
                columns.add(new ColumnBuilder(allocator, field.type(), expectedRows));
            }
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    public ColumnBuilder column(int index) {
        return columns.get(index);
    }

    /** Appends a row of logical values (see {@link Values}). */
    public BatchBuilder row(Object... values) {
        assert values.length == columns.size();
        for (int i = 0; i < values.length; i++) {
            Values.append(columns.get(i), values[i]);
        }
        return this;
    }

    public int rows() {
        return columns.isEmpty() ? 0 : columns.get(0).length();
    }

    /** The rows so far, owned by the caller; the builder starts anew. */
    public Batch build() {
        int rows = rows();
        return Batch.of(columns.stream().map(ColumnBuilder::build).toList(), rows);
    }

    @Override
    public void close() {
        columns.forEach(ColumnBuilder::close);
    }
}
