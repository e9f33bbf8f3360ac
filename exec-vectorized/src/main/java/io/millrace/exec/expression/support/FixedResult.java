package io.millrace.exec.expression.support;

import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A fixed-width or BIT result being written, in any order of rows, by address. Use in try-with-resources: closing it frees what was not built. */
public final class FixedResult implements AutoCloseable {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final int rows;
    private ArrowBuf buffer;
    private ArrowBuf validity;
    /** Address of the values; BIT values start as false, others undefined. */
    public final long data;

    public FixedResult(BufferAllocator allocator, SqlType type, int rows) {
        this.allocator = allocator;
        this.type = type;
        this.rows = rows;
        this.buffer = type.layout() == Layout.BIT
                ? Buffers.allocateZeroed(allocator, Memory.bitmapBytes(rows))
                : Buffers.allocate(allocator, (long) type.layout().width() * rows);
        this.data = buffer.memoryAddress();
    }

    /** Makes a row NULL. */
    public void setNull(int row) {
        if (validity == null) {
            validity = Buffers.allocateOnes(allocator, rows);
        }
        Memory.clearBit(validity.memoryAddress(), row);
    }

    /** Takes {@link #setNull} back. */
    public void setNotNull(int row) {
        if (validity != null) {
            Memory.setBit(validity.memoryAddress(), row);
        }
    }

    /** The column, owned by the caller. */
    public FixedColumn build() {
        FixedColumn built = new FixedColumn(type, rows, buffer, validity);
        buffer = null;
        validity = null;
        return built;
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
            buffer = null;
        }
        if (validity != null) {
            validity.close();
            validity = null;
        }
    }
}
