package io.millrace.storage.log;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Consecutive rows of a partition: row i has offset {@code firstOffset + i}. The holder owns it and closes it.
 *
 * @param batch without selection; weights as appended
 * @param times when each row was taken in (BIGINT, epoch micros); null if all were at {@code writeMicros}
 * @param writeMicros when the last row was taken in
 */
public record LogBatch(long firstOffset, Batch batch, FixedColumn times, long writeMicros) implements AutoCloseable {
    public int rows() {
        return batch.physicalRows();
    }

    public long endOffset() {
        return firstOffset + rows();
    }

    public long writeMicrosAt(int row) {
        return times == null ? writeMicros : times.longAt(row);
    }

    /** The write times as a column of TIMESTAMP(6) WITH TIME ZONE, owned by the caller. */
    public Column timesColumn(BufferAllocator allocator) {
        return times == null
                ? Values.constant(
                        allocator,
                        SqlType.TIMESTAMP_TZ,
                        java.time.Instant.EPOCH.plus(writeMicros, java.time.temporal.ChronoUnit.MICROS),
                        rows())
                : ((FixedColumn) times.retain()).withType(SqlType.TIMESTAMP_TZ);
    }

    /** The rows and, behind their columns, {@link #timesColumn}; handed to the caller, this is closed. */
    public Batch takeBatchWithTimes(BufferAllocator allocator) {
        Column arrivals = timesColumn(allocator);
        try (Batch rows = takeBatch()) {
            List<Column> columns = new ArrayList<>(rows.columns());
            columns.forEach(Column::retain);
            columns.add(arrivals);
            return rows.withColumns(columns);
        }
    }

    /** Rows {@code from .. from + count} of these, owned by the caller, who still owns these. */
    public LogBatch slice(int from, int count, BufferAllocator allocator) {
        return ColumnSlice.slice(this, from, count, allocator);
    }

    /** One more reference to all parts; returns this. */
    public LogBatch retain() {
        batch.retain();
        if (times != null) {
            times.retain();
        }
        return this;
    }

    /** The rows alone, handed to the caller; this is closed. */
    public Batch takeBatch() {
        if (times != null) {
            times.close();
        }
        return batch;
    }

    @Override
    public void close() {
        batch.close();
        if (times != null) {
            times.close();
        }
    }
}
