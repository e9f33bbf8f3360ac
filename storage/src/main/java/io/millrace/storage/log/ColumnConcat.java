package io.millrace.storage.log;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Puts flat columns of one type one after another. */
final class ColumnConcat {
    private ColumnConcat() {}

    /** One batch of all rows; weights appear if any part has them, write times if parts differ. Takes over the parts. */
    static LogBatch concat(List<LogBatch> parts, BufferAllocator allocator) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        try {
            List<Batch> batches = parts.stream().map(LogBatch::batch).toList();
            int rows = batches.stream().mapToInt(Batch::physicalRows).sum();
            List<Column> columns = new ArrayList<>();
            for (int c = 0; c < batches.get(0).width(); c++) {
                int index = c;
                columns.add(columns(batches.stream().map(batch -> batch.column(index)).toList(), allocator));
            }
            boolean weighted = batches.stream().anyMatch(batch -> batch.weights() != null);
            Column weights = weighted ? weights(batches, rows, allocator) : null;
            return new LogBatch(
                    parts.get(0).firstOffset(), new Batch(columns, rows, null, weights), times(parts, rows, allocator),
                    parts.getLast().writeMicros());
        } finally {
            parts.forEach(LogBatch::close);
        }
    }

    private static Column weights(List<Batch> batches, int rows, BufferAllocator allocator) {
        ArrowBuf data = Buffers.allocate(allocator, 8L * rows);
        long at = data.memoryAddress();
        for (Batch batch : batches) {
            int count = batch.physicalRows();
            if (batch.weights() == null) {
                for (int i = 0; i < count; i++) {
                    Memory.putLong(at + 8L * i, 1);
                }
            } else {
                Memory.copy(((FixedColumn) batch.weights()).dataAddress, at, 8L * count);
            }
            at += 8L * count;
        }
        return new FixedColumn(SqlType.BIGINT, rows, data, null);
    }

    private static FixedColumn times(List<LogBatch> parts, int rows, BufferAllocator allocator) {
        long first = parts.get(0).writeMicros();
        if (parts.stream().allMatch(part -> part.times() == null && part.writeMicros() == first)) {
            return null;
        }
        ArrowBuf data = Buffers.allocate(allocator, 8L * rows);
        long at = data.memoryAddress();
        for (LogBatch part : parts) {
            for (int i = 0; i < part.rows(); i++) {
                Memory.putLong(at, part.writeMicrosAt(i));
                at += 8;
            }
        }
        return new FixedColumn(SqlType.BIGINT, rows, data, null);
    }

    /** The columns stay the caller's. */
    static Column columns(List<Column> parts, BufferAllocator allocator) {
        SqlType type = parts.get(0).type();
        int rows = parts.stream().mapToInt(Column::length).sum();
        return switch (type.layout()) {
            case BIT -> new FixedColumn(type, rows, bits(parts, rows, allocator), validity(parts, rows, allocator));
            case INT32, INT64, INT128, FLOAT64 ->
                    new FixedColumn(type, rows, fixed(parts, type.layout(), rows, allocator), validity(parts, rows, allocator));
            case BINARY -> binary(parts, type, rows, allocator);
            case LIST -> list(parts, type, rows, allocator);
            case ROW -> {
                List<Column> children = new ArrayList<>();
                for (int c = 0; c < type.fields().size(); c++) {
                    int index = c;
                    children.add(columns(parts.stream().map(part -> ((RowColumn) part).child(index)).toList(), allocator));
                }
                yield new RowColumn(type, rows, validity(parts, rows, allocator), children);
            }
        };
    }

    private static ArrowBuf fixed(List<Column> parts, Layout layout, int rows, BufferAllocator allocator) {
        ArrowBuf data = Buffers.allocate(allocator, (long) layout.width() * rows);
        long at = data.memoryAddress();
        for (Column part : parts) {
            long bytes = (long) layout.width() * part.length();
            Memory.copy(((FixedColumn) part).dataAddress, at, bytes);
            at += bytes;
        }
        return data;
    }

    private static ArrowBuf bits(List<Column> parts, int rows, BufferAllocator allocator) {
        ArrowBuf data = Buffers.allocateZeroed(allocator, Memory.bitmapBytes(rows));
        int at = 0;
        for (Column part : parts) {
            copyBits(((FixedColumn) part).dataAddress, data.memoryAddress(), at, part.length());
            at += part.length();
        }
        return data;
    }

    /** {@code to} is zeroed from bit {@code at}. */
    private static void copyBits(long from, long to, int at, int count) {
        if (at % 8 == 0) {
            int whole = count / 8 * 8;
            Memory.copy(from, to + at / 8, whole / 8);
            for (int i = whole; i < count; i++) {
                if (Memory.bit(from, i)) {
                    Memory.setBit(to, at + i);
                }
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            if (Memory.bit(from, i)) {
                Memory.setBit(to, at + i);
            }
        }
    }

    private static ArrowBuf validity(List<Column> parts, int rows, BufferAllocator allocator) {
        if (parts.stream().noneMatch(Column::mayHaveNulls)) {
            return null;
        }
        ArrowBuf validity = Buffers.allocateZeroed(allocator, Memory.bitmapBytes(rows));
        long to = validity.memoryAddress();
        int at = 0;
        for (Column part : parts) {
            long from = validityAddress(part);
            if (from != 0) {
                copyBits(from, to, at, part.length());
            } else {
                for (int i = 0; i < part.length(); i++) {
                    Memory.setBit(to, at + i);
                }
            }
            at += part.length();
        }
        return validity;
    }

    private static long validityAddress(Column part) {
        return switch (part) {
            case FixedColumn fixed -> fixed.validityAddress;
            case BinaryColumn binary -> binary.validityAddress;
            case ListColumn list -> list.validityAddress;
            case RowColumn row -> row.validityAddress;
            case io.millrace.common.batch.ConstantColumn ignored -> throw new AssertionError("not flat");
            case io.millrace.common.batch.DictionaryColumn ignored -> throw new AssertionError("not flat");
        };
    }

    private static Column binary(List<Column> parts, SqlType type, int rows, BufferAllocator allocator) {
        long bytes = 0;
        for (Column part : parts) {
            BinaryColumn binary = (BinaryColumn) part;
            bytes += Memory.getInt(binary.offsetsAddress + 4L * part.length()) - Memory.getInt(binary.offsetsAddress);
        }
        ArrowBuf offsets = Buffers.allocate(allocator, 4L * (rows + 1L));
        ArrowBuf data = Buffers.allocate(allocator, Math.toIntExact(bytes));
        long offsetAt = offsets.memoryAddress();
        int dataAt = 0;
        for (Column part : parts) {
            BinaryColumn binary = (BinaryColumn) part;
            int first = Memory.getInt(binary.offsetsAddress);
            int length = Memory.getInt(binary.offsetsAddress + 4L * part.length()) - first;
            for (int i = 0; i < part.length(); i++) {
                Memory.putInt(offsetAt + 4L * i, Memory.getInt(binary.offsetsAddress + 4L * i) - first + dataAt);
            }
            Memory.copy(binary.dataAddress + first, data.memoryAddress() + dataAt, length);
            offsetAt += 4L * part.length();
            dataAt += length;
        }
        Memory.putInt(offsetAt, dataAt);
        return new BinaryColumn(type, rows, offsets, data, validity(parts, rows, allocator));
    }

    private static Column list(List<Column> parts, SqlType type, int rows, BufferAllocator allocator) {
        ArrowBuf offsets = Buffers.allocate(allocator, 4L * (rows + 1L));
        long at = offsets.memoryAddress();
        int elements = 0;
        List<Column> ranges = new ArrayList<>();
        for (Column part : parts) {
            ListColumn list = (ListColumn) part;
            int first = list.startAt(0);
            int count = list.startAt(list.length()) - first;
            for (int i = 0; i < list.length(); i++) {
                Memory.putInt(at + 4L * i, list.startAt(i) - first + elements);
            }
            ranges.add(ColumnSlice.slice(list.elements(), first, count, allocator));
            at += 4L * list.length();
            elements += count;
        }
        Memory.putInt(at, elements);
        Column all = columns(ranges, allocator);
        ranges.forEach(Column::close);
        return new ListColumn(type, rows, offsets, validity(parts, rows, allocator), all);
    }
}
