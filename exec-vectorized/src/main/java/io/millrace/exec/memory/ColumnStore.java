package io.millrace.exec.memory;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A flat column that grows at its end, a batch of positions at a time: what breakers keep rows in. Values lie as in the {@link Column} of the same
 * layout, so {@link #view} and {@link #build} cost nothing. Addresses change when it grows.
 */
public final class ColumnStore implements AutoCloseable {
    private static final int INITIAL_ROWS = 64;

    private final BufferAllocator allocator;
    private final SqlType type;
    private final Layout layout;
    /** Takes nested values one by one; null for other layouts, and while there are none. */
    private ColumnBuilder nested;
    /** Nested values that {@link #view} has given out; those of {@link #nested} follow. */
    private Column sealed;

    private ArrowBuf data;
    private ArrowBuf offsets;
    private ArrowBuf validity;
    private int length;
    private int capacity;
    private long dataUsed;
    private int[] scratch = new int[0];

    public ColumnStore(BufferAllocator allocator, SqlType type) {
        this.allocator = allocator;
        this.type = type;
        this.layout = type.layout();
    }

    public SqlType type() {
        return type;
    }

    public int length() {
        return layout == Layout.LIST || layout == Layout.ROW ? nestedLength() : length;
    }

    private int nestedLength() {
        return (sealed == null ? 0 : sealed.length()) + (nested == null ? 0 : nested.length());
    }

    /** Address of fixed-width values, or of the bytes of a BINARY layout. */
    public long dataAddress() {
        return data == null ? 0 : data.memoryAddress();
    }

    /** Address of length + 1 int32 offsets of a BINARY layout. */
    public long offsetsAddress() {
        return offsets == null ? 0 : offsets.memoryAddress();
    }

    /** 0 while no value is null. */
    public long validityAddress() {
        return validity == null ? 0 : validity.memoryAddress();
    }

    /** Bytes of memory held. */
    public long bytes() {
        return capacityOf(data) + capacityOf(offsets) + capacityOf(validity) + (nested == null ? 0 : 64L * nested.length())
                + (sealed == null ? 0 : sealed.bytes());
    }

    private static long capacityOf(ArrowBuf buffer) {
        return buffer == null ? 0 : buffer.capacity();
    }

    /** Appends the values at {@code positions[0..count)}, -1 for null; {@code positions} null means 0, 1, … */
    public void append(Column source, int[] positions, int count) {
        switch (source) {
            case FixedColumn fixed -> appendFixed(fixed, positions, count);
            case BinaryColumn binary -> appendBinary(binary, positions, count);
            case DictionaryColumn dictionary -> append(dictionary.dictionary(), codes(dictionary, positions, count), count);
            case ConstantColumn constant -> append(constant.value(), zeros(constant, positions, count), count);
            case ListColumn list -> appendNested(list, positions, count);
            case RowColumn row -> appendNested(row, positions, count);
        }
    }

    private int[] scratch(int count) {
        if (scratch.length < count) {
            scratch = new int[Math.max(count, 1024)];
        }
        return scratch;
    }

    private int[] codes(DictionaryColumn source, int[] positions, int count) {
        int[] codes = scratch(count);
        long address = source.codesAddress;
        boolean nulls = source.mayHaveNulls();
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            codes[i] = position < 0 || nulls && source.isNull(position) ? -1 : Memory.getInt(address + 4L * position);
        }
        return codes;
    }

    private int[] zeros(ConstantColumn source, int[] positions, int count) {
        int[] zeros = scratch(count);
        boolean isNull = source.mayHaveNulls();
        for (int i = 0; i < count; i++) {
            zeros[i] = isNull || positions != null && positions[i] < 0 ? -1 : 0;
        }
        return zeros;
    }

    private void appendFixed(FixedColumn source, int[] positions, int count) {
        reserve(count);
        long from = source.dataAddress;
        switch (layout) {
            case BIT -> appendBits(from, positions, count);
            case INT32 -> appendInts(from, positions, count);
            case INT64, FLOAT64 -> appendLongs(from, positions, count);
            case INT128 -> appendInt128s(from, positions, count);
            case BINARY, LIST, ROW -> throw new AssertionError(source.type() + " into " + type);
        }
        appendValidity(source.validityAddress, positions, count);
        length += count;
    }

    private void appendBits(long from, int[] positions, int count) {
        long to = data.memoryAddress();
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            Memory.putBit(to, length + i, position >= 0 && Memory.bit(from, position));
        }
    }

    private void appendInts(long from, int[] positions, int count) {
        long to = data.memoryAddress() + 4L * length;
        if (positions == null) {
            Memory.copy(from, to, 4L * count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            Memory.putInt(to + 4L * i, position < 0 ? 0 : Memory.getInt(from + 4L * position));
        }
    }

    private void appendLongs(long from, int[] positions, int count) {
        long to = data.memoryAddress() + 8L * length;
        if (positions == null) {
            Memory.copy(from, to, 8L * count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            Memory.putLong(to + 8L * i, position < 0 ? 0 : Memory.getLong(from + 8L * position));
        }
    }

    private void appendInt128s(long from, int[] positions, int count) {
        long to = data.memoryAddress() + 16L * length;
        if (positions == null) {
            Memory.copy(from, to, 16L * count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            Memory.putLong(to + 16L * i, position < 0 ? 0 : Memory.getLong(from + 16L * position));
            Memory.putLong(to + 16L * i + 8, position < 0 ? 0 : Memory.getLong(from + 16L * position + 8));
        }
    }

    private void appendBinary(BinaryColumn source, int[] positions, int count) {
        reserve(count);
        long total = dataUsed;
        long ends = offsets.memoryAddress() + 4L * (length + 1L);
        boolean nulls = source.validityAddress != 0;
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            if (position >= 0 && !(nulls && source.isNull(position))) {
                total += source.lengthAt(position);
            }
            Memory.putInt(ends + 4L * i, (int) total);
        }
        if (total > Integer.MAX_VALUE) {
            throw new MillraceException(
                    ErrorCode.OUT_OF_MEMORY, "a column kept in memory would hold " + total + " bytes of values, at most 2147483647 fit");
        }
        if (total > data.capacity()) {
            data = Buffers.grow(allocator, data, dataUsed, Math.min(Math.max(total, 2 * data.capacity()), Integer.MAX_VALUE));
        }
        long at = data.memoryAddress() + dataUsed;
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            if (position >= 0 && !(nulls && source.isNull(position))) {
                int bytes = source.lengthAt(position);
                copyShort(source.startAt(position), at, bytes);
                at += bytes;
            }
        }
        dataUsed = total;
        appendValidity(source.validityAddress, positions, count);
        length += count;
    }

    private static void copyShort(long from, long to, int bytes) {
        if (bytes > 32) {
            Memory.copy(from, to, bytes);
            return;
        }
        int i = 0;
        for (; i + 8 <= bytes; i += 8) {
            Memory.putLong(to + i, Memory.getLong(from + i));
        }
        for (; i < bytes; i++) {
            Memory.putByte(to + i, Memory.getByte(from + i));
        }
    }

    private void appendValidity(long from, int[] positions, int count) {
        if (from == 0) {
            if (positions == null) {
                return; // bits past the end are ones
            }
            boolean anyNull = false;
            for (int i = 0; i < count; i++) {
                anyNull |= positions[i] < 0;
            }
            if (!anyNull) {
                return;
            }
        }
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            if (position < 0 || from != 0 && !Memory.bit(from, position)) {
                if (validity == null) {
                    validity = Buffers.allocateOnes(allocator, capacity);
                }
                Memory.clearBit(validity.memoryAddress(), length + i);
            }
        }
    }

    private void appendNested(Column source, int[] positions, int count) {
        if (nested == null) {
            nested = new ColumnBuilder(allocator, type, count);
        }
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            if (position < 0) {
                nested.appendNull();
            } else {
                nested.appendFrom(source, position);
            }
        }
    }

    /** Room for {@code more} values, so that appending them does not copy what is there again and again. */
    public void reserve(int more) {
        long needed = (long) length + more;
        if (needed <= capacity && data != null) {
            return;
        }
        if (layout == Layout.LIST || layout == Layout.ROW) {
            return;
        }
        long larger = Math.max(Math.max(INITIAL_ROWS, needed), 2L * capacity);
        if (larger > Integer.MAX_VALUE - 64) {
            throw new MillraceException(ErrorCode.OUT_OF_MEMORY, "a column kept in memory would hold " + needed + " rows");
        }
        int newCapacity = (int) ((larger + 63) / 64 * 64);
        if (validity != null) {
            long used = Memory.bitmapBytes(capacity);
            validity = Buffers.grow(allocator, validity, used, Memory.bitmapBytes(newCapacity));
            Memory.fill(validity.memoryAddress() + used, validity.capacity() - used, (byte) 0xFF);
        }
        if (layout == Layout.BINARY) {
            offsets = grow(offsets, 4L * (length + 1L), 4L * (newCapacity + 1L));
            if (length == 0) {
                Memory.putInt(offsets.memoryAddress(), 0);
            }
            if (data == null) {
                data = Buffers.allocate(allocator, 8L * newCapacity);
            }
        } else if (layout == Layout.BIT) {
            data = grow(data, Memory.bitmapBytes(length), Memory.bitmapBytes(newCapacity));
        } else {
            data = grow(data, (long) layout.width() * length, (long) layout.width() * newCapacity);
        }
        capacity = newCapacity;
    }

    private ArrowBuf grow(ArrowBuf old, long used, long bytes) {
        return old == null ? Buffers.allocate(allocator, bytes) : Buffers.grow(allocator, old, used, bytes);
    }

    /** The values so far; shares memory, and stays as it is when more is appended (which nested values are copied for). The caller owns the result. */
    public Column view() {
        if (layout == Layout.LIST || layout == Layout.ROW) {
            seal();
            return sealed.retain();
        }
        reserve(0);
        return column().retain();
    }

    private void seal() {
        if (sealed != null && (nested == null || nested.length() == 0)) {
            return;
        }
        ColumnBuilder all = new ColumnBuilder(allocator, type, nestedLength());
        try (all) {
            if (sealed != null) {
                for (int i = 0; i < sealed.length(); i++) {
                    all.appendFrom(sealed, i);
                }
            }
            if (nested != null) {
                try (Column added = nested.build()) {
                    for (int i = 0; i < added.length(); i++) {
                        all.appendFrom(added, i);
                    }
                }
            }
            Column together = all.buildAndClose();
            if (sealed != null) {
                sealed.close();
            }
            sealed = together;
        }
    }

    private Column column() {
        return switch (layout) {
            case BIT, INT32, INT64, INT128, FLOAT64 -> new FixedColumn(type, length, data, validity);
            case BINARY -> new BinaryColumn(type, length, offsets, data, validity);
            case LIST, ROW -> throw new AssertionError(layout);
        };
    }

    /** The values so far, owned by the caller; the store is empty then. */
    public Column build() {
        if (layout == Layout.LIST || layout == Layout.ROW) {
            if (sealed == null && nested != null) {
                Column built = nested.buildAndClose();
                nested = null;
                return built;
            }
            seal();
            Column built = sealed;
            sealed = null;
            return built;
        }
        reserve(1);
        Column built = column();
        forget();
        return built;
    }

    private void forget() {
        data = null;
        offsets = null;
        validity = null;
        length = 0;
        capacity = 0;
        dataUsed = 0;
    }

    /** Empties the store but keeps its memory. */
    public void clear() {
        length = 0;
        dataUsed = 0;
        if (validity != null) {
            validity.close();
            validity = null;
        }
        closeNested();
    }

    private void closeNested() {
        if (nested != null) {
            nested.close();
            nested = null;
        }
        if (sealed != null) {
            sealed.close();
            sealed = null;
        }
    }

    @Override
    public void close() {
        if (data != null) {
            data.close();
        }
        if (offsets != null) {
            offsets.close();
        }
        if (validity != null) {
            validity.close();
        }
        forget();
        closeNested();
    }
}
