package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** COUNT(*) and COUNT(x, …), also REGR_COUNT: rows whose arguments are all not null. */
final class CountAccumulator implements Accumulator {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final int[] columns;
    private long[] counts = new long[0];

    CountAccumulator(BufferAllocator allocator, SqlType type, int... columns) {
        this.allocator = allocator;
        this.type = type;
        this.columns = columns;
    }

    @Override
    public void reserve(int capacity) {
        counts = counts.length < capacity ? Arrays.copyOf(counts, capacity) : counts;
    }

    @Override
    public void add(Rows rows) {
        boolean nulls = false;
        for (int column : columns) {
            nulls |= rows.batch().column(column).mayHaveNulls();
        }
        int[] groups = rows.groups();
        int count = rows.count();
        if (!nulls && rows.weights() == null) {
            for (int i = 0; i < count; i++) {
                counts[groups[i]]++;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean counted = true;
            for (int c = 0; nulls && c < columns.length; c++) {
                counted &= !rows.batch().column(columns[c]).isNull(rows.position(i));
            }
            if (counted) {
                counts[groups[i]] += rows.weight(i);
            }
        }
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        return longs(allocator, type, counts, groups, count);
    }

    /** A BIGINT column of {@code values[groups[i]]}. */
    static Column longs(BufferAllocator allocator, SqlType type, long[] values, int[] groups, int count) {
        ArrowBuf data = Buffers.allocate(allocator, 8L * count);
        long to = data.memoryAddress();
        for (int i = 0; i < count; i++) {
            Memory.putLong(to + 8L * i, values[groups[i]]);
        }
        return new FixedColumn(type, count, data, null);
    }

    @Override
    public void clear(int group) {
        counts[group] = 0;
    }

    @Override
    public long bytes() {
        return 8L * counts.length;
    }

    @Override
    public void save(int group, PageWriter page) {
        page.writeLong(counts[group]);
    }

    @Override
    public void load(int group, PageReader page) {
        counts[group] = page.readLong();
    }

    @Override
    public void write(StateWriter out, int limit) {
        out.writeLongs(counts, limit);
    }

    @Override
    public void read(StateReader in, int limit) {
        in.readLongs(counts, limit);
    }
}
