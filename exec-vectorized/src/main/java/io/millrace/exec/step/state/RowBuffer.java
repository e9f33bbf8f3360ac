package io.millrace.exec.step.state;

import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Scratch for rows of one {@link RowFormat}, written by {@link RowFormat#encode} and read until the next one. Rows lie one after another, each padded
 * with zeros to whole 64-bit words. Not thread-safe; reused from batch to batch, closed by its maker.
 */
public final class RowBuffer implements AutoCloseable {
    private final BufferAllocator allocator;
    private ArrowBuf data;
    private int count;
    private int stride;
    private int[] starts = new int[0];
    private int[] hashes = new int[0];

    public RowBuffer(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** Rows written last. */
    public int count() {
        return count;
    }

    public long address(int row) {
        return data.memoryAddress() + (stride > 0 ? (long) stride * row : starts[row]);
    }

    /** Bytes of a row, a multiple of 8. */
    public int length(int row) {
        return stride > 0 ? stride : starts[row + 1] - starts[row];
    }

    public int hash(int row) {
        return hashes[row];
    }

    /** Starts {@code rows} rows of {@code rowBytes} each, zeroed. */
    void start(int rows, int rowBytes) {
        count = rows;
        stride = rowBytes;
        reserve((long) rows * rowBytes);
    }

    /** Starts {@code rows} rows whose starts are in {@code rowStarts[0..rows]}, zeroed. */
    void start(int rows, int[] rowStarts) {
        count = rows;
        stride = 0;
        starts = rowStarts;
        reserve(rowStarts[rows]);
    }

    private void reserve(long bytes) {
        if (data == null || data.capacity() < bytes) {
            if (data != null) {
                data.close();
                data = null;
            }
            data = Buffers.allocate(allocator, bytes + bytes / 2);
        }
        Memory.fill(data.memoryAddress(), bytes, (byte) 0);
    }

    /** Hashes every row once all columns are written. */
    void hash() {
        if (hashes.length < count) {
            hashes = new int[count + count / 2];
        }
        for (int i = 0; i < count; i++) {
            hashes[i] = RowHash.of(address(i), length(i));
        }
    }

    long base() {
        return data.memoryAddress();
    }

    int[] starts() {
        return starts;
    }

    @Override
    public void close() {
        if (data != null) {
            data.close();
            data = null;
        }
    }
}
