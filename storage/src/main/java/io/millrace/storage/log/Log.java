package io.millrace.storage.log;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One append-only log of rows in partitions. A row has an offset in its partition, counted from 0 without gaps. Rows are readable once durable.
 * Thread-safe.
 */
public final class Log implements StreamLog {
    private final LogStore store;
    private final String id;
    private final long number;
    private final Path directory;
    private final List<Partition> partitions = new ArrayList<>();
    private volatile boolean dropped;

    Log(LogStore store, String id, long number, int partitionCount, Path directory) {
        this.store = store;
        this.id = id;
        this.number = number;
        this.directory = directory;
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(new Partition(this, i));
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int partitions() {
        return partitions.size();
    }

    /** Rows in, answered when they are on disk. Takes over the batch; see {@link LogStore#append} for errors. */
    public CompletableFuture<AppendResult> append(int partition, Batch batch) {
        return store.append(List.of(new Append(this, partition, batch))).thenApply(List::getFirst);
    }

    @Override
    public long beginOffset(int partition) {
        return 0;
    }

    /** Offset of the first row that is kept. */
    @Override
    public long earliestOffset(int partition) {
        return partition(partition).earliest();
    }

    /** Offset that the next row will get; all rows below are durable and readable. */
    public long endOffset(int partition) {
        return partition(partition).end();
    }

    /** {@link #endOffset} of every partition. */
    @Override
    public List<Long> endOffsets() {
        return partitions.stream().map(Partition::end).toList();
    }

    public List<Long> earliestOffsets() {
        return partitions.stream().map(Partition::earliest).toList();
    }

    /**
     * Reads rows {@code from .. to}.
     *
     * @param from at least {@link #earliestOffset}, else SUBSCRIPTION_EXPIRED
     * @param to exclusive, at most {@link #endOffset}
     * @param batchRows most rows a batch
     */
    @Override
    public LogReader read(int partition, long from, long to, Schema schema, int batchRows, BufferAllocator allocator) {
        Partition source = partition(partition);
        if (from < source.earliest() && from < to) {
            throw new MillraceException(
                    ErrorCode.SUBSCRIPTION_EXPIRED,
                    "log " + id + " partition " + partition + ": row " + from + " is no longer kept, the earliest is " + source.earliest());
        }
        if (to > source.end()) {
            throw new IllegalArgumentException(
                    "log " + id + " partition " + partition + " ends at " + source.end() + ", asked up to " + to);
        }
        return new LogReader(source, from, to, schema, batchRows, allocator);
    }

    /**
     * Drops rows below {@code offset}, for good once this returns, but none that a consumer needs ({@link LogStore#consumers}); file space comes back
     * as whole segments fall below.
     */
    public void trimTo(int partition, long offset) {
        store.trim(partition(partition), offset);
    }

    /**
     * The offset of the first row taken in at or after this time (epoch micros); the end if there is none. Reads one block at most.
     */
    public long offsetAtTime(int partition, long epochMicros, BufferAllocator allocator) {
        return partition(partition).offsetAtTime(epochMicros, allocator);
    }

    /** Drops rows that are older, or more, than {@code retention} keeps; as {@link #trimTo}. */
    public void enforce(Retention retention, long nowMicros, BufferAllocator allocator) {
        for (int p = 0; p < partitions.size(); p++) {
            long keepFrom =
                    retention.bytesMax() == Retention.UNLIMITED ? 0 : partition(p).offsetOfLast(retention.bytesMax() / partitions.size());
            if (retention.ageMicrosMax() != Retention.UNLIMITED) {
                keepFrom = Math.max(keepFrom, offsetAtTime(p, nowMicros - retention.ageMicrosMax(), allocator));
            }
            trimTo(p, keepFrom);
        }
    }

    /** Bytes of rows on disk, blocks in the journal included. */
    public long bytes() {
        long bytes = 0;
        for (Partition partition : partitions) {
            for (BlockRef block : partition.blocks()) {
                bytes += block.header().totalBytes();
            }
        }
        return bytes;
    }

    long number() {
        return number;
    }

    Path directory() {
        return directory;
    }

    Path directory(int partition) {
        return directory.resolve(Integer.toString(partition));
    }

    Partition partition(int index) {
        requirePartition(index);
        return partitions.get(index);
    }

    List<Partition> partitionList() {
        return partitions;
    }

    void requirePartition(int partition) {
        if (partition < 0 || partition >= partitions.size()) {
            throw new IllegalArgumentException("log " + id + " has " + partitions.size() + " partitions, found " + partition);
        }
    }

    boolean isDropped() {
        return dropped;
    }

    void markDropped() {
        dropped = true;
    }

    @Override
    public String toString() {
        return "log " + id;
    }
}
