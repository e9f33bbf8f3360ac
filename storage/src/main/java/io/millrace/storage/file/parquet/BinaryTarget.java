package io.millrace.storage.file.parquet;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Byte strings being gathered: offsets for a known number of values, and bytes that grow. Closing frees what was not taken. */
final class BinaryTarget implements AutoCloseable {
    /** Writable bytes kept behind the last value, so that short values are copied in whole words. */
    private static final int SLACK = 32;

    private final BufferAllocator allocator;
    private ArrowBuf offsets;
    private ArrowBuf data;
    private long dataAddress;
    private long capacity;
    private long used;
    private int count;

    BinaryTarget(BufferAllocator allocator, int values, long expectedBytes) {
        this.allocator = allocator;
        this.offsets = Buffers.allocate(allocator, 4L * (values + 1L));
        Memory.putInt(offsets.memoryAddress(), 0);
        try {
            this.data = Buffers.allocate(allocator, Math.min(Math.max(expectedBytes, 64), Integer.MAX_VALUE) + SLACK);
        } catch (RuntimeException e) {
            offsets.close();
            throw e;
        }
        this.dataAddress = data.memoryAddress();
        this.capacity = data.capacity() - SLACK;
    }

    /** Makes room for the offsets of {@code values} values in all. */
    void resize(int values) {
        long needed = 4L * (values + 1L);
        if (needed > offsets.capacity()) {
            offsets = Buffers.grow(allocator, offsets, offsets.capacity(), Math.max(needed, 2 * offsets.capacity()));
        }
    }

    int count() {
        return count;
    }

    long used() {
        return used;
    }

    long dataAddress() {
        return dataAddress;
    }

    long offsetsAddress() {
        return offsets.memoryAddress();
    }

    /** Appends a value; at least {@link #SLACK} bytes behind it must be readable. */
    void append(long address, int length) {
        long end = used + length;
        if (end > capacity) {
            grow(end);
        }
        long to = dataAddress + used;
        if (length <= 16) {
            Memory.putLong(to, Memory.getLong(address));
            Memory.putLong(to + 8, Memory.getLong(address + 8));
        } else if (length <= 32) {
            Memory.putLong(to, Memory.getLong(address));
            Memory.putLong(to + 8, Memory.getLong(address + 8));
            Memory.putLong(to + 16, Memory.getLong(address + 16));
            Memory.putLong(to + 24, Memory.getLong(address + 24));
        } else {
            Memory.copy(address, to, length);
        }
        end(end);
    }

    void append(byte[] value, int length) {
        long end = used + length;
        if (end > capacity) {
            grow(end);
        }
        Memory.copy(value, 0, dataAddress + used, length);
        end(end);
    }

    /** Room for {@code values} values of {@code width} bytes each, to be filled by the caller. */
    long claim(int values, int width) {
        long end = used + (long) values * width;
        if (end > capacity) {
            grow(end);
        }
        long address = dataAddress + used;
        for (int i = 0; i < values; i++) {
            end(used + width);
        }
        return address;
    }

    /** Appends empty values up to {@code newCount}. */
    void padTo(int newCount) {
        while (count < newCount) {
            end(used);
        }
    }

    /** Makes {@code present} values at {@code from} into {@code all}, empty where the validity bit is clear. */
    void spread(int from, int present, int all, long validity) {
        long base = offsets.memoryAddress() + 4;
        int source = from + present - 1;
        for (int i = from + all - 1; i >= from; i--) {
            int end = source < from ? Memory.getInt(base + 4L * (from - 1)) : Memory.getInt(base + 4L * source);
            Memory.putInt(base + 4L * i, end);
            if (Memory.bit(validity, i)) {
                source--;
            }
        }
        count = from + all;
    }

    private void end(long newUsed) {
        used = newUsed;
        count++;
        Memory.putInt(offsets.memoryAddress() + 4L * count, (int) newUsed);
    }

    private void grow(long needed) {
        if (needed > Integer.MAX_VALUE - SLACK - Buffers.PADDING_BYTES) {
            throw new MillraceException(ErrorCode.OUT_OF_MEMORY,
                    "a batch column would hold " + needed + " bytes of values, at most 2147483647 fit");
        }
        long target = Math.min(Math.max(needed, 2 * capacity), Integer.MAX_VALUE - SLACK - Buffers.PADDING_BYTES) + SLACK;
        data = Buffers.grow(allocator, data, used, target);
        dataAddress = data.memoryAddress();
        capacity = data.capacity() - SLACK;
    }

    ArrowBuf takeOffsets() {
        ArrowBuf taken = offsets;
        offsets = null;
        return taken;
    }

    ArrowBuf takeData() {
        ArrowBuf taken = data;
        data = null;
        return taken;
    }

    @Override
    public void close() {
        if (offsets != null) {
            offsets.close();
            offsets = null;
        }
        if (data != null) {
            data.close();
            data = null;
        }
    }
}
