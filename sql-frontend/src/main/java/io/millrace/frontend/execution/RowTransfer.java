package io.millrace.frontend.execution;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/** Moves a query's rows into a sink, in the caller's thread. */
public final class RowTransfer {
    private RowTransfer() {}

    /** All rows, then a commit; how many rows that were. Both stay the caller's. */
    public static long into(TableSink sink, BatchReader rows, Schema schema, BufferAllocator allocator) {
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
            sink.write(typed(batch, schema, allocator));
        }
        return sink.commit();
    }

    /** Shows each batch to {@code consumer} and closes it. The reader stays the caller's. */
    public static void each(BatchReader rows, Consumer<Batch> consumer) {
        for (Batch next = rows.next(); next != null; next = rows.next()) {
            Batch batch = next;
            try (batch) {
                consumer.accept(batch);
            }
        }
    }

    /** The batch with exactly the schema's types: a column of type NULL becomes one of the wanted type that is all null. Takes over the batch. */
    public static Batch typed(Batch batch, Schema schema, BufferAllocator allocator) {
        try (batch) {
            List<Column> columns = new ArrayList<>(schema.size());
            for (int c = 0; c < schema.size(); c++) {
                columns.add(typed(batch.column(c), schema.type(c), allocator));
            }
            return batch.withColumns(columns);
        }
    }

    private static Column typed(Column column, SqlType type, BufferAllocator allocator) {
        if (column.type().equals(type)) {
            return column.retain();
        }
        if (column.type().kind() == SqlType.Kind.NULL) {
            return Values.constant(allocator, type, null, column.length());
        }
        if (column.type().isCharacter() && type.kind() == SqlType.Kind.VARCHAR) {
            return column.retain().withType(type);
        }
        throw new AssertionError(column.type() + " for a column of type " + type);
    }
}
