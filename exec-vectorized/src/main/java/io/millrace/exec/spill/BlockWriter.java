package io.millrace.exec.spill;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Writes one batch at a position of a file:
 *
 * <pre>
 * block  := rows:int32 column*
 * column := length:int32 validity:buffer, then by layout
 *           fixed: data:buffer · binary: offsets:buffer data:buffer · list: offsets:buffer column · row: column*
 * buffer := bytes:int64 content      −1: there is none
 * </pre>
 */
final class BlockWriter {
    private final FileChannel channel;
    private final BufferAllocator allocator;
    private final ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private long at;

    BlockWriter(FileChannel channel, long from, BufferAllocator allocator) {
        this.channel = channel;
        this.at = from;
        this.allocator = allocator;
    }

    /** Returns where the block ends. */
    long write(Batch batch) throws IOException {
        writeInt(batch.physicalRows());
        for (Column column : batch.columns()) {
            try (Column flat = column.flatten(allocator)) {
                write(flat);
            }
        }
        return at;
    }

    private void write(Column column) throws IOException {
        int length = column.length();
        writeInt(length);
        switch (column) {
            case FixedColumn fixed -> {
                writeBuffer(fixed.validity(), Memory.bitmapBytes(length));
                int width = fixed.type().layout().width();
                writeBuffer(fixed.data(), width == 0 ? Memory.bitmapBytes(length) : (long) width * length);
            }
            case BinaryColumn binary -> {
                writeBuffer(binary.validity(), Memory.bitmapBytes(length));
                writeBuffer(binary.offsets(), 4L * (length + 1L));
                writeBuffer(binary.data(), Memory.getInt(binary.offsetsAddress + 4L * length));
            }
            case ListColumn list -> {
                writeBuffer(list.validity(), Memory.bitmapBytes(length));
                writeBuffer(list.offsets(), 4L * (length + 1L));
                write(list.elements());
            }
            case RowColumn row -> {
                writeBuffer(row.validity(), Memory.bitmapBytes(length));
                for (Column child : row.children()) {
                    write(child);
                }
            }
            case ConstantColumn constant -> throw new AssertionError("constant column after flatten");
            case DictionaryColumn dictionary -> throw new AssertionError("dictionary column after flatten");
        }
    }

    private void writeInt(int value) throws IOException {
        number.clear().limit(4);
        number.putInt(0, value);
        writeFully(number);
    }

    private void writeBuffer(ArrowBuf buffer, long bytes) throws IOException {
        number.clear();
        number.putLong(0, buffer == null ? -1 : bytes);
        writeFully(number);
        // a buffer of more than 2 GB is written in pieces
        for (long from = 0; buffer != null && from < bytes;) {
            int piece = (int) Math.min(bytes - from, 1 << 30);
            writeFully(buffer.nioBuffer(from, piece));
            from += piece;
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
