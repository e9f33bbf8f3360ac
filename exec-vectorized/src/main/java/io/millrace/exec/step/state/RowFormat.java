package io.millrace.exec.step.state;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows as bytes, such that two rows are equal exactly if their bytes are: null bits, then every column's fixed part (the value, or an int32 length),
 * then the bytes of varying length, padded with zeros to whole words. A null's parts are zero.
 *
 * <p>A format of <em>keys</em> also maps values that SQL holds equal to the same bytes: -0.0 becomes 0.0, and CHAR loses trailing spaces. NaNs are
 * made one in either form. This is the one row format of all state and of checkpoints.
 *
 * <p>Immutable and shared.
 */
public final class RowFormat {
    private final SqlType[] types;
    private final int[] offsets;
    private final int fixedBytes;
    private final boolean varying;
    private final boolean keys;

    private RowFormat(List<SqlType> types, boolean keys) {
        this.types = types.toArray(SqlType[]::new);
        this.keys = keys;
        this.offsets = new int[this.types.length];
        int at = (this.types.length + 7) / 8;
        boolean anyVarying = false;
        for (int c = 0; c < this.types.length; c++) {
            offsets[c] = at;
            at += fixedWidth(this.types[c].layout());
            anyVarying |= isVarying(this.types[c].layout());
        }
        this.fixedBytes = at;
        this.varying = anyVarying;
    }

    /** Rows as they are. */
    public static RowFormat ofRows(Schema schema) {
        return new RowFormat(schema.fields().stream().map(f -> f.type()).toList(), false);
    }

    public static RowFormat ofRows(List<SqlType> types) {
        return new RowFormat(types, false);
    }

    /** Rows of values that are compared as SQL compares them. */
    public static RowFormat ofKeys(List<SqlType> types) {
        return new RowFormat(types, true);
    }

    public int width() {
        return types.length;
    }

    public SqlType type(int column) {
        return types[column];
    }

    /** Bytes of every row, or 0 if rows vary in length. */
    public int stride() {
        return varying ? 0 : Math.max(8, padded(fixedBytes));
    }

    private static int padded(int bytes) {
        return bytes + 7 & -8;
    }

    private static int fixedWidth(Layout layout) {
        return switch (layout) {
            case BIT -> 1;
            case INT32, BINARY, LIST, ROW -> 4;
            case INT64, FLOAT64 -> 8;
            case INT128 -> 16;
        };
    }

    private static boolean isVarying(Layout layout) {
        return layout.width() < 0;
    }

    public boolean isNull(long address, int column) {
        return Memory.bit(address, column);
    }

    /** Whether any of the columns is null whose bit is set in {@code columnMask} (first byte = columns 0 to 7, …). */
    public boolean anyNull(long address, byte[] columnMask) {
        for (int i = 0; i < columnMask.length; i++) {
            if ((Memory.getByte(address + i) & columnMask[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Address of a column's fixed part. */
    public long fixedAt(long address, int column) {
        return address + offsets[column];
    }

    /** Whether two rows of this format have the same value, neither null, in a column. */
    public boolean equalValues(long left, long right, int column) {
        int width = fixedWidth(types[column].layout());
        if (!Memory.equal(fixedAt(left, column), fixedAt(right, column), width)) {
            return false;
        }
        return !isVarying(types[column].layout())
                || Memory.equal(varyingAt(left, column), varyingAt(right, column), Memory.getInt(fixedAt(left, column)));
    }

    /** Address of a varying column's bytes; their count is the int32 at {@link #fixedAt}. */
    long varyingAt(long address, int column) {
        long at = address + fixedBytes;
        for (int c = 0; c < column; c++) {
            if (isVarying(types[c].layout())) {
                at += Memory.getInt(address + offsets[c]);
            }
        }
        return at;
    }

    /**
     * Writes rows {@code positions[0..count)} (null: rows 0 to count) of the batch's {@code columns} to {@code out} and hashes them. A column of -1
     * is written as NULL.
     */
    public void encode(BufferAllocator allocator, Batch batch, int[] columns, int[] positions, int count, RowBuffer out) {
        assert columns.length == types.length;
        Column[] flat = new Column[columns.length];
        try {
            for (int c = 0; c < columns.length; c++) {
                flat[c] = columns[c] < 0 ? null : batch.column(columns[c]).flatten(allocator);
            }
            encode(flat, positions, count, out);
        } finally {
            for (Column column : flat) {
                if (column != null) {
                    column.close();
                }
            }
        }
    }

    /** As above, from flat columns, one a column of the format, null for NULLs. They stay the caller's. */
    public void encode(Column[] columns, int[] positions, int count, RowBuffer out) {
        byte[][][] nested = null;
        if (varying) {
            int[] starts = new int[count + 1];
            int[] lengths = new int[count];
            nested = new byte[types.length][][];
            for (int c = 0; c < columns.length; c++) {
                if (columns[c] != null && isVarying(types[c].layout())) {
                    nested[c] = addLengths(columns[c], types[c], positions, count, lengths);
                }
            }
            for (int i = 0; i < count; i++) {
                starts[i + 1] = Math.addExact(starts[i], Math.max(8, padded(fixedBytes + lengths[i])));
            }
            out.start(count, starts);
        } else {
            out.start(count, stride());
        }
        int[] used = varying ? new int[count] : null;
        for (int c = 0; c < columns.length; c++) {
            if (columns[c] == null) {
                for (int i = 0; i < count; i++) {
                    Memory.setBit(out.address(i), c);
                }
                continue;
            }
            if (columns[c].mayHaveNulls()) {
                writeNulls(columns[c], c, positions, count, out);
            }
            switch (columns[c]) {
                case FixedColumn fixed -> writeFixed(fixed, c, positions, count, out);
                case BinaryColumn binary -> writeBinary(binary, c, positions, count, out, used);
                default -> writeNested(nested[c], c, count, out, used);
            }
        }
        out.hash();
    }

    private static void writeNulls(Column column, int c, int[] positions, int count, RowBuffer out) {
        for (int i = 0; i < count; i++) {
            if (column.isNull(positions == null ? i : positions[i])) {
                Memory.setBit(out.address(i), c);
            }
        }
    }

    /** Adds each row's bytes of one column to {@code lengths}; of nested values these are returned. */
    private byte[][] addLengths(Column column, SqlType type, int[] positions, int count, int[] lengths) {
        if (column instanceof BinaryColumn binary) {
            for (int i = 0; i < count; i++) {
                int position = positions == null ? i : positions[i];
                if (!binary.isNull(position)) {
                    lengths[i] = Math.addExact(lengths[i], binaryLength(binary, position, type));
                }
            }
            return null;
        }
        byte[][] values = new byte[count][];
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            if (!column.isNull(position)) {
                values[i] = NestedValues.write(column, position, keys);
                lengths[i] = Math.addExact(lengths[i], values[i].length);
            }
        }
        return values;
    }

    private int binaryLength(BinaryColumn column, int position, SqlType type) {
        int length = column.lengthAt(position);
        if (keys && type.kind() == SqlType.Kind.CHAR) {
            long start = column.startAt(position);
            while (length > 0 && Memory.getByte(start + length - 1) == ' ') {
                length--;
            }
        }
        return length;
    }

    private void writeFixed(FixedColumn column, int c, int[] positions, int count, RowBuffer out) {
        long from = column.dataAddress;
        boolean nulls = column.mayHaveNulls();
        int offset = offsets[c];
        int stride = varying ? 0 : stride();
        long base = out.base() + offset;
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            if (nulls && column.isNull(position)) {
                continue;
            }
            long to = varying ? out.address(i) + offset : base + (long) stride * i;
            switch (types[c].layout()) {
                case BIT -> Memory.putByte(to, Memory.bit(from, position) ? (byte) 1 : (byte) 0);
                case INT32 -> Memory.putInt(to, Memory.getInt(from + 4L * position));
                case INT64 -> Memory.putLong(to, Memory.getLong(from + 8L * position));
                case FLOAT64 -> Memory.putLong(to, doubleBits(Memory.getDouble(from + 8L * position), keys));
                case INT128 -> {
                    Memory.putLong(to, Memory.getLong(from + 16L * position));
                    Memory.putLong(to + 8, Memory.getLong(from + 16L * position + 8));
                }
                case BINARY, LIST, ROW -> throw new AssertionError(types[c]);
            }
        }
    }

    /** The bits that stand for a double: one NaN, and in keys one zero. */
    static long doubleBits(double value, boolean key) {
        return Double.doubleToLongBits(key && value == 0 ? 0.0 : value);
    }

    private void writeBinary(BinaryColumn column, int c, int[] positions, int count, RowBuffer out, int[] used) {
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            if (column.isNull(position)) {
                continue;
            }
            long row = out.address(i);
            int length = binaryLength(column, position, types[c]);
            Memory.putInt(row + offsets[c], length);
            Memory.copy(column.startAt(position), row + fixedBytes + used[i], length);
            used[i] += length;
        }
    }

    private void writeNested(byte[][] values, int c, int count, RowBuffer out, int[] used) {
        for (int i = 0; i < count; i++) {
            if (values[i] != null) {
                long row = out.address(i);
                Memory.putInt(row + offsets[c], values[i].length);
                Memory.copy(values[i], 0, row + fixedBytes + used[i], values[i].length);
                used[i] += values[i].length;
            }
        }
    }

    /** Reads columns {@code from .. to} of the rows at {@code addresses[0..count)}, as flat columns that the caller owns. An address of 0 gives NULLs. */
    public List<Column> decode(BufferAllocator allocator, long[] addresses, int count, int from, int to) {
        return RowDecoder.decode(this, allocator, addresses, count, from, to);
    }

    public List<Column> decode(BufferAllocator allocator, long[] addresses, int count) {
        return decode(allocator, addresses, count, 0, types.length);
    }
}
