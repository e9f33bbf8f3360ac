package io.millrace.common.batch;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Flat ARRAY or MAP values: value i is {@code elements[offsets[i] .. offsets[i + 1])}; of a MAP the elements are a {@link RowColumn} of key, value. */
public final class ListColumn extends NullableColumn {
    private final ArrowBuf offsets;
    private final Column elements;
    public final long offsetsAddress;

    /** Takes over one reference of each part; {@code validity} may be null: no nulls. {@code elements} is flat. */
    public ListColumn(SqlType type, int length, ArrowBuf offsets, ArrowBuf validity, Column elements) {
        super(type, length, validity);
        assert type.layout() == Layout.LIST : type;
        this.offsets = offsets;
        this.elements = elements;
        this.offsetsAddress = offsets.memoryAddress();
    }

    public int startAt(int position) {
        return Memory.getInt(offsetsAddress + 4L * position);
    }

    public int endAt(int position) {
        return Memory.getInt(offsetsAddress + 4L * position + 4);
    }

    /** All lists' elements one after another, not retained. */
    public Column elements() {
        return elements;
    }

    public ArrowBuf offsets() {
        return offsets;
    }

    @Override
    public ListColumn retain() {
        retainParts();
        return this;
    }

    @Override
    void retainValues() {
        offsets.getReferenceManager().retain();
        elements.retain();
    }

    @Override
    void closeValues() {
        offsets.close();
        elements.close();
    }

    @Override
    long valueBytes() {
        return offsets.capacity() + elements.bytes();
    }

    @Override
    public ListColumn withType(SqlType newType) {
        return new ListColumn(newType, length(), offsets, validity(), elements);
    }

    @Override
    public ListColumn flatten(BufferAllocator allocator) {
        return retain();
    }
}
