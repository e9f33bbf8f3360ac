package io.millrace.storage.table.head;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.AppendResult;
import io.millrace.storage.log.Log;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.log.LogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A table's log: weighted rows with the table's columns, and in between {@link HeadEntry entries} about files or about all rows. The log's rows have one
 * column more than the table's, which is null but in entries. A row weighs 1 or -1.
 */
public final class HeadLog {
    private static final String ENTRY = "$entry";

    private final LogStore logs;
    private final Log log;
    private final Schema logSchema;
    private final int width;
    private final BufferAllocator allocator;

    public HeadLog(LogStore logs, Log log, Schema table, BufferAllocator allocator) {
        this.logs = logs;
        this.log = log;
        this.width = table.size();
        this.logSchema = table.concat(Schema.of(Field.of(ENTRY, SqlType.VARCHAR)));
        this.allocator = allocator;
    }

    public Log log() {
        return log;
    }

    public long earliest() {
        return log.earliestOffset(0);
    }

    public long end() {
        return log.endOffset(0);
    }

    /** A batch of rows as it is appended; takes it over. */
    public Append rows(Batch rows) {
        try (rows) {
            List<Column> columns = new ArrayList<>();
            rows.columns().forEach(column -> columns.add(column.retain()));
            columns.add(Values.constant(allocator, SqlType.VARCHAR, null, rows.physicalRows()));
            return new Append(log, 0, rows.withColumns(columns));
        }
    }

    public Append entry(HeadEntry entry) {
        try (BatchBuilder builder = new BatchBuilder(allocator, logSchema, 1)) {
            Object[] values = new Object[width + 1];
            values[width] = entry.encode();
            return new Append(log, 0, builder.row(values).build());
        }
    }

    /** All or nothing; takes over the batches. */
    public CompletableFuture<List<AppendResult>> append(List<Append> unit) {
        return logs.append(unit);
    }

    /** Rows and entries in order; the last column tells them apart. */
    public LogReader read(long from, long to, int batchRows, BufferAllocator readerAllocator) {
        return log.read(0, from, to, logSchema, batchRows, readerAllocator);
    }

    /** The entry at a row of what {@link #read} gives, or null if it is a row of the table. */
    public HeadEntry entryAt(Batch batch, int row) {
        BinaryColumn entries = (BinaryColumn) batch.column(width);
        return entries.isNull(row) ? null : HeadEntry.decode(entries.stringAt(row));
    }

    public boolean mayHaveEntries(Batch batch) {
        Column entries = batch.column(width);
        if (!entries.mayHaveNulls()) {
            return batch.physicalRows() > 0;
        }
        for (int i = 0; i < batch.physicalRows(); i++) {
            if (!entries.isNull(i)) {
                return true;
            }
        }
        return false;
    }

    /** The table's columns of a batch that {@link #read} gave, with its weights; takes it over. */
    public Batch tableColumns(Batch batch) {
        try (batch) {
            return batch.withColumns(batch.columns().subList(0, width).stream().map(Column::retain).toList());
        }
    }
}
