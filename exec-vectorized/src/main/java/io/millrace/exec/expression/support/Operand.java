package io.millrace.exec.expression.support;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A column of any encoding, read by row without a virtual call: {@link #at} maps a row to an index of the flat {@link #values}, whose addresses are
 * at hand. Borrows the column: it must stay open. Rows that are NULL must not be read.
 */
public final class Operand {
    /** The column as it came. */
    public final Column column;
    /** The flat values that rows map to: the column itself, a constant's one value, or a dictionary's entries. */
    public final Column values;
    /** Address of fixed-width values or of bytes; 0 for lists and rows. */
    public final long data;
    /** Address of int32 offsets of BINARY and LIST values, else 0. */
    public final long offsets;
    /** Address of the bitmap by row, 0 if no row is NULL; a NULL constant has none, see {@link #alwaysNull}. */
    public final long validity;

    private final long codes;
    /** -1 or, for a constant, 0: index = row &amp; mask. */
    private final int mask;

    public Operand(Column column) {
        this.column = column;
        switch (column) {
            case ConstantColumn constant -> {
                values = constant.value();
                codes = 0;
                mask = 0;
            }
            case DictionaryColumn dictionary -> {
                values = dictionary.dictionary();
                codes = dictionary.codesAddress;
                mask = -1;
            }
            case FixedColumn flat -> {
                values = flat;
                codes = 0;
                mask = -1;
            }
            case BinaryColumn flat -> {
                values = flat;
                codes = 0;
                mask = -1;
            }
            case ListColumn flat -> {
                values = flat;
                codes = 0;
                mask = -1;
            }
            case RowColumn flat -> {
                values = flat;
                codes = 0;
                mask = -1;
            }
        }
        this.validity = Validity.address(Validity.of(column));
        switch (values) {
            case FixedColumn fixed -> {
                data = fixed.dataAddress;
                offsets = 0;
            }
            case BinaryColumn binary -> {
                data = binary.dataAddress;
                offsets = binary.offsetsAddress;
            }
            case ListColumn list -> {
                data = 0;
                offsets = list.offsetsAddress;
            }
            case RowColumn row -> {
                data = 0;
                offsets = 0;
            }
            case ConstantColumn nested -> throw new AssertionError(nested.type());
            case DictionaryColumn nested -> throw new AssertionError(nested.type());
        }
    }

    /** Whether it is a NULL constant. */
    public boolean alwaysNull() {
        return mask == 0 && values.isNull(0);
    }

    public boolean isConstant() {
        return mask == 0;
    }

    public boolean isNull(int row) {
        return validity != 0 && !Memory.bit(validity, row) || mask == 0 && values.isNull(0);
    }

    /** The index into {@link #values} of a row. */
    public int at(int row) {
        return codes == 0 ? row & mask : Memory.getInt(codes + 4L * row);
    }

    /** The INT32 values of all {@code rows}, one after another. */
    public int[] ints(Rows rows) {
        int[] result = new int[rows.count()];
        int[] positions = rows.positions();
        if (mask == 0) {
            Arrays.fill(result, Memory.getInt(data));
        } else if (codes == 0) {
            for (int k = 0; k < result.length; k++) {
                result[k] = Memory.getInt(data + 4L * (positions == null ? k : positions[k]));
            }
        } else {
            for (int k = 0; k < result.length; k++) {
                result[k] = Memory.getInt(data + 4L * Memory.getInt(codes + 4L * (positions == null ? k : positions[k])));
            }
        }
        return result;
    }

    /** The INT64 values of all {@code rows}, one after another. */
    public long[] longs(Rows rows) {
        long[] result = new long[rows.count()];
        int[] positions = rows.positions();
        if (mask == 0) {
            Arrays.fill(result, Memory.getLong(data));
        } else if (codes == 0) {
            for (int k = 0; k < result.length; k++) {
                result[k] = Memory.getLong(data + 8L * (positions == null ? k : positions[k]));
            }
        } else {
            for (int k = 0; k < result.length; k++) {
                result[k] = Memory.getLong(data + 8L * Memory.getInt(codes + 4L * (positions == null ? k : positions[k])));
            }
        }
        return result;
    }

    public boolean booleanAt(int row) {
        return Memory.bit(data, at(row));
    }

    public int intAt(int row) {
        return Memory.getInt(data + 4L * at(row));
    }

    public long longAt(int row) {
        return Memory.getLong(data + 8L * at(row));
    }

    public double doubleAt(int row) {
        return Memory.getDouble(data + 8L * at(row));
    }

    /** Low 64 bits of an INT128. */
    public long lowAt(int row) {
        return Memory.getLong(data + 16L * at(row));
    }

    /** High 64 bits of an INT128. */
    public long highAt(int row) {
        return Memory.getLong(data + 16L * at(row) + 8);
    }

    /** Address of a BINARY value's first byte. */
    public long startAt(int row) {
        return data + Memory.getInt(offsets + 4L * at(row));
    }

    /** Bytes of a BINARY value, elements of a LIST value. */
    public int lengthAt(int row) {
        long at = offsets + 4L * at(row);
        return Memory.getInt(at + 4) - Memory.getInt(at);
    }

    /** Index of a LIST value's first element. */
    public int firstElementAt(int row) {
        return Memory.getInt(offsets + 4L * at(row));
    }

    public byte[] bytesAt(int row) {
        return Memory.bytes(startAt(row), lengthAt(row));
    }

    public String stringAt(int row) {
        return new String(bytesAt(row), StandardCharsets.UTF_8);
    }
}
