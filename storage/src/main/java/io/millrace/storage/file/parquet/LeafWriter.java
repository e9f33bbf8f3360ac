package io.millrace.storage.file.parquet;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Hands values of one leaf to Parquet's column writer, with their levels. Positions are resolved through encodings; nulls are the caller's to see. */
final class LeafWriter {
    private final int maxDefinition;
    private final PrimitiveTypeName physical;
    private final int width;
    private final boolean real;
    private final String name;
    private ColumnWriter writer;
    private Column lastDictionary;
    private Binary[] entries = new Binary[0];

    LeafWriter(ColumnDescriptor descriptor, SqlType type) {
        PrimitiveType primitive = descriptor.getPrimitiveType();
        this.maxDefinition = descriptor.getMaxDefinitionLevel();
        this.physical = primitive.getPrimitiveTypeName();
        this.width = primitive.getTypeLength();
        this.name = String.join(".", descriptor.getPath());
        this.real = type.kind() == SqlType.Kind.REAL;
    }

    /** Before each row group. */
    void target(ColumnWriter newWriter) {
        writer = newWriter;
    }

    static MillraceException notNull(String column) {
        return new MillraceException(ErrorCode.NOT_NULL_VIOLATION, "null in column " + column + ", which must not be null");
    }

    void writeNull(int repetition, int definition) {
        writer.writeNull(repetition, definition);
    }

    /** Writes positions {@code from .. to} of a top-level column; nulls have level 0. */
    void writeFlat(Column column, int[] positions, int from, int to) {
        for (int i = from; i < to; i++) {
            int position = positions == null ? i : positions[i];
            if (column.isNull(position)) {
                if (maxDefinition == 0) {
                    throw notNull(name);
                }
                writer.writeNull(0, 0);
            } else {
                write(column, position, 0, maxDefinition);
            }
        }
    }

    /** Writes a value that is not null. */
    void write(Column column, int position, int repetition, int definition) {
        switch (column) {
            case FixedColumn fixed -> writeFixed(fixed, position, repetition, definition);
            case BinaryColumn binary -> writer.write(
                    Binary.fromConstantByteArray(Memory.bytes(binary.startAt(position), binary.lengthAt(position))), repetition,
                    definition);
            case DictionaryColumn dictionary -> writeEntry(dictionary, dictionary.codeAt(position), repetition, definition);
            case ConstantColumn constant -> write(constant.value(), 0, repetition, definition);
            default -> throw new AssertionError(column.type());
        }
    }

    private void writeEntry(DictionaryColumn column, int code, int repetition, int definition) {
        if (!(column.dictionary() instanceof BinaryColumn binary)) {
            write(column.dictionary(), code, repetition, definition);
            return;
        }
        if (lastDictionary != binary || entries.length != binary.length()) {
            lastDictionary = binary;
            entries = new Binary[binary.length()];
        }
        if (entries[code] == null) {
            entries[code] = Binary.fromConstantByteArray(binary.bytesAt(code));
        }
        writer.write(entries[code], repetition, definition);
    }

    /** Forgets the dictionary of the last batch, whose memory is about to go. */
    void endBatch() {
        lastDictionary = null;
    }

    private void writeFixed(FixedColumn column, int position, int repetition, int definition) {
        switch (column.type().layout()) {
            case BIT -> writer.write(column.booleanAt(position), repetition, definition);
            case INT32 -> writer.write(column.intAt(position), repetition, definition);
            case INT64 -> writeLong(column.longAt(position), repetition, definition);
            case INT128 -> writer.write(int128(column.lowAt(position), column.highAt(position)), repetition, definition);
            case FLOAT64 -> {
                if (real) {
                    writer.write((float) column.doubleAt(position), repetition, definition);
                } else {
                    writer.write(column.doubleAt(position), repetition, definition);
                }
            }
            case BINARY, LIST, ROW -> throw new AssertionError(column.type());
        }
    }

    private void writeLong(long value, int repetition, int definition) {
        if (physical == PrimitiveTypeName.INT32) {
            writer.write(Math.toIntExact(value), repetition, definition);
        } else if (physical == PrimitiveTypeName.INT64) {
            writer.write(value, repetition, definition);
        } else {
            writer.write(int128(value, value >> 63), repetition, definition);
        }
    }

    /** Big-endian two's complement of the leaf's width. */
    private Binary int128(long low, long high) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            int shift = 8 * i;
            bytes[width - 1 - i] = (byte) (shift < 64 ? low >> shift : shift < 128 ? high >> shift - 64 : high >> 63);
        }
        return Binary.fromConstantByteArray(bytes);
    }
}
