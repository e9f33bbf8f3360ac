package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Makes output batches of probe positions and build rows; columns that nobody reads are constant NULLs. Results are the caller's. */
final class JoinOutput {
    private final JoinDefinition definition;
    private final BufferAllocator allocator;

    JoinOutput(JoinDefinition definition, BufferAllocator allocator) {
        this.definition = definition;
        this.allocator = allocator;
    }

    /** Pairs, both sides copied; a build row of -1 gives NULLs. */
    Batch pairs(Batch probe, int[] positions, JoinTable table, int[] rows, int count) {
        return together(columns -> {
            List<Column> required = new ArrayList<>();
            for (int c = 0; c < definition.left().size(); c++) {
                if (definition.leftRequired(c)) {
                    required.add(probe.column(c));
                }
            }
            Iterator<Column> gathered = Batch.gather(allocator, required, positions, count).iterator();
            for (int c = 0; c < definition.left().size(); c++) {
                columns.add(definition.leftRequired(c) ? gathered.next() : missing(definition.left().type(c), count));
            }
            right(columns, table, rows, count);
        }, count, null);
    }

    /** The probe's columns as they are under another selection, beside {@code rows[i]} for physical position i. */
    Batch beside(Batch probe, Selection selection, JoinTable table, int[] rows) {
        return together(columns -> {
            probe.columns().forEach(c -> columns.add(c.retain()));
            right(columns, table, rows, probe.physicalRows());
        }, probe.physicalRows(), selection);
    }

    /** Probe rows without build row. */
    Batch unmatchedLeft(Batch probe, Selection selection) {
        return together(columns -> {
            probe.columns().forEach(c -> columns.add(c.retain()));
            for (int c = 0; c < definition.right().size(); c++) {
                columns.add(missing(definition.right().type(c), probe.physicalRows()));
            }
        }, probe.physicalRows(), selection);
    }

    /** Build rows without probe row. */
    Batch rightAlone(JoinTable table, int[] rows, int count) {
        return together(columns -> {
            for (int c = 0; c < definition.left().size() && !definition.emitsRightAlone(); c++) {
                columns.add(missing(definition.left().type(c), count));
            }
            right(columns, table, rows, count);
        }, count, null);
    }

    /** The probe with one more column: whether {@code marked[i]}, for the i-th selected row. */
    Batch marked(Batch probe, boolean[] marked) {
        return together(columns -> {
            probe.columns().forEach(c -> columns.add(c.retain()));
            ArrowBuf bits = Buffers.allocateZeroed(allocator, Memory.bitmapBytes(probe.physicalRows()));
            for (int i = 0; i < probe.rows(); i++) {
                if (marked[i]) {
                    Memory.setBit(bits.memoryAddress(), probe.selection() == null ? i : probe.selection().at(i));
                }
            }
            columns.add(new FixedColumn(SqlType.BOOLEAN, probe.physicalRows(), bits, null));
        }, probe.physicalRows(), probe.selection());
    }

    /** Just the columns that the residual reads. */
    Batch residualInput(Batch probe, int[] positions, JoinTable table, int[] rows, int count) {
        return together(columns -> {
            for (int c : definition.residualColumns()) {
                columns.add(
                        c < definition.left().size()
                                ? probe.column(c).gather(allocator, positions, count)
                                : table.column(definition.storedIndex(c - definition.left().size())).gather(allocator, rows, count));
            }
        }, count, null);
    }

    private void right(List<Column> columns, JoinTable table, int[] rows, int count) {
        try (RowCodes codes = new RowCodes(allocator, rows, count)) {
            for (int c = 0; c < definition.right().size(); c++) {
                columns.add(
                        definition.rightRequired(c)
                                ? right(table, definition.storedIndex(c), codes, rows, count)
                                : missing(definition.right().type(c), count));
            }
        }
    }

    private Column right(JoinTable table, int stored, RowCodes codes, int[] rows, int count) {
        BinaryColumn dictionary = table.dictionary(stored);
        return dictionary == null
                ? table.column(stored).gather(allocator, rows, count)
                : codes.column(table.column(stored), dictionary);
    }

    private Column missing(SqlType type, int count) {
        return Values.constant(allocator, type, null, count);
    }

    private interface Filler {
        void fill(List<Column> columns);
    }

    /** Frees what was made before an error. */
    private static Batch together(Filler filler, int rows, Selection selection) {
        List<Column> columns = new ArrayList<>();
        try {
            filler.fill(columns);
            return new Batch(columns, rows, selection, null);
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }
}
