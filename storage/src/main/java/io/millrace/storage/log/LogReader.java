package io.millrace.storage.log;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Reads a range of a partition in order. Small blocks come gathered into larger batches, large ones as slices of the buffer they were read into. One
 * thread at a time.
 */
public final class LogReader implements RowReader {
    private static final long GATHERED_BYTES_MAX = 8L << 20;

    private final Partition partition;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final int batchRows;
    private final long to;
    private long position;
    private long bytesRead;
    /** Rows read and not yet returned. */
    private LogBatch rest;

    LogReader(Partition partition, long from, long to, Schema schema, int batchRows, BufferAllocator allocator) {
        this.partition = partition;
        this.schema = schema;
        this.allocator = allocator;
        this.batchRows = batchRows;
        this.position = from;
        this.to = to;
    }

    /** The next rows, at most {@code batchRows}, owned by the caller; null at the end of the range. */
    @Override
    public LogBatch next() {
        if (rest == null) {
            if (position >= to) {
                return null;
            }
            rest = readSome();
            position = rest.endOffset();
        }
        LogBatch all = rest;
        rest = null;
        if (all.rows() <= batchRows) {
            return all;
        }
        try (all) {
            rest = ColumnSlice.slice(all, batchRows, all.rows() - batchRows, allocator);
            return ColumnSlice.slice(all, 0, batchRows, allocator);
        }
    }

    private LogBatch readSome() {
        List<LogBatch> parts = new ArrayList<>();
        try {
            long rows = 0;
            long bytes = 0;
            long at = position;
            while (at < to && (parts.isEmpty() || rows < batchRows && bytes < GATHERED_BYTES_MAX)) {
                BlockRef block = find(at);
                if (!parts.isEmpty() && rows + block.header().rows() > batchRows) {
                    break;
                }
                LogBatch part = BlockReader.read(block, schema, allocator);
                if (part == null) {
                    continue;
                }
                bytesRead += block.header().totalBytes();
                part = clip(part, at);
                parts.add(part);
                rows += part.rows();
                bytes += block.header().rawBytes();
                at = part.endOffset();
            }
        } catch (RuntimeException e) {
            parts.forEach(LogBatch::close);
            throw e;
        }
        return ColumnConcat.concat(parts, allocator);
    }

    private BlockRef find(long offset) {
        BlockRef block = partition.find(offset);
        if (block == null) {
            throw new MillraceException(
                    ErrorCode.SUBSCRIPTION_EXPIRED,
                    "log " + partition.log().id() + " partition " + partition.index() + ": row " + offset
                            + " is no longer kept, the earliest is "
                            + partition.earliest());
        }
        return block;
    }

    /** The part of the block that lies in the range from {@code at}; takes it over. */
    private LogBatch clip(LogBatch block, long at) {
        int from = (int) (at - block.firstOffset());
        int end = (int) Math.min(block.rows(), to - block.firstOffset());
        if (from == 0 && end == block.rows()) {
            return block;
        }
        try (block) {
            return ColumnSlice.slice(block, from, end - from, allocator);
        }
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {
        if (rest != null) {
            rest.close();
            rest = null;
        }
    }
}
