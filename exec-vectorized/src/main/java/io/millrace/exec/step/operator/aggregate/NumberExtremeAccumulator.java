package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** MIN, MAX and ANY_VALUE of whole numbers, times and decimals of one word, where no row is ever taken back: one number a group. */
final class NumberExtremeAccumulator implements Accumulator {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final int column;
    private final boolean wide;
    private final boolean least;
    private long[] values = new long[0];
    /** 1 where there is a value. */
    private long[] present = new long[0];

    NumberExtremeAccumulator(BufferAllocator allocator, SqlType type, int column, boolean least) {
        this.allocator = allocator;
        this.type = type;
        this.column = column;
        this.wide = type.layout() == Layout.INT64;
        this.least = least;
    }

    static boolean takes(SqlType result, SqlType argument) {
        boolean same = result.kind() == argument.kind() && result.scale() == argument.scale() && result.layout() == argument.layout();
        return same && (result.layout() == Layout.INT64 || result.layout() == Layout.INT32);
    }

    @Override
    public void reserve(int capacity) {
        if (values.length < capacity) {
            values = Arrays.copyOf(values, capacity);
            present = Arrays.copyOf(present, capacity);
        }
    }

    @Override
    public void add(Rows rows) {
        try (Column flat = rows.batch().column(column).flatten(allocator)) {
            FixedColumn numbers = (FixedColumn) flat;
            boolean nulls = numbers.mayHaveNulls();
            int[] groups = rows.groups();
            for (int i = 0; i < rows.count(); i++) {
                int position = rows.position(i);
                if (!nulls || !numbers.isNull(position)) {
                    take(groups[i], wide ? numbers.longAt(position) : numbers.intAt(position));
                }
            }
        }
    }

    private void take(int group, long number) {
        if (present[group] == 0 || (least ? number < values[group] : number > values[group])) {
            values[group] = number;
            present[group] = 1;
        }
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, count)) {
            for (int i = 0; i < count; i++) {
                if (present[groups[i]] == 0) {
                    builder.appendNull();
                } else if (wide) {
                    builder.appendLong(values[groups[i]]);
                } else {
                    builder.appendInt((int) values[groups[i]]);
                }
            }
            return builder.buildAndClose();
        }
    }

    @Override
    public void clear(int group) {
        values[group] = 0;
        present[group] = 0;
    }

    @Override
    public void save(int group, PageWriter page) {
        page.writeLong(values[group]);
        page.writeLong(present[group]);
    }

    @Override
    public void load(int group, PageReader page) {
        values[group] = page.readLong();
        present[group] = page.readLong();
    }

    @Override
    public long bytes() {
        return 16L * values.length;
    }

    @Override
    public void write(StateWriter out, int limit) {
        out.writeLongs(values, limit);
        out.writeLongs(present, limit);
    }

    @Override
    public void read(StateReader in, int limit) {
        in.readLongs(values, limit);
        in.readLongs(present, limit);
    }
}
