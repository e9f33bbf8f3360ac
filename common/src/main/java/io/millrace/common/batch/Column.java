package io.millrace.common.batch;

import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A column of {@link #length()} values of one type, immutable once built, in Arrow's memory layout ({@link io.millrace.common.type.Layout}).
 *
 * <p>Encodings: flat ({@link FixedColumn}, {@link BinaryColumn}, {@link ListColumn}, {@link RowColumn}), {@link ConstantColumn} and
 * {@link DictionaryColumn}. Kernels take the encodings they are fast on and {@link #flatten} the rest.
 *
 * <p>Validity is a bitmap, bit set = not null; address 0 means that no value is null. What lies in the data at a null position is undefined but
 * readable (offsets are always monotone, codes always within the dictionary unless that is empty).
 *
 * <p>Ownership: whoever is given a column owns one reference and closes it once; {@link #retain} adds one. References are counted in the Arrow
 * buffers, so columns that share buffers are independent of each other.
 */
public abstract sealed class Column implements AutoCloseable
        permits NullableColumn, ConstantColumn {
    private final SqlType type;
    private final int length;

    Column(SqlType type, int length) {
        this.type = type;
        this.length = length;
    }

    public final SqlType type() {
        return type;
    }

    public final int length() {
        return length;
    }

    /** False only if no value is null. */
    public abstract boolean mayHaveNulls();

    public abstract boolean isNull(int position);

    /** Adds a reference, to be closed as well; returns this column. */
    public abstract Column retain();

    @Override
    public abstract void close();

    /** Bytes of memory held, shared buffers counted in full. */
    public abstract long bytes();

    /** The same values under another type of the same layout (a cast that costs nothing). Takes over this reference. */
    public abstract Column withType(SqlType newType);

    /** A new flat column of the same values; if this column is flat already, itself retained. The caller owns the result. */
    public abstract Column flatten(BufferAllocator allocator);

    /**
     * A new column of the values at {@code positions[0..count)}; a position of -1 gives null. Dictionary columns stay dictionary columns and
     * constants stay constants (unless a -1 is among the positions). The caller owns the result.
     */
    public final Column gather(BufferAllocator allocator, int[] positions, int count) {
        return Gather.gather(allocator, this, positions, count);
    }
}
