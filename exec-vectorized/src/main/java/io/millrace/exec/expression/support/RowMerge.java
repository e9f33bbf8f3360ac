package io.millrace.exec.expression.support;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Puts one column together from several, each of which gives some rows: the branches of CASE, the arguments of COALESCE. */
public final class RowMerge implements AutoCloseable {
    private record Piece(Column column, Rows rows) {}

    private final BufferAllocator allocator;
    private final SqlType type;
    private final int length;
    private final List<Piece> pieces = new ArrayList<>();

    public RowMerge(BufferAllocator allocator, SqlType type, int length) {
        this.allocator = allocator;
        this.type = type;
        this.length = length;
    }

    /** Rows of {@code column}, which is taken over and has the merged column's length; they are disjoint from those of other pieces. */
    public void add(Column column, Rows rows) {
        pieces.add(new Piece(column, rows));
    }

    /** The merged column, owned by the caller; undefined at rows that no piece gives. */
    public Column build() {
        List<Piece> given = pieces.stream().filter(p -> p.rows.count() > 0).toList();
        if (given.isEmpty()) {
            return Validity.nulls(allocator, type, length);
        }
        if (given.size() == 1) {
            Column only = given.get(0).column.retain();
            return only.type().equals(type) ? only : only.withType(type);
        }
        return switch (type.layout()) {
            case BIT, INT32, INT64, INT128, FLOAT64 -> scatter(given);
            case BINARY -> given.stream().allMatch(p -> p.column instanceof ConstantColumn) ? constants(given) : binary(given);
            case LIST, ROW -> nested(given);
        };
    }

    private Column scatter(List<Piece> given) {
        try (FixedResult result = new FixedResult(allocator, type, length)) {
            for (Piece piece : given) {
                Operand operand = new Operand(piece.column);
                scatter(operand, piece.rows, result.data);
                if (operand.validity != 0 || operand.alwaysNull()) {
                    for (int k = 0; k < piece.rows.count(); k++) {
                        int i = piece.rows.at(k);
                        if (operand.isNull(i)) {
                            result.setNull(i);
                        }
                    }
                }
            }
            return result.build();
        }
    }

    private void scatter(Operand operand, Rows rows, long to) {
        switch (type.layout()) {
            case BIT -> {
                for (int k = 0; k < rows.count(); k++) {
                    int i = rows.at(k);
                    Memory.putBit(to, i, operand.booleanAt(i));
                }
            }
            case INT32 -> {
                for (int k = 0; k < rows.count(); k++) {
                    int i = rows.at(k);
                    Memory.putInt(to + 4L * i, operand.intAt(i));
                }
            }
            case INT64, FLOAT64 -> {
                for (int k = 0; k < rows.count(); k++) {
                    int i = rows.at(k);
                    Memory.putLong(to + 8L * i, operand.longAt(i));
                }
            }
            case INT128 -> {
                for (int k = 0; k < rows.count(); k++) {
                    int i = rows.at(k);
                    Memory.putLong(to + 16L * i, operand.lowAt(i));
                    Memory.putLong(to + 16L * i + 8, operand.highAt(i));
                }
            }
            case BINARY, LIST, ROW -> throw new AssertionError(type);
        }
    }

    /** Number of the piece that gives a row, -1 for none. */
    private int[] sources(List<Piece> given) {
        int[] sources = new int[length];
        Arrays.fill(sources, -1);
        for (int p = 0; p < given.size(); p++) {
            Rows rows = given.get(p).rows;
            for (int k = 0; k < rows.count(); k++) {
                sources[rows.at(k)] = p;
            }
        }
        return sources;
    }

    private Column binary(List<Piece> given) {
        int[] sources = sources(given);
        Operand[] operands = given.stream().map(p -> new Operand(p.column)).toArray(Operand[]::new);
        try (BinaryResult result = new BinaryResult(allocator, type, length, 16L * length)) {
            for (int i = 0; i < length; i++) {
                if (sources[i] >= 0) {
                    Operand operand = operands[sources[i]];
                    if (operand.isNull(i)) {
                        result.setNull(i);
                    } else {
                        result.append(i, operand.startAt(i), operand.lengthAt(i));
                    }
                }
            }
            return result.build();
        }
    }

    /** A dictionary of the constants. */
    private Column constants(List<Piece> given) {
        if (given.stream().allMatch(p -> Validity.isNullConstant(p.column))) {
            return Validity.nulls(allocator, type, length);
        }
        ArrowBuf codes = Buffers.allocateZeroed(allocator, 4L * length);
        ArrowBuf validity = null;
        try (ColumnBuilder entries = new ColumnBuilder(allocator, type, given.size())) {
            for (Piece piece : given) {
                boolean isNull = Validity.isNullConstant(piece.column);
                if (isNull && validity == null) {
                    validity = Buffers.allocateOnes(allocator, length);
                }
                int code = entries.length();
                if (!isNull) {
                    entries.appendFrom(piece.column, 0);
                }
                for (int k = 0; k < piece.rows.count(); k++) {
                    int i = piece.rows.at(k);
                    if (isNull) {
                        Memory.clearBit(validity.memoryAddress(), i);
                    } else {
                        Memory.putInt(codes.memoryAddress() + 4L * i, code);
                    }
                }
            }
            return new DictionaryColumn(length, codes, validity, entries.buildAndClose());
        }
    }

    private Column nested(List<Piece> given) {
        int[] sources = sources(given);
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, length)) {
            for (int i = 0; i < length; i++) {
                if (sources[i] < 0) {
                    builder.appendNull();
                } else {
                    builder.appendFrom(given.get(sources[i]).column, i);
                }
            }
            return builder.buildAndClose();
        }
    }

    /** Closes the pieces. */
    @Override
    public void close() {
        pieces.forEach(p -> p.column.close());
        pieces.clear();
    }
}
