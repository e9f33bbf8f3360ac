package io.millrace.exec.step.state;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Turns encoded rows back into columns; the other half of {@link RowFormat}. */
final class RowDecoder {
    private RowDecoder() {}

    static List<Column> decode(RowFormat format, BufferAllocator allocator, long[] addresses, int count, int from, int to) {
        List<Column> columns = new ArrayList<>(to - from);
        for (int c = from; c < to; c++) {
            SqlType type = format.type(c);
            columns.add(switch (type.layout()) {
                case BIT, INT32, INT64, FLOAT64, INT128 -> fixed(format, allocator, type, addresses, count, c);
                case BINARY -> binary(format, allocator, type, addresses, count, c);
                case LIST, ROW -> nested(format, allocator, type, addresses, count, c);
            });
        }
        return columns;
    }

    private static FixedColumn fixed(RowFormat format, BufferAllocator allocator, SqlType type, long[] addresses, int count, int c) {
        ArrowBuf validity = validity(format, allocator, addresses, count, c);
        ArrowBuf data = switch (type.layout()) {
            case BIT -> Buffers.allocateZeroed(allocator, Memory.bitmapBytes(count));
            case INT32, INT64, FLOAT64, INT128 -> Buffers.allocate(allocator, (long) type.layout().width() * count);
            case BINARY, LIST, ROW -> throw new AssertionError(type);
        };
        long to = data.memoryAddress();
        int offset = (int) format.fixedAt(0, c);
        for (int i = 0; i < count; i++) {
            long at = addresses[i] == 0 ? 0 : addresses[i] + offset;
            switch (type.layout()) {
                case BIT -> {
                    if (at != 0 && Memory.getByte(at) != 0) {
                        Memory.setBit(to, i);
                    }
                }
                case INT32 -> Memory.putInt(to + 4L * i, at == 0 ? 0 : Memory.getInt(at));
                case INT64, FLOAT64 -> Memory.putLong(to + 8L * i, at == 0 ? 0 : Memory.getLong(at));
                case INT128 -> {
                    Memory.putLong(to + 16L * i, at == 0 ? 0 : Memory.getLong(at));
                    Memory.putLong(to + 16L * i + 8, at == 0 ? 0 : Memory.getLong(at + 8));
                }
                case BINARY, LIST, ROW -> throw new AssertionError(type);
            }
        }
        return new FixedColumn(type, count, data, validity);
    }

    private static BinaryColumn binary(RowFormat format, BufferAllocator allocator, SqlType type, long[] addresses, int count, int c) {
        ArrowBuf offsets = Buffers.allocate(allocator, 4L * (count + 1L));
        long total = 0;
        for (int i = 0; i < count; i++) {
            Memory.putInt(offsets.memoryAddress() + 4L * i, (int) total);
            total += addresses[i] == 0 ? 0 : Memory.getInt(format.fixedAt(addresses[i], c));
            if (total > Integer.MAX_VALUE) {
                offsets.close();
                throw new MillraceException(ErrorCode.OUT_OF_MEMORY,
                        "a batch column would hold " + total + " bytes of values, at most 2147483647 fit");
            }
        }
        Memory.putInt(offsets.memoryAddress() + 4L * count, (int) total);
        ArrowBuf data = Buffers.allocate(allocator, total);
        long at = data.memoryAddress();
        for (int i = 0; i < count; i++) {
            if (addresses[i] != 0) {
                int length = Memory.getInt(format.fixedAt(addresses[i], c));
                Memory.copy(format.varyingAt(addresses[i], c), at, length);
                at += length;
            }
        }
        return new BinaryColumn(type, count, offsets, data, validity(format, allocator, addresses, count, c));
    }

    private static Column nested(RowFormat format, BufferAllocator allocator, SqlType type, long[] addresses, int count, int c) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, count)) {
            for (int i = 0; i < count; i++) {
                if (addresses[i] == 0 || format.isNull(addresses[i], c)) {
                    builder.appendNull();
                } else {
                    NestedValues.read(format.varyingAt(addresses[i], c), builder);
                }
            }
            return builder.buildAndClose();
        }
    }

    private static ArrowBuf validity(RowFormat format, BufferAllocator allocator, long[] addresses, int count, int c) {
        int first = 0;
        while (first < count && addresses[first] != 0 && !format.isNull(addresses[first], c)) {
            first++;
        }
        if (first == count) {
            return null;
        }
        ArrowBuf validity = Buffers.allocateOnes(allocator, count);
        for (int i = first; i < count; i++) {
            if (addresses[i] == 0 || format.isNull(addresses[i], c)) {
                Memory.clearBit(validity.memoryAddress(), i);
            }
        }
        return validity;
    }
}
