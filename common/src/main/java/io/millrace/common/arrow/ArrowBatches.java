package io.millrace.common.arrow;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * Batches as Arrow record batches for the doors, and back. Buffers whose layout is Arrow's own travel without a copy; types that the engine keeps
 * wider than Arrow does (TINYINT, SMALLINT, REAL) or narrower (DECIMAL of up to 18 digits), and UUID, are converted.
 */
public final class ArrowBatches {
    private ArrowBatches() {}

    /** The rows that are alive as a record batch of {@link ArrowTypes#schema}, owned by the caller, who keeps {@code batch}. Weights are left out. */
    public static ArrowRecordBatch toArrow(Batch batch, BufferAllocator allocator) {
        try (Batch flat = flatten(batch, allocator)) {
            List<ArrowFieldNode> nodes = new ArrayList<>();
            List<ArrowBuf> buffers = new ArrayList<>();
            try {
                flat.columns().forEach(column -> write(column, allocator, nodes, buffers));
                return new ArrowRecordBatch(flat.rows(), nodes, buffers);
            } finally {
                buffers.forEach(ArrowBuf::close);
            }
        }
    }

    private static Batch flatten(Batch batch, BufferAllocator allocator) {
        Batch compact = batch.retain().compact(allocator);
        List<Column> columns = new ArrayList<>(compact.width());
        compact.columns().forEach(column -> columns.add(column.flatten(allocator)));
        int rows = compact.physicalRows();
        compact.close();
        return Batch.of(columns, rows);
    }

    /** Adds nodes and buffers (each with a reference of its own) depth first. */
    private static void write(Column column, BufferAllocator allocator, List<ArrowFieldNode> nodes, List<ArrowBuf> buffers) {
        int length = column.length();
        if (column.type().kind() == SqlType.Kind.NULL) {
            nodes.add(new ArrowFieldNode(length, length));
            return;
        }
        nodes.add(new ArrowFieldNode(length, nullCount(column)));
        switch (column) {
            case FixedColumn fixed -> {
                buffers.add(validity(fixed.validity(), allocator, length));
                buffers.add(narrow(fixed, allocator));
            }
            case BinaryColumn binary when binary.type().kind() == SqlType.Kind.UUID -> {
                buffers.add(validity(binary.validity(), allocator, length));
                buffers.add(uuids(binary, allocator));
            }
            case BinaryColumn binary -> {
                buffers.add(validity(binary.validity(), allocator, length));
                buffers.add(sized(retained(binary.offsets()), 4L * (length + 1)));
                buffers.add(sized(retained(binary.data()), Memory.getInt(binary.offsets().memoryAddress() + 4L * length)));
            }
            case ListColumn list -> {
                buffers.add(validity(list.validity(), allocator, length));
                buffers.add(sized(retained(list.offsets()), 4L * (length + 1)));
                write(list.elements(), allocator, nodes, buffers);
            }
            case RowColumn row -> {
                buffers.add(validity(row.validity(), allocator, length));
                row.children().forEach(child -> write(child, allocator, nodes, buffers));
            }
            case ConstantColumn ignored -> throw new AssertionError("constant column after flatten");
            case DictionaryColumn ignored -> throw new AssertionError("dictionary column after flatten");
        }
    }

    private static int nullCount(Column column) {
        if (!column.mayHaveNulls()) {
            return 0;
        }
        int nulls = 0;
        for (int i = 0; i < column.length(); i++) {
            if (column.isNull(i)) {
                nulls++;
            }
        }
        return nulls;
    }

    private static ArrowBuf retained(ArrowBuf buffer) {
        buffer.getReferenceManager().retain();
        return buffer;
    }

    private static ArrowBuf validity(ArrowBuf validity, BufferAllocator allocator, int length) {
        return sized(validity == null ? Buffers.allocateOnes(allocator, length) : retained(validity), Memory.bitmapBytes(length));
    }

    private static ArrowBuf sized(ArrowBuf buffer, long bytes) {
        buffer.writerIndex(bytes);
        return buffer;
    }

    private static ArrowBuf narrow(FixedColumn column, BufferAllocator allocator) {
        int length = column.length();
        long from = column.dataAddress;
        SqlType type = column.type();
        return switch (type.kind()) {
            case TINYINT -> {
                ArrowBuf to = Buffers.allocate(allocator, length);
                for (int i = 0; i < length; i++) {
                    Memory.putByte(to.memoryAddress() + i, (byte) Memory.getInt(from + 4L * i));
                }
                yield sized(to, length);
            }
            case SMALLINT -> {
                ArrowBuf to = Buffers.allocate(allocator, 2L * length);
                for (int i = 0; i < length; i++) {
                    Memory.putShort(to.memoryAddress() + 2L * i, (short) Memory.getInt(from + 4L * i));
                }
                yield sized(to, 2L * length);
            }
            case REAL -> {
                ArrowBuf to = Buffers.allocate(allocator, 4L * length);
                for (int i = 0; i < length; i++) {
                    Memory.putFloat(to.memoryAddress() + 4L * i, (float) Memory.getDouble(from + 8L * i));
                }
                yield sized(to, 4L * length);
            }
            case DECIMAL -> type.precision() > SqlType.MAX_LONG_DECIMAL_PRECISION
                    ? sized(retained(column.data()), 16L * length)
                    : widened(column, allocator);
            case NULL, BOOLEAN -> sized(retained(column.data()), Memory.bitmapBytes(length));
            case INTEGER, DATE, INTERVAL_YEAR_MONTH -> sized(retained(column.data()), 4L * length);
            case BIGINT, DOUBLE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_DAY_TIME -> sized(retained(column.data()), 8L * length);
            case CHAR, VARCHAR, BINARY, UUID, JSON, ARRAY, MAP, ROW -> throw new AssertionError(type);
        };
    }

    private static ArrowBuf widened(FixedColumn column, BufferAllocator allocator) {
        ArrowBuf to = Buffers.allocate(allocator, 16L * column.length());
        for (int i = 0; i < column.length(); i++) {
            long value = column.longAt(i);
            Memory.putLong(to.memoryAddress() + 16L * i, value);
            Memory.putLong(to.memoryAddress() + 16L * i + 8, value >> 63);
        }
        return sized(to, 16L * column.length());
    }

    private static ArrowBuf uuids(BinaryColumn column, BufferAllocator allocator) {
        ArrowBuf to = Buffers.allocateZeroed(allocator, 16L * column.length());
        for (int i = 0; i < column.length(); i++) {
            if (!column.isNull(i)) {
                Memory.copy(column.startAt(i), to.memoryAddress() + 16L * i, 16);
            }
        }
        return sized(to, 16L * column.length());
    }

    /** The batch that a record batch of {@link ArrowTypes#schema} holds, owned by the caller, who keeps {@code record}. */
    public static Batch fromArrow(ArrowRecordBatch record, Schema schema, BufferAllocator allocator) {
        Reader reader = new Reader(record, allocator);
        List<Column> columns = new ArrayList<>(schema.size());
        for (Field field : schema.fields()) {
            columns.add(reader.read(field.type()));
        }
        return Batch.of(columns, record.getLength());
    }

    /** Walks nodes and buffers depth first. */
    private static final class Reader {
        private final List<ArrowFieldNode> nodes;
        private final List<ArrowBuf> buffers;
        private final BufferAllocator allocator;
        private int node;
        private int buffer;

        Reader(ArrowRecordBatch record, BufferAllocator allocator) {
            this.nodes = record.getNodes();
            this.buffers = record.getBuffers();
            this.allocator = allocator;
        }

        Column read(SqlType type) {
            ArrowFieldNode shape = nodes.get(node++);
            int length = shape.getLength();
            if (type.kind() == SqlType.Kind.NULL) {
                return new FixedColumn(
                        type, length, Buffers.allocateZeroed(allocator, Memory.bitmapBytes(length)),
                        Buffers.allocateZeroed(allocator, Memory.bitmapBytes(length)));
            }
            ArrowBuf bits = buffers.get(buffer++);
            ArrowBuf validity = shape.getNullCount() == 0 ? null : copy(bits, Memory.bitmapBytes(length));
            return switch (type.layout()) {
                case BIT, INT32, INT64, INT128, FLOAT64 ->
                        new FixedColumn(type, length, widen(type, buffers.get(buffer++), length), validity);
                case BINARY -> type.kind() == SqlType.Kind.UUID
                        ? uuids(type, buffers.get(buffer++), length, validity)
                        : new BinaryColumn(type, length, offsets(buffers.get(buffer++), length), all(buffers.get(buffer++)), validity);
                case LIST -> {
                    ArrowBuf offsets = offsets(buffers.get(buffer++), length);
                    yield new ListColumn(
                            type, length, offsets, validity,
                            read(type.kind() == SqlType.Kind.MAP ? SqlType.row(type.fields()) : type.element()));
                }
                case ROW -> {
                    List<Column> children = new ArrayList<>();
                    type.fields().forEach(field -> children.add(read(field.type())));
                    yield new RowColumn(type, length, validity, children);
                }
            };
        }

        private ArrowBuf all(ArrowBuf from) {
            return copy(from, from.readableBytes());
        }

        /** A copy of our own: buffers of a message are slices of one allocation, without our padding. */
        private ArrowBuf copy(ArrowBuf from, long bytes) {
            ArrowBuf to = Buffers.allocateZeroed(allocator, bytes);
            Memory.copy(from.memoryAddress(), to.memoryAddress(), Math.min(bytes, from.readableBytes()));
            return to;
        }

        private ArrowBuf offsets(ArrowBuf from, int length) {
            return copy(from, 4L * (length + 1L));
        }

        private ArrowBuf widen(SqlType type, ArrowBuf from, int length) {
            long at = from.memoryAddress();
            return switch (type.kind()) {
                case TINYINT -> {
                    ArrowBuf to = Buffers.allocate(allocator, 4L * length);
                    for (int i = 0; i < length; i++) {
                        Memory.putInt(to.memoryAddress() + 4L * i, Memory.getByte(at + i));
                    }
                    yield to;
                }
                case SMALLINT -> {
                    ArrowBuf to = Buffers.allocate(allocator, 4L * length);
                    for (int i = 0; i < length; i++) {
                        Memory.putInt(to.memoryAddress() + 4L * i, Memory.getShort(at + 2L * i));
                    }
                    yield to;
                }
                case REAL -> {
                    ArrowBuf to = Buffers.allocate(allocator, 8L * length);
                    for (int i = 0; i < length; i++) {
                        Memory.putDouble(to.memoryAddress() + 8L * i, Memory.getFloat(at + 4L * i));
                    }
                    yield to;
                }
                case DECIMAL -> {
                    if (type.precision() > SqlType.MAX_LONG_DECIMAL_PRECISION) {
                        yield copy(from, 16L * length);
                    }
                    ArrowBuf to = Buffers.allocate(allocator, 8L * length);
                    for (int i = 0; i < length; i++) {
                        Memory.putLong(to.memoryAddress() + 8L * i, Memory.getLong(at + 16L * i));
                    }
                    yield to;
                }
                case NULL, BOOLEAN -> copy(from, Memory.bitmapBytes(length));
                case INTEGER, DATE, INTERVAL_YEAR_MONTH -> copy(from, 4L * length);
                case BIGINT, DOUBLE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_DAY_TIME -> copy(from, 8L * length);
                case CHAR, VARCHAR, BINARY, UUID, JSON, ARRAY, MAP, ROW -> throw new AssertionError(type);
            };
        }

        private BinaryColumn uuids(SqlType type, ArrowBuf from, int length, ArrowBuf validity) {
            ArrowBuf offsets = Buffers.allocate(allocator, 4L * (length + 1L));
            for (int i = 0; i <= length; i++) {
                Memory.putInt(offsets.memoryAddress() + 4L * i, 16 * i);
            }
            return new BinaryColumn(type, length, offsets, copy(from, 16L * length), validity);
        }
    }
}
