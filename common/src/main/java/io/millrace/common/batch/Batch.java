package io.millrace.common.batch;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows as columns, with two optional refinements: a {@link Selection} (which physical rows are alive; null = all) and weights.
 *
 * <p>Weights are a Z-set's multiplicities: an INT64 column of physical length, +n for n insertions, -n for n retractions; null means that each row
 * weighs +1, which costs nothing. Batch plans only ever see null.
 *
 * <p>Ownership: a batch owns one reference of each of its columns and of its weights. An operator that is handed a batch owns it and closes it (or
 * passes it on). Not thread-safe; hand over, don't share.
 */
public final class Batch implements AutoCloseable {
    private final List<Column> columns;
    private final int physicalRows;
    private final Selection selection;
    private final Column weights;

    /** Takes over one reference of each column and of {@code weights}; {@code selection} and {@code weights} may be null. */
    public Batch(List<Column> columns, int physicalRows, Selection selection, Column weights) {
        this.columns = List.copyOf(columns);
        this.physicalRows = physicalRows;
        this.selection = selection;
        this.weights = weights;
        for (Column column : this.columns) {
            assert column.length() == physicalRows : "column of " + column.length() + " rows in a batch of " + physicalRows;
        }
        assert weights == null || weights.length() == physicalRows;
    }

    public static Batch of(List<Column> columns, int rows) {
        return new Batch(columns, rows, null, null);
    }

    /** Rows that are alive. */
    public int rows() {
        return selection == null ? physicalRows : selection.count();
    }

    /** The length of every column. */
    public int physicalRows() {
        return physicalRows;
    }

    /** Null if all physical rows are alive. */
    public Selection selection() {
        return selection;
    }

    /** Null if every row weighs +1; not retained. */
    public Column weights() {
        return weights;
    }

    /** Not retained. */
    public Column column(int index) {
        return columns.get(index);
    }

    /** Not retained. */
    public List<Column> columns() {
        return columns;
    }

    public int width() {
        return columns.size();
    }

    /** The same columns (retained) under another selection. The caller owns the result and still owns this batch. */
    public Batch withSelection(Selection newSelection) {
        columns.forEach(Column::retain);
        return new Batch(columns, physicalRows, newSelection, weights == null ? null : weights.retain());
    }

    /** The given columns under this batch's selection and weights (retained). Takes over the references of {@code newColumns}. */
    public Batch withColumns(List<Column> newColumns) {
        return new Batch(newColumns, physicalRows, selection, weights == null ? null : weights.retain());
    }

    /** Adds a reference to every part; returns this batch. */
    public Batch retain() {
        columns.forEach(Column::retain);
        if (weights != null) {
            weights.retain();
        }
        return this;
    }

    /** An equal batch without selection: dead rows are dropped. Takes over this batch; the caller owns the result. */
    public Batch compact(BufferAllocator allocator) {
        if (selection == null) {
            return this;
        }
        try (this) {
            return gather(allocator, selection.positions(), selection.count());
        }
    }

    /** The rows at physical {@code positions[0..count)}, ignoring the selection. The caller owns the result and still owns this batch. */
    public Batch gather(BufferAllocator allocator, int[] positions, int count) {
        List<Column> gathered = gather(allocator, columns, positions, count);
        try {
            return new Batch(gathered, count, null, weights == null ? null : weights.gather(allocator, positions, count));
        } catch (Throwable t) {
            gathered.forEach(Column::close);
            throw t;
        }
    }

    /**
     * The values of several columns at {@code positions[0..count)}, as {@link Column#gather}; columns that share their codes, as the strings of a
     * join's build side do, share them again. The caller owns the results.
     */
    public static List<Column> gather(BufferAllocator allocator, List<Column> columns, int[] positions, int count) {
        return Gather.gather(allocator, columns, positions, count);
    }

    /** Physical rows {@code from .. from + count} of a batch without selection, copied. The caller owns the result and still owns this batch. */
    public Batch slice(BufferAllocator allocator, int from, int count) {
        assert selection == null;
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> from + i);
        return gather(allocator, positions, count);
    }

    /** Bytes held, shared buffers counted in full. */
    public long bytes() {
        long bytes = weights == null ? 0 : weights.bytes();
        for (Column column : columns) {
            bytes += column.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        columns.forEach(Column::close);
        if (weights != null) {
            weights.close();
        }
    }
}
