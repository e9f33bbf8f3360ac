package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** BOOL_AND and BOOL_OR: how many values are true and how many false. */
final class BooleanAccumulator implements Accumulator {
    private final BufferAllocator allocator;
    private final int column;
    private final boolean and;
    private long[] trues = new long[0];
    private long[] falses = new long[0];

    BooleanAccumulator(BufferAllocator allocator, int column, boolean and) {
        this.allocator = allocator;
        this.column = column;
        this.and = and;
    }

    @Override
    public void reserve(int capacity) {
        if (trues.length < capacity) {
            trues = Arrays.copyOf(trues, capacity);
            falses = Arrays.copyOf(falses, capacity);
        }
    }

    @Override
    public void add(Rows rows) {
        try (Column flat = rows.batch().column(column).flatten(allocator)) {
            FixedColumn values = (FixedColumn) flat;
            for (int i = 0; i < rows.count(); i++) {
                int position = rows.position(i);
                if (!values.isNull(position)) {
                    long[] counts = values.booleanAt(position) ? trues : falses;
                    counts[rows.groups()[i]] += rows.weight(i);
                }
            }
        }
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, SqlType.BOOLEAN, count)) {
            for (int i = 0; i < count; i++) {
                long t = trues[groups[i]];
                long f = falses[groups[i]];
                if (t == 0 && f == 0) {
                    builder.appendNull();
                } else {
                    builder.appendBoolean(and ? f == 0 : t != 0);
                }
            }
            return builder.buildAndClose();
        }
    }

    @Override
    public void clear(int group) {
        trues[group] = 0;
        falses[group] = 0;
    }

    @Override
    public long bytes() {
        return 16L * trues.length;
    }

    @Override
    public void save(int group, PageWriter page) {
        page.writeLong(trues[group]);
        page.writeLong(falses[group]);
    }

    @Override
    public void load(int group, PageReader page) {
        trues[group] = page.readLong();
        falses[group] = page.readLong();
    }

    @Override
    public void write(StateWriter out, int limit) {
        out.writeLongs(trues, limit);
        out.writeLongs(falses, limit);
    }

    @Override
    public void read(StateReader in, int limit) {
        in.readLongs(trues, limit);
        in.readLongs(falses, limit);
    }
}
