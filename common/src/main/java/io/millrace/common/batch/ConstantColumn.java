package io.millrace.common.batch;

import io.millrace.common.type.SqlType;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** The same value {@link #length()} times, held once as a flat column of length 1. */
public final class ConstantColumn extends Column {
    private final Column value;

    /** Takes over one reference of {@code value}, a flat column of length 1. */
    public ConstantColumn(Column value, int length) {
        super(value.type(), length);
        assert value.length() == 1 && !(value instanceof ConstantColumn) && !(value instanceof DictionaryColumn);
        this.value = value;
    }

    /** A flat column of length 1, not retained. */
    public Column value() {
        return value;
    }

    @Override
    public boolean mayHaveNulls() {
        return value.isNull(0);
    }

    @Override
    public boolean isNull(int position) {
        return value.isNull(0);
    }

    @Override
    public ConstantColumn retain() {
        value.retain();
        return this;
    }

    @Override
    public void close() {
        value.close();
    }

    @Override
    public long bytes() {
        return value.bytes();
    }

    @Override
    public ConstantColumn withType(SqlType newType) {
        return new ConstantColumn(value.withType(newType), length());
    }

    @Override
    public Column flatten(BufferAllocator allocator) {
        int[] zeros = new int[length()];
        Arrays.fill(zeros, value.isNull(0) ? -1 : 0);
        return value.gather(allocator, zeros, zeros.length);
    }
}
