package io.millrace.common.batch;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;

/** A column with a validity bitmap of its own. */
public abstract sealed class NullableColumn extends Column permits FixedColumn, BinaryColumn, ListColumn, RowColumn, DictionaryColumn {
    private final ArrowBuf validity;
    /** 0: no value is null. */
    public final long validityAddress;

    /** Takes over one reference of {@code validity}, which may be null: no nulls. */
    NullableColumn(SqlType type, int length, ArrowBuf validity) {
        super(type, length);
        this.validity = validity;
        this.validityAddress = validity == null ? 0 : validity.memoryAddress();
    }

    /** The validity bitmap, not retained; null if no value is null. */
    public final ArrowBuf validity() {
        return validity;
    }

    @Override
    public final boolean mayHaveNulls() {
        return validity != null;
    }

    @Override
    public final boolean isNull(int position) {
        return validityAddress != 0 && !Memory.bit(validityAddress, position);
    }

    /** The bytes of the parts besides the validity. */
    abstract long valueBytes();

    abstract void retainValues();

    abstract void closeValues();

    @Override
    public final long bytes() {
        return valueBytes() + (validity == null ? 0 : validity.capacity());
    }

    final void retainParts() {
        if (validity != null) {
            validity.getReferenceManager().retain();
        }
        retainValues();
    }

    @Override
    public final void close() {
        if (validity != null) {
            validity.close();
        }
        closeValues();
    }
}
