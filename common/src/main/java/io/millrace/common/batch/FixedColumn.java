package io.millrace.common.batch;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Flat values of a fixed width: layouts BIT, INT32, INT64, INT128 and FLOAT64. */
public final class FixedColumn extends NullableColumn {
    private final ArrowBuf data;
    /** Address of the values. */
    public final long dataAddress;

    /** Takes over one reference of each buffer; {@code validity} may be null: no nulls. */
    public FixedColumn(SqlType type, int length, ArrowBuf data, ArrowBuf validity) {
        super(type, length, validity);
        assert type.layout().width() >= 0 : type;
        this.data = data;
        this.dataAddress = data.memoryAddress();
    }

    public boolean booleanAt(int position) {
        assert type().layout() == Layout.BIT;
        return Memory.bit(dataAddress, position);
    }

    public int intAt(int position) {
        assert type().layout() == Layout.INT32;
        return Memory.getInt(dataAddress + 4L * position);
    }

    public long longAt(int position) {
        assert type().layout() == Layout.INT64;
        return Memory.getLong(dataAddress + 8L * position);
    }

    public long lowAt(int position) {
        assert type().layout() == Layout.INT128;
        return Memory.getLong(dataAddress + 16L * position);
    }

    public long highAt(int position) {
        assert type().layout() == Layout.INT128;
        return Memory.getLong(dataAddress + 16L * position + 8);
    }

    public double doubleAt(int position) {
        assert type().layout() == Layout.FLOAT64;
        return Memory.getDouble(dataAddress + 8L * position);
    }

    /** The data buffer, not retained. */
    public ArrowBuf data() {
        return data;
    }

    @Override
    public FixedColumn retain() {
        retainParts();
        return this;
    }

    @Override
    void retainValues() {
        data.getReferenceManager().retain();
    }

    @Override
    void closeValues() {
        data.close();
    }

    @Override
    long valueBytes() {
        return data.capacity();
    }

    @Override
    public FixedColumn withType(SqlType newType) {
        assert newType.layout() == type().layout() : type() + " as " + newType;
        return new FixedColumn(newType, length(), data, validity());
    }

    @Override
    public FixedColumn flatten(BufferAllocator allocator) {
        return retain();
    }
}
