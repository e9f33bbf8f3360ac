package io.millrace.exec.spill;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Reads what {@link BlockWriter} wrote. */
final class BlockReader {
    private final FileChannel channel;
    private final BufferAllocator allocator;
    private final ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    /** Buffers read that no finished batch owns yet. */
    private final List<ArrowBuf> buffers = new ArrayList<>();
    private long at;

    BlockReader(FileChannel channel, long from, BufferAllocator allocator) {
        this.channel = channel;
        this.at = from;
        this.allocator = allocator;
    }

    /** The batch, owned by the caller. */
    Batch read(List<SqlType> types) throws IOException {
        try {
            int rows = readInt();
            List<Column> columns = new ArrayList<>(types.size());
            for (SqlType type : types) {
                columns.add(column(type));
            }
            return Batch.of(columns, rows);
        } catch (Throwable t) {
            buffers.forEach(ArrowBuf::close);
            throw t;
        }
    }

    private Column column(SqlType type) throws IOException {
        int length = readInt();
        ArrowBuf validity = buffer();
        return switch (type.layout()) {
            case BIT, INT32, INT64, INT128, FLOAT64 -> new FixedColumn(type, length, buffer(), validity);
            case BINARY -> {
                ArrowBuf offsets = buffer();
                yield new BinaryColumn(type, length, offsets, buffer(), validity);
            }
            case LIST -> {
                ArrowBuf offsets = buffer();
                SqlType element = type.kind() == SqlType.Kind.MAP ? SqlType.row(type.fields()) : type.element();
                yield new ListColumn(type, length, offsets, validity, column(element));
            }
            case ROW -> {
                List<Column> children = new ArrayList<>();
                for (Field field : type.fields()) {
                    children.add(column(field.type()));
                }
                yield new RowColumn(type, length, validity, children);
            }
        };
    }

    private int readInt() throws IOException {
        number.clear().limit(4);
        readFully(number);
        return number.getInt(0);
    }

    private ArrowBuf buffer() throws IOException {
        number.clear();
        readFully(number);
        long bytes = number.getLong(0);
        if (bytes < 0) {
            return null;
        }
        ArrowBuf buffer = Buffers.allocate(allocator, bytes);
        buffers.add(buffer);
        for (long from = 0; from < bytes;) {
            int piece = (int) Math.min(bytes - from, 1 << 30);
            readFully(buffer.nioBuffer(from, piece));
            from += piece;
        }
        return buffer;
    }

    private void readFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw new EOFException("a spill file ends early, at " + at);
            }
            at += read;
        }
    }
}
