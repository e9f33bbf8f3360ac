package io.millrace.exec.memory;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows kept apart by some bits of a hash (not the highest, by which exchanges spread rows over machines), as flat batches. One thread writes; afterwards each partition may be taken by another thread.
 */
public final class RowPartitions implements AutoCloseable {
    /** Rows after which a batch is closed and the next one begun. */
    private static final int SEAL_ROWS = 32_768;

    private final BufferAllocator allocator;
    private final List<SqlType> types;
    private final int bits;
    private final ColumnStore[][] open;
    private final int[] openRows;
    private final List<Deque<Batch>> sealed = new ArrayList<>();
    private int[][] positions;
    private final int[] counts;

    public RowPartitions(BufferAllocator allocator, List<SqlType> types, int bits) {
        assert bits >= 0 && bits < 16;
        this.allocator = allocator;
        this.types = List.copyOf(types);
        this.bits = bits;
        this.open = new ColumnStore[1 << bits][];
        this.openRows = new int[1 << bits];
        this.counts = new int[1 << bits];
        this.positions = new int[1 << bits][0];
        for (int p = 0; p < open.length; p++) {
            sealed.add(new ArrayDeque<>());
        }
    }

    public int partitions() {
        return open.length;
    }

    public static int partitionOf(long hash, int bits) {
        return (int) (hash >>> 32) & (1 << bits) - 1;
    }

    /** Copies the rows of a batch; {@code hashes[k]} is that of its k-th selected row. The batch stays the caller's. */
    public void add(Batch batch, long[] hashes) {
        int count = batch.rows();
        int[] selected = batch.selection() == null ? null : batch.selection().positions();
        for (int p = 0; p < counts.length; p++) {
            counts[p] = 0;
            if (positions[p].length < count) {
                positions[p] = new int[count];
            }
        }
        for (int k = 0; k < count; k++) {
            int p = partitionOf(hashes[k], bits);
            positions[p][counts[p]++] = selected == null ? k : selected[k];
        }
        for (int p = 0; p < counts.length; p++) {
            if (counts[p] > 0) {
                append(p, batch);
            }
        }
    }

    private void append(int p, Batch batch) {
        if (open[p] == null) {
            open[p] = types.stream().map(t -> new ColumnStore(allocator, t)).toArray(ColumnStore[]::new);
        }
        for (int c = 0; c < open[p].length; c++) {
            open[p][c].append(batch.column(c), positions[p], counts[p]);
        }
        openRows[p] += counts[p];
        if (openRows[p] >= SEAL_ROWS) {
            seal(p);
        }
    }

    private void seal(int p) {
        if (openRows[p] == 0) {
            return;
        }
        List<Column> columns = new ArrayList<>();
        for (ColumnStore store : open[p]) {
            columns.add(store.build());
        }
        sealed.get(p).add(Batch.of(columns, openRows[p]));
        openRows[p] = 0;
    }

    /** The next batch of a partition, owned by the caller; null if there is none. */
    public Batch take(int partition) {
        Batch batch = sealed.get(partition).poll();
        if (batch == null && openRows[partition] > 0) {
            seal(partition);
            batch = sealed.get(partition).poll();
        }
        return batch;
    }

    /** Memory held. */
    public long bytes() {
        long bytes = 0;
        for (int p = 0; p < open.length; p++) {
            bytes += bytes(p);
        }
        return bytes;
    }

    /** Memory held by one partition. */
    public long bytes(int p) {
        long bytes = 0;
        if (open[p] != null) {
            for (ColumnStore store : open[p]) {
                bytes += store.bytes();
            }
        }
        for (Batch batch : sealed.get(p)) {
            bytes += batch.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        for (int p = 0; p < open.length; p++) {
            if (open[p] != null) {
                for (ColumnStore store : open[p]) {
                    store.close();
                }
            }
            sealed.get(p).forEach(Batch::close);
            sealed.get(p).clear();
            openRows[p] = 0;
        }
    }
}
