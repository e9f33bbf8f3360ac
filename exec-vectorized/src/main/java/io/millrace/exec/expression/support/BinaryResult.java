package io.millrace.exec.expression.support;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A BINARY result being written in ascending order of rows; rows that are left out are empty. Either {@link #append} whole values, or
 * {@link #reserve}, write at the address, and {@link #commit} what was written. Use in try-with-resources: closing it frees what was not built.
 */
public final class BinaryResult implements AutoCloseable {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final int rows;
    private ArrowBuf offsets;
    private ArrowBuf data;
    private ArrowBuf validity;
    private long used;
    private int next;

    /** {@code expectedBytes}: a guess of the bytes of all values; the buffer grows. */
    public BinaryResult(BufferAllocator allocator, SqlType type, int rows, long expectedBytes) {
        this.allocator = allocator;
        this.type = type;
        this.rows = rows;
        this.offsets = Buffers.allocate(allocator, 4L * (rows + 1L));
        try {
            this.data = Buffers.allocate(allocator, Math.min(expectedBytes, Integer.MAX_VALUE));
        } catch (Throwable t) {
            offsets.close();
            throw t;
        }
    }

    /** Address at which up to {@code bytes} bytes of the next value may be written before {@link #commit}; a second call moves and voids the first. */
    public long reserve(long bytes) {
        long needed = used + bytes;
        if (needed > data.capacity()) {
            if (needed > Integer.MAX_VALUE) {
                throw new MillraceException(
                        ErrorCode.OUT_OF_MEMORY, "a batch column would hold " + needed + " bytes of values, at most 2147483647 fit");
            }
            data = Buffers.grow(allocator, data, used, Math.min(Integer.MAX_VALUE, Math.max(needed, 2 * data.capacity())));
        }
        return data.memoryAddress() + used;
    }

    /** Ends the value of a row, whose {@code bytes} bytes have been written at the reserved address. */
    public void commit(int row, int bytes) {
        startAt(row);
        used += bytes;
        next = row + 1;
    }

    private void startAt(int row) {
        assert row >= next && row < rows;
        long to = offsets.memoryAddress();
        for (int i = next; i <= row; i++) {
            Memory.putInt(to + 4L * i, (int) used);
        }
    }

    public void append(int row, long address, int length) {
        long to = reserve(length);
        if (length > 32) {
            Memory.copy(address, to, length);
        } else {
            copyShort(address, to, length);
        }
        commit(row, length);
    }

    private static void copyShort(long from, long to, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            Memory.putLong(to + i, Memory.getLong(from + i));
        }
        for (; i < length; i++) {
            Memory.putByte(to + i, Memory.getByte(from + i));
        }
    }

    public void append(int row, byte[] bytes, int from, int length) {
        Memory.copy(bytes, from, reserve(length), length);
        commit(row, length);
    }

    public void append(int row, byte[] bytes) {
        append(row, bytes, 0, bytes.length);
    }

    public void append(int row, String text) {
        append(row, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes a row NULL; it may be one that has been left out or will be. */
    public void setNull(int row) {
        if (validity == null) {
            validity = Buffers.allocateOnes(allocator, rows);
        }
        Memory.clearBit(validity.memoryAddress(), row);
    }

    /** The column, owned by the caller. */
    public BinaryColumn build() {
        long to = offsets.memoryAddress();
        for (int i = next; i <= rows; i++) {
            Memory.putInt(to + 4L * i, (int) used);
        }
        BinaryColumn built = new BinaryColumn(type, rows, offsets, data, validity);
        offsets = null;
        data = null;
        validity = null;
        return built;
    }

    @Override
    public void close() {
        if (offsets != null) {
            offsets.close();
            data.close();
            offsets = null;
            data = null;
        }
        if (validity != null) {
            validity.close();
            validity = null;
        }
    }
}
