package io.millrace.exec.scan;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Widens a batch of some of a schema's columns to all of them: those that are missing, because nobody reads them, are constant NULLs. */
public final class ColumnPlacement {
    private final Schema schema;
    private final int[] sourceOf;
    private final boolean identity;
    private final BufferAllocator allocator;

    /** {@code positions[i]}: where the narrow batch's column i belongs. */
    public ColumnPlacement(Schema schema, int[] positions, BufferAllocator allocator) {
        this.schema = schema;
        this.allocator = allocator;
        this.identity = positions.length == schema.size();
        this.sourceOf = new int[schema.size()];
        Arrays.fill(sourceOf, -1);
        for (int i = 0; i < positions.length; i++) {
            sourceOf[positions[i]] = i;
        }
    }

    /** Takes over the narrow batch. */
    public Batch place(Batch narrow) {
        if (identity) {
            return narrow;
        }
        try (narrow) {
            List<Column> columns = new ArrayList<>(sourceOf.length);
            try {
                for (int i = 0; i < sourceOf.length; i++) {
                    columns.add(sourceOf[i] < 0 ? missing(i, narrow.physicalRows()) : narrow.column(sourceOf[i]).retain());
                }
            } catch (Throwable t) {
                columns.forEach(Column::close);
                throw t;
            }
            return new Batch(columns, narrow.physicalRows(), narrow.selection(), null);
        }
    }

    private ConstantColumn missing(int column, int rows) {
        return Values.constant(allocator, schema.type(column), null, rows);
    }
}
