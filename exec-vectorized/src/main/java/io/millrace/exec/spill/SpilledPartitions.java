package io.millrace.exec.spill;

import io.millrace.common.batch.Batch;
import io.millrace.common.type.SqlType;
import io.millrace.exec.memory.RowPartitions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;

/** Rows on disk, kept apart by some bits of a hash: one file a partition. Threads collect in {@link Collector}s of their own. */
public final class SpilledPartitions implements AutoCloseable {
    /** What a collector holds in memory before it writes. */
    private static final long COLLECTOR_BYTES_MAX = 8L << 20;
    /** A collector holds at most this share of the memory there is. */
    private static final int COLLECTOR_SHARE = 16;

    private final BufferAllocator allocator;
    private final List<SqlType> types;
    private final int bits;
    private final SpillFile[] files;
    private final long collectorBytes;
    private final AtomicLong written = new AtomicLong();

    public SpilledPartitions(Path directory, List<SqlType> types, int bits, BufferAllocator allocator) {
        this.allocator = allocator;
        this.types = List.copyOf(types);
        this.bits = bits;
        this.files = new SpillFile[1 << bits];
        this.collectorBytes = Math.min(COLLECTOR_BYTES_MAX, allocator.getLimit() / COLLECTOR_SHARE);
        for (int p = 0; p < files.length; p++) {
            files[p] = new SpillFile(directory, types, allocator);
        }
    }

    public int partitions() {
        return files.length;
    }

    public SpillFile file(int partition) {
        return files[partition];
    }

    /** Bytes written in all. */
    public long written() {
        return written.get();
    }

    public Collector collector() {
        return new Collector();
    }

    /** One thread's rows on their way to disk. */
    public final class Collector implements AutoCloseable {
        private final RowPartitions rows = new RowPartitions(allocator, types, bits);

        /** Copies the selected rows, {@code hashes[k]} that of the k-th; the batch stays the caller's. */
        public void add(Batch batch, long[] hashes) {
            rows.add(batch, hashes);
            if (rows.bytes() > collectorBytes) {
                flush();
            }
        }

        /** Writes everything. */
        public void flush() {
            for (int p = 0; p < files.length; p++) {
                for (Batch batch = rows.take(p); batch != null; batch = rows.take(p)) {
                    try (Batch closing = batch) {
                        written.addAndGet(files[p].write(closing));
                    }
                }
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @Override
    public void close() {
        for (SpillFile file : files) {
            file.close();
        }
    }
}
