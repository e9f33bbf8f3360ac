package io.millrace.exec.memory;

import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A growing off-heap array of int64, zeroed where not written yet. {@link #address} changes when it grows. */
public final class LongStore implements AutoCloseable {
    private final BufferAllocator allocator;
    private final long initial;
    private ArrowBuf data;
    private long address;
    private int capacity;

    public LongStore(BufferAllocator allocator) {
        this(allocator, 0);
    }

    /** {@code initial}: what every element is before it is written. */
    public LongStore(BufferAllocator allocator, long initial) {
        this.allocator = allocator;
        this.initial = initial;
    }

    /** Makes elements 0 .. {@code size} - 1 usable. */
    public void reserve(int size) {
        if (size <= capacity) {
            return;
        }
        int larger = (int) Math.min(Integer.MAX_VALUE - 64, Math.max(Math.max(64L, size), 2L * capacity));
        ArrowBuf grown = Buffers.allocate(allocator, 8L * larger);
        if (data != null) {
            Memory.copy(address, grown.memoryAddress(), 8L * capacity);
            data.close();
        }
        data = grown;
        address = grown.memoryAddress();
        fill(capacity, larger);
        capacity = larger;
    }

    private void fill(int from, int to) {
        if (initial == 0) {
            Memory.fill(address + 8L * from, 8L * (to - from), (byte) 0);
            return;
        }
        for (int i = from; i < to; i++) {
            Memory.putLong(address + 8L * i, initial);
        }
    }

    public long address() {
        return address;
    }

    public long at(int index) {
        return Memory.getLong(address + 8L * index);
    }

    public void put(int index, long value) {
        Memory.putLong(address + 8L * index, value);
    }

    /** All elements as if never written; memory is kept. */
    public void clear() {
        if (capacity > 0) {
            fill(0, capacity);
        }
    }

    public long bytes() {
        return data == null ? 0 : data.capacity();
    }

    @Override
    public void close() {
        if (data != null) {
            data.close();
            data = null;
            address = 0;
            capacity = 0;
        }
    }
}
