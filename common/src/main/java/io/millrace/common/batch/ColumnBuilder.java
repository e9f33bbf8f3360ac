package io.millrace.common.batch;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Builds a flat column a value at a time: for parsers, literals and tests, not for hot loops. Which {@code append} fits is given by the type's
 * {@link Layout}. Nested types: append to {@link #child} builders, then {@link #endList} or {@link #endRow}. Closing a builder frees what was not
 * built.
 */
public final class ColumnBuilder implements AutoCloseable {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final Layout layout;
    private final List<ColumnBuilder> children = new ArrayList<>();
    private ArrowBuf data;
    private ArrowBuf validity;
    private ArrowBuf offsets;
    private int length;
    private int capacity;
    private long dataUsed;
    private boolean anyNull;

    public ColumnBuilder(BufferAllocator allocator, SqlType type, int expectedRows) {
        this.allocator = allocator;
        this.type = type;
        this.layout = type.layout();
        this.capacity = Math.max(64, (expectedRows + 63) / 64 * 64);
        try {
            addChildren(expectedRows);
            start();
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    private void addChildren(int expectedRows) {
        switch (type.kind()) {
            case ARRAY -> children.add(new ColumnBuilder(allocator, type.element(), expectedRows));
            case MAP -> children.add(new ColumnBuilder(allocator, SqlType.row(type.fields()), expectedRows));
            case ROW -> type.fields().forEach(f -> children.add(new ColumnBuilder(allocator, f.type(), expectedRows)));
            case NULL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR, BINARY, UUID, JSON, DATE, TIME,
                    TIMESTAMP,
                    TIMESTAMP_TZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> {}
        }
    }

    private void start() {
        length = 0;
        dataUsed = 0;
        anyNull = false;
        validity = Buffers.allocateOnes(allocator, capacity);
        if (layout == Layout.BINARY || layout == Layout.LIST) {
            offsets = Buffers.allocate(allocator, 4L * (capacity + 1));
            Memory.putInt(offsets.memoryAddress(), 0);
        }
        if (layout == Layout.BIT) {
            data = Buffers.allocateZeroed(allocator, Memory.bitmapBytes(capacity));
        } else if (layout == Layout.BINARY) {
            data = Buffers.allocate(allocator, 16L * capacity);
        } else if (layout.width() > 0) {
            data = Buffers.allocate(allocator, (long) layout.width() * capacity);
        }
    }

    public SqlType type() {
        return type;
    }

    public int length() {
        return length;
    }

    /** The builder of an ARRAY's elements (0), a MAP's entries (0, a row builder), or a ROW's field. */
    public ColumnBuilder child(int index) {
        return children.get(index);
    }

    /** Whether the last value appended is null; there must be one. */
    public boolean lastIsNull() {
        return !Memory.bit(validity.memoryAddress(), length - 1);
    }

    public void appendNull() {
        int at = next();
        anyNull = true;
        Memory.clearBit(validity.memoryAddress(), at);
        switch (layout) {
            case BIT -> {}
            case INT32 -> Memory.putInt(data.memoryAddress() + 4L * at, 0);
            case INT64, FLOAT64 -> Memory.putLong(data.memoryAddress() + 8L * at, 0);
            case INT128 -> {
                Memory.putLong(data.memoryAddress() + 16L * at, 0);
                Memory.putLong(data.memoryAddress() + 16L * at + 8, 0);
            }
            case BINARY -> Memory.putInt(offsets.memoryAddress() + 4L * (at + 1), (int) dataUsed);
            case LIST -> Memory.putInt(offsets.memoryAddress() + 4L * (at + 1), children.get(0).length());
            case ROW -> children.forEach(ColumnBuilder::appendNull);
        }
    }

    public void appendBoolean(boolean value) {
        assert layout == Layout.BIT;
        int at = next();
        if (value) {
            Memory.setBit(data.memoryAddress(), at);
        }
    }

    public void appendInt(int value) {
        assert layout == Layout.INT32;
        int at = next();
        Memory.putInt(data.memoryAddress() + 4L * at, value);
    }

    public void appendLong(long value) {
        assert layout == Layout.INT64;
        int at = next();
        Memory.putLong(data.memoryAddress() + 8L * at, value);
    }

    public void appendInt128(long low, long high) {
        assert layout == Layout.INT128;
        int at = next();
        Memory.putLong(data.memoryAddress() + 16L * at, low);
        Memory.putLong(data.memoryAddress() + 16L * at + 8, high);
    }

    public void appendDouble(double value) {
        assert layout == Layout.FLOAT64;
        int at = next();
        Memory.putDouble(data.memoryAddress() + 8L * at, value);
    }

    public void appendBytes(byte[] value) {
        appendBytes(value, 0, value.length);
    }

    public void appendBytes(byte[] source, int from, int count) {
        int at = next();
        reserveData(count);
        Memory.copy(source, from, data.memoryAddress() + dataUsed, count);
        endBytes(at, count);
    }

    public void appendBytes(long address, int count) {
        int at = next();
        reserveData(count);
        Memory.copy(address, data.memoryAddress() + dataUsed, count);
        endBytes(at, count);
    }

    public void appendString(String value) {
        appendBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends a list whose elements are all that were appended to {@code child(0)} since the last list. */
    public void endList() {
        assert layout == Layout.LIST;
        int at = next();
        Memory.putInt(offsets.memoryAddress() + 4L * (at + 1), children.get(0).length());
    }

    /** Ends a row, to each of whose children one value was appended. */
    public void endRow() {
        assert layout == Layout.ROW;
        next();
        assert children.stream().allMatch(c -> c.length == length);
    }

    /** Appends value {@code position} of a flat or encoded column of the same layout. */
    public void appendFrom(Column source, int position) {
        if (source.isNull(position)) {
            appendNull();
            return;
        }
        switch (source) {
            case FixedColumn fixed -> appendFixed(fixed, position);
            case BinaryColumn binary -> appendBytes(binary.startAt(position), binary.lengthAt(position));
            case ListColumn list -> {
                for (int e = list.startAt(position); e < list.endAt(position); e++) {
                    children.get(0).appendFrom(list.elements(), e);
                }
                endList();
            }
            case RowColumn row -> {
                for (int i = 0; i < children.size(); i++) {
                    children.get(i).appendFrom(row.child(i), position);
                }
                endRow();
            }
            case ConstantColumn constant -> appendFrom(constant.value(), 0);
            case DictionaryColumn dictionary -> appendFrom(dictionary.dictionary(), dictionary.codeAt(position));
        }
    }

    private void appendFixed(FixedColumn source, int position) {
        switch (layout) {
            case BIT -> appendBoolean(source.booleanAt(position));
            case INT32 -> appendInt(source.intAt(position));
            case INT64 -> appendLong(source.longAt(position));
            case INT128 -> appendInt128(source.lowAt(position), source.highAt(position));
            case FLOAT64 -> appendDouble(source.doubleAt(position));
            case BINARY, LIST, ROW -> throw new AssertionError(layout);
        }
    }

    private void endBytes(int at, int count) {
        assert layout == Layout.BINARY;
        dataUsed += count;
        Memory.putInt(offsets.memoryAddress() + 4L * (at + 1), (int) dataUsed);
    }

    private void reserveData(int count) {
        long needed = dataUsed + count;
        if (needed > Integer.MAX_VALUE) {
            length--;
            throw new MillraceException(ErrorCode.OUT_OF_MEMORY,
                    "a batch column would hold " + needed + " bytes of values, at most 2147483647 fit");
        }
        if (needed > data.capacity()) {
            data = Buffers.grow(allocator, data, dataUsed, Math.max(needed, 2 * data.capacity()));
        }
    }

    private int next() {
        if (length == capacity) {
            grow();
        }
        return length++;
    }

    private void grow() {
        int larger = Math.multiplyExact(capacity, 2);
        validity = Buffers.grow(allocator, validity, Memory.bitmapBytes(capacity), Memory.bitmapBytes(larger));
        Memory.fill(validity.memoryAddress() + Memory.bitmapBytes(capacity), validity.capacity() - Memory.bitmapBytes(capacity),
                (byte) 0xFF);
        if (offsets != null) {
            offsets = Buffers.grow(allocator, offsets, 4L * (capacity + 1), 4L * (larger + 1));
        }
        if (layout == Layout.BIT) {
            data = Buffers.grow(allocator, data, Memory.bitmapBytes(capacity), Memory.bitmapBytes(larger));
            Memory.fill(data.memoryAddress() + Memory.bitmapBytes(capacity), data.capacity() - Memory.bitmapBytes(capacity), (byte) 0);
        } else if (layout.width() > 0) {
            data = Buffers.grow(allocator, data, (long) layout.width() * capacity, (long) layout.width() * larger);
        }
        capacity = larger;
    }

    /** Takes the last values back, so that {@code newLength} are left: a row that turned out to be malformed half way. */
    public void truncate(int newLength) {
        assert newLength <= length;
        for (int i = newLength; i < length; i++) {
            Memory.setBit(validity.memoryAddress(), i);
            if (layout == Layout.BIT) {
                Memory.clearBit(data.memoryAddress(), i);
            }
        }
        length = newLength;
        switch (layout) {
            case BIT, INT32, INT64, INT128, FLOAT64 -> {}
            case BINARY -> dataUsed = Memory.getInt(offsets.memoryAddress() + 4L * newLength);
            case LIST -> children.get(0).truncate(Memory.getInt(offsets.memoryAddress() + 4L * newLength));
            case ROW -> children.forEach(child -> child.truncate(newLength));
        }
    }

    /** The column built so far, owned by the caller; the builder starts anew. */
    public Column build() {
        Column built = take();
        try {
            start();
        } catch (Throwable t) {
            built.close();
            throw t;
        }
        return built;
    }

    /** As {@link #build}, and the builder is closed. */
    public Column buildAndClose() {
        Column built = take();
        children.forEach(ColumnBuilder::close);
        return built;
    }

    private List<Column> buildChildren() {
        List<Column> built = new ArrayList<>(children.size());
        try {
            children.forEach(child -> built.add(child.build()));
            return built;
        } catch (Throwable t) {
            built.forEach(Column::close);
            throw t;
        }
    }

    private Column take() {
        ArrowBuf nulls = validity;
        if (!anyNull) {
            validity.close();
            validity = null;
            nulls = null;
        }
        Column built = switch (layout) {
            case BIT, INT32, INT64, INT128, FLOAT64 -> new FixedColumn(type, length, data, nulls);
            case BINARY -> new BinaryColumn(type, length, offsets, data, nulls);
            case LIST -> new ListColumn(type, length, offsets, nulls, children.get(0).build());
            case ROW -> new RowColumn(type, length, nulls, buildChildren());
        };
        data = null;
        validity = null;
        offsets = null;
        return built;
    }

    @Override
    public void close() {
        if (data != null) {
            data.close();
        }
        if (validity != null) {
            validity.close();
        }
        if (offsets != null) {
            offsets.close();
        }
        data = null;
        validity = null;
        offsets = null;
        children.forEach(ColumnBuilder::close);
    }
}
