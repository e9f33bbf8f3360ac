package io.millrace.common.batch;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Flat values of bytes: value i lies at {@code data[offsets[i] .. offsets[i + 1])}; VARCHAR, CHAR and JSON are valid UTF-8. */
public final class BinaryColumn extends NullableColumn {
    private final ArrowBuf offsets;
    private final ArrowBuf data;
    /** Address of length + 1 int32 offsets; the first need not be 0. */
    public final long offsetsAddress;
    /** Address that offsets count from. */
    public final long dataAddress;

    /** Takes over one reference of each buffer; {@code validity} may be null: no nulls. */
    public BinaryColumn(SqlType type, int length, ArrowBuf offsets, ArrowBuf data, ArrowBuf validity) {
        super(type, length, validity);
        assert type.layout() == Layout.BINARY : type;
        this.offsets = offsets;
        this.data = data;
        this.offsetsAddress = offsets.memoryAddress();
        this.dataAddress = data.memoryAddress();
    }

    public long startAt(int position) {
        return dataAddress + Memory.getInt(offsetsAddress + 4L * position);
    }

    public int lengthAt(int position) {
        return Memory.getInt(offsetsAddress + 4L * position + 4) - Memory.getInt(offsetsAddress + 4L * position);
    }

    public byte[] bytesAt(int position) {
        return Memory.bytes(startAt(position), lengthAt(position));
    }

    public String stringAt(int position) {
        return new String(bytesAt(position), StandardCharsets.UTF_8);
    }

    public ArrowBuf offsets() {
        return offsets;
    }

    public ArrowBuf data() {
        return data;
    }

    @Override
    public BinaryColumn retain() {
        retainParts();
        return this;
    }

    @Override
    void retainValues() {
        offsets.getReferenceManager().retain();
        data.getReferenceManager().retain();
    }

    @Override
    void closeValues() {
        offsets.close();
        data.close();
    }

    @Override
    long valueBytes() {
        return offsets.capacity() + data.capacity();
    }

    @Override
    public BinaryColumn withType(SqlType newType) {
        return new BinaryColumn(newType, length(), offsets, data, validity());
    }

    @Override
    public BinaryColumn flatten(BufferAllocator allocator) {
        return retain();
    }
}
