package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.table.head.HeadLog;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The rows of a range of the head that are in a version of the table, with their offsets. */
final class LiveHeadRows implements AutoCloseable {
    private final LogReader reader;
    private final HeadLog head;
    private final TableVersion version;
    private final boolean plain;
    private final BufferAllocator allocator;

    /** @param rows the table's columns without weights or selection; @param offsets one a row, ascending */
    record Rows(Batch rows, long[] offsets) implements AutoCloseable {
        @Override
        public void close() {
            rows.close();
        }
    }

    LiveHeadRows(HeadLog head, TableVersion version, long from, long to, int batchRows, BufferAllocator allocator) {
        this.head = head;
        this.version = version;
        this.plain = version.isPlain(from, to);
        this.reader = head.read(from, to, batchRows, allocator);
        this.allocator = allocator;
    }

    /** The next rows, owned by the caller; null at the end. */
    Rows next() {
        for (LogBatch block = reader.next(); block != null; block = reader.next()) {
            long first = block.firstOffset();
            try (Batch batch = block.takeBatch()) {
                int[] positions = new int[batch.physicalRows()];
                int count = plain ? batch.physicalRows() : live(batch, first, positions);
                if (count == 0) {
                    continue;
                }
                List<Column> columns = batch.columns().subList(0, batch.width() - 1).stream().map(Column::retain).toList();
                Batch rows = Batch.of(columns, batch.physicalRows());
                long[] offsets = new long[count];
                if (count == batch.physicalRows()) {
                    Arrays.setAll(offsets, i -> first + i);
                    return new Rows(rows, offsets);
                }
                Arrays.setAll(offsets, i -> first + positions[i]);
                try (rows) {
                    return new Rows(rows.gather(allocator, positions, count), offsets);
                }
            }
        }
        return null;
    }

    private int live(Batch batch, long first, int[] live) {
        FixedColumn weights = (FixedColumn) batch.weights();
        boolean entries = head.mayHaveEntries(batch);
        int count = 0;
        for (int i = 0; i < batch.physicalRows(); i++) {
            boolean dead = weights != null && weights.longAt(i) < 0
                    || entries && head.entryAt(batch, i) != null
                    || version.isRemoved(first + i);
            if (!dead) {
                live[count++] = i;
            }
        }
        return count;
    }

    long bytesRead() {
        return reader.bytesRead();
    }

    @Override
    public void close() {
        reader.close();
    }
}
