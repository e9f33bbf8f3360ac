package io.millrace.exec.step.state;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * ARRAY, MAP and ROW values as bytes inside a row: a list is an int32 count and its elements, a row its fields; every element and field is preceded by
 * a byte, 0 for null. Little-endian.
 */
final class NestedValues {
    private NestedValues() {}

    /** The bytes of a list or row that is not null. */
    static byte[] write(Column column, int position, boolean key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeValue(column, position, key, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeNullable(Column column, int position, boolean key, DataOutputStream out) throws IOException {
        boolean isNull = column.isNull(position);
        out.writeByte(isNull ? 0 : 1);
        if (!isNull) {
            writeValue(column, position, key, out);
        }
    }

    private static void writeValue(Column column, int position, boolean key, DataOutputStream out) throws IOException {
        switch (column) {
            case FixedColumn fixed -> writeFixed(fixed, position, key, out);
            case BinaryColumn binary -> {
                byte[] value = binary.bytesAt(position);
                int length = value.length;
                while (key && binary.type().kind() == SqlType.Kind.CHAR && length > 0 && value[length - 1] == ' ') {
                    length--;
                }
                writeInt(length, out);
                out.write(value, 0, length);
            }
            case ListColumn list -> {
                writeInt(list.endAt(position) - list.startAt(position), out);
                for (int e = list.startAt(position); e < list.endAt(position); e++) {
                    writeNullable(list.elements(), e, key, out);
                }
            }
            case RowColumn row -> {
                for (Column child : row.children()) {
                    writeNullable(child, position, key, out);
                }
            }
            case ConstantColumn constant -> writeValue(constant.value(), 0, key, out);
            case DictionaryColumn dictionary -> writeValue(dictionary.dictionary(), dictionary.codeAt(position), key, out);
        }
    }

    private static void writeFixed(FixedColumn column, int position, boolean key, DataOutputStream out) throws IOException {
        switch (column.type().layout()) {
            case BIT -> out.writeByte(column.booleanAt(position) ? 1 : 0);
            case INT32 -> writeInt(column.intAt(position), out);
            case INT64 -> writeLong(column.longAt(position), out);
            case FLOAT64 -> writeLong(RowFormat.doubleBits(column.doubleAt(position), key), out);
            case INT128 -> {
                writeLong(column.lowAt(position), out);
                writeLong(column.highAt(position), out);
            }
            case BINARY, LIST, ROW -> throw new AssertionError(column.type());
        }
    }

    private static void writeInt(int value, DataOutputStream out) throws IOException {
        out.writeInt(Integer.reverseBytes(value));
    }

    private static void writeLong(long value, DataOutputStream out) throws IOException {
        out.writeLong(Long.reverseBytes(value));
    }

    /** Appends the value at an address; returns the address after it. */
    static long read(long at, ColumnBuilder builder) {
        switch (builder.type().layout()) {
            case BIT -> {
                builder.appendBoolean(Memory.getByte(at) != 0);
                return at + 1;
            }
            case INT32 -> {
                builder.appendInt(Memory.getInt(at));
                return at + 4;
            }
            case INT64 -> {
                builder.appendLong(Memory.getLong(at));
                return at + 8;
            }
            case FLOAT64 -> {
                builder.appendDouble(Memory.getDouble(at));
                return at + 8;
            }
            case INT128 -> {
                builder.appendInt128(Memory.getLong(at), Memory.getLong(at + 8));
                return at + 16;
            }
            case BINARY -> {
                int length = Memory.getInt(at);
                builder.appendBytes(at + 4, length);
                return at + 4 + length;
            }
            case LIST -> {
                int count = Memory.getInt(at);
                long next = at + 4;
                for (int e = 0; e < count; e++) {
                    next = readNullable(next, builder.child(0));
                }
                builder.endList();
                return next;
            }
            case ROW -> {
                long next = at;
                for (int c = 0; c < builder.type().fields().size(); c++) {
                    next = readNullable(next, builder.child(c));
                }
                builder.endRow();
                return next;
            }
        }
        throw new AssertionError(builder.type());
    }

    private static long readNullable(long at, ColumnBuilder builder) {
        if (Memory.getByte(at) == 0) {
            builder.appendNull();
            return at + 1;
        }
        return read(at + 1, builder);
    }
}
