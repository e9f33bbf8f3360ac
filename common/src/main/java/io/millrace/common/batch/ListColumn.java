package io.millrace.common.batch;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Flat ARRAY or MAP values: value i is {@code elements[offsets[i] .. offsets[i + 1])}; of a MAP the elements are a {@link RowColumn} of key, value. */
public final class ListColumn extends Column {
    private final ArrowBuf offsets;
    private final ArrowBuf validity;
    private final Column elements;
    public final long offsetsAddress;
    public final long validityAddress;

    /** Takes over one reference of each part; {@code validity} may be null: no nulls. {@code elements} is flat. */
    public ListColumn(SqlType type, int length, ArrowBuf offsets, ArrowBuf validity, Column elements) {
        super(type, length);
        assert type.layout() == Layout.LIST : type;
        this.offsets = offsets;
        this.validity = validity;
        this.elements = elements;
        this.offsetsAddress = offsets.memoryAddress();
        this.validityAddress = validity == null ? 0 : validity.memoryAddress();
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

    public ArrowBuf validity() {
        return validity;
    }

    @Override
    public boolean mayHaveNulls() {
        return validity != null;
    }

    @Override
    public boolean isNull(int position) {
        return validityAddress != 0 && !Memory.bit(validityAddress, position);
    }

    @Override
    public ListColumn retain() {
        offsets.getReferenceManager().retain();
        if (validity != null) {
            validity.getReferenceManager().retain();
        }
        elements.retain();
        return this;
    }

    @Override
    public void close() {
        offsets.close();
        if (validity != null) {
            validity.close();
        }
        elements.close();
    }

    @Override
    public long bytes() {
        return offsets.capacity() + (validity == null ? 0 : validity.capacity()) + elements.bytes();
    }

    @Override
    public ListColumn withType(SqlType newType) {
        return new ListColumn(newType, length(), offsets, validity, elements);
    }

    @Override
    public ListColumn flatten(BufferAllocator allocator) {
        return retain();
    }
}
