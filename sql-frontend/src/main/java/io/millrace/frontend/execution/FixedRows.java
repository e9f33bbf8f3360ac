package io.millrace.frontend.execution;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.exec.Progress;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A few rows that are there already, as of SHOW and EXPLAIN. */
public final class FixedRows implements RowStream {
    private static final int BATCH_ROWS = 4096;

    private final Schema schema;
    private final List<List<Object>> rows;
    private final BufferAllocator allocator;
    private int position;

    public FixedRows(Schema schema, List<List<Object>> rows, BufferAllocator allocator) {
        this.schema = schema;
        this.rows = rows;
        this.allocator = allocator;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public String queryId() {
        return "";
    }

    @Override
    public Batch next() {
        if (position == rows.size()) {
            return null;
        }
        int end = Math.min(rows.size(), position + BATCH_ROWS);
        try (BatchBuilder builder = new BatchBuilder(allocator, schema, end - position)) {
            for (; position < end; position++) {
                builder.row(rows.get(position).toArray());
            }
            return builder.build();
        }
    }

    @Override
    public void cancel(MillraceException reason) {
        // They are at hand: nothing runs.
    }

    @Override
    public Progress progress() {
        return new Progress(position, rows.size(), 1, 1, 0);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
