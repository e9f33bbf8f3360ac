package io.millrace.exec.memory;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.type.SqlType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows kept apart by some bits of a hash (not the highest, by which exchanges spread rows over machines), as flat batches; on demand string columns that
 * share their codes stay codes. One thread writes; afterwards each partition may be taken by another thread.
 */
public final class RowPartitions implements AutoCloseable {
    /** Rows after which a batch is closed and the next one begun. */
    private static final int SEAL_ROWS = 32_768;

    private final BufferAllocator allocator;
    private final List<SqlType> types;
    private final int bits;
    private final boolean keepsCodes;
    /** What the open rows share; theirs alone, since rows of other dictionaries close their batches. */
    private List<SharedCodes> shared = List.of();
    private final OpenRows[] open;
    private final List<Deque<Batch>> sealed = new ArrayList<>();
    private int[][] positions;
    private final int[] counts;

    /** The rows of one partition that are not a batch yet. */
    private final class OpenRows implements AutoCloseable {
        /** By column; null where {@link #coded} has it. */
        private final ColumnStore[] flat = new ColumnStore[types.size()];
        private final CodedStore[] coded = new CodedStore[shared.size()];
        private int rows;

        private OpenRows() {
            boolean[] taken = new boolean[flat.length];
            for (int s = 0; s < coded.length; s++) {
                coded[s] = new CodedStore(allocator, shared.get(s));
                shared.get(s).columns().forEach(c -> taken[c] = true);
            }
            for (int c = 0; c < flat.length; c++) {
                flat[c] = taken[c] ? null : new ColumnStore(allocator, types.get(c));
            }
        }

        private void append(Batch batch, int[] positions, int count) {
            for (int c = 0; c < flat.length; c++) {
                if (flat[c] != null) {
                    flat[c].append(batch.column(c), positions, count);
                }
            }
            for (CodedStore store : coded) {
                store.append(batch, positions, count);
            }
            rows += count;
        }

        private Batch build() {
            List<Column> columns = new ArrayList<>();
            for (ColumnStore store : flat) {
                columns.add(store == null ? null : store.build());
            }
            for (CodedStore store : coded) {
                store.build(columns);
            }
            int count = rows;
            rows = 0;
            return Batch.of(columns, count);
        }

        private long bytes() {
            long bytes = 0;
            for (ColumnStore store : flat) {
                bytes += store == null ? 0 : store.bytes();
            }
            for (CodedStore store : coded) {
                bytes += store.bytes();
            }
            return bytes;
        }

        @Override
        public void close() {
            for (ColumnStore store : flat) {
                if (store != null) {
                    store.close();
                }
            }
            for (CodedStore store : coded) {
                store.close();
            }
        }
    }

    public RowPartitions(BufferAllocator allocator, List<SqlType> types, int bits) {
        this(allocator, types, bits, false);
    }

    /** {@code keepsCodes}: strings that share their codes are not copied but named, and what is taken is not flat. */
    public RowPartitions(BufferAllocator allocator, List<SqlType> types, int bits, boolean keepsCodes) {
        assert bits >= 0 && bits < 16;
        this.allocator = allocator;
        this.types = List.copyOf(types);
        this.bits = bits;
        this.keepsCodes = keepsCodes;
        this.open = new OpenRows[1 << bits];
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
        share(batch);
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
            open[p] = new OpenRows();
        }
        open[p].append(batch, positions[p], counts[p]);
        if (open[p].rows >= SEAL_ROWS) {
            seal(p);
        }
    }

    /** Closes the open batches if they share other codes than {@code batch}. */
    private void share(Batch batch) {
        if (!keepsCodes || SharedCodes.match(shared, batch)) {
            return;
        }
        for (int p = 0; p < open.length; p++) {
            if (open[p] != null) {
                seal(p);
                open[p].close();
                open[p] = null;
            }
        }
        shared.forEach(SharedCodes::close);
        shared = SharedCodes.of(batch);
    }

    private void seal(int p) {
        if (open[p].rows > 0) {
            sealed.get(p).add(open[p].build());
        }
    }

    /** The next batch of a partition, owned by the caller; null if there is none. */
    public Batch take(int partition) {
        Batch batch = sealed.get(partition).poll();
        if (batch == null && open[partition] != null) {
            seal(partition);
            batch = sealed.get(partition).poll();
        }
        return batch;
    }

    /** Memory held. */
    public long bytes() {
        long bytes = 0;
        for (SharedCodes codes : shared) {
            bytes += codes.bytes();
        }
        for (int p = 0; p < open.length; p++) {
            bytes += bytes(p);
        }
        return bytes;
    }

    /** Memory held by one partition, but for dictionaries. */
    public long bytes(int p) {
        long bytes = open[p] == null ? 0 : open[p].bytes();
        for (Batch batch : sealed.get(p)) {
            for (Column column : batch.columns()) {
                bytes += column instanceof DictionaryColumn coded ? 4L * coded.length() : column.bytes();
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        for (int p = 0; p < open.length; p++) {
            if (open[p] != null) {
                open[p].close();
                open[p] = null;
            }
            sealed.get(p).forEach(Batch::close);
            sealed.get(p).clear();
        }
        shared.forEach(SharedCodes::close);
        shared = List.of();
    }
}
