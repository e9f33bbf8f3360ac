package io.millrace.exec.step.state;

import io.millrace.common.batch.Batch;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.StateEntries;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Reads stored rows merged with changes that wait, both in the order of their names; rows whose weights cancel are not there. */
final class StoredRowReader implements BatchReader {
    private static final int PREFIX_BYTES = 3;
    private static final int BLOCK_BYTES = 1 << 20;

    private final BufferAllocator allocator;
    private final RowFormat format;
    private final StateEntries.Cursor cursor;
    private final List<StoredRows.Waiting> changes;
    private final PageReader page = new PageReader();
    private final int batchRows;
    private int nextChange;
    private boolean stored;
    private long bytesRead;
    private ArrowBuf block;
    private long blockUsed;
    private final long[] offsets;
    private final long[] weights;
    private int count;

    /** Takes the cursor over. {@code changes}: sorted by name. */
    StoredRowReader(
            BufferAllocator allocator, RowFormat format, StateEntries.Cursor cursor, List<StoredRows.Waiting> changes, int batchRows) {
        this.allocator = allocator;
        this.format = format;
        this.cursor = cursor;
        this.changes = changes;
        this.batchRows = batchRows;
        this.offsets = new long[batchRows];
        this.weights = new long[batchRows];
        this.stored = cursor.next();
    }

    @Override
    public Batch next() {
        count = 0;
        blockUsed = 0;
        while (count < batchRows && blockUsed < BLOCK_BYTES && (stored || nextChange < changes.size())) {
            step();
        }
        if (count == 0) {
            return null;
        }
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = block.memoryAddress() + offsets[i];
        }
        return new Batch(
                format.decode(allocator, addresses, count), count, null, Deltas.weightColumn(allocator, weights, count));
    }

    private void step() {
        int order = !stored ? 1 : nextChange == changes.size() ? -1 : Arrays.compareUnsigned(cursor.key(), changes.get(nextChange).name());
        byte[] name = order <= 0 ? cursor.key() : changes.get(nextChange).name();
        long weight = order <= 0 ? page.of(cursor.value()).readLong() : 0;
        if (order >= 0) {
            weight += changes.get(nextChange++).weight();
        }
        if (weight != 0) {
            keep(name, weight);
        }
        if (order <= 0) {
            stored = cursor.next();
        }
    }

    private void keep(byte[] name, long weight) {
        int length = name.length - PREFIX_BYTES;
        long needed = blockUsed + length;
        if (block == null || block.capacity() < needed) {
            ArrowBuf larger = Buffers.allocate(allocator, Math.max(2L * needed, BLOCK_BYTES + 4096));
            if (block != null) {
                Memory.copy(block.memoryAddress(), larger.memoryAddress(), blockUsed);
                block.close();
            }
            block = larger;
        }
        Memory.copy(name, PREFIX_BYTES, block.memoryAddress() + blockUsed, length);
        offsets[count] = blockUsed;
        weights[count++] = weight;
        blockUsed = needed;
        bytesRead += length;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {
        cursor.close();
        if (block != null) {
            block.close();
            block = null;
        }
    }
}
