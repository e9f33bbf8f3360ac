package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import org.apache.arrow.memory.BufferAllocator;

/** COUNT(*) without FILTER: what the operator counts anyway. */
final class RowCountAccumulator implements Accumulator {
    private final BufferAllocator allocator;
    private final SqlType type;
    private long[] counts = new long[0];

    RowCountAccumulator(BufferAllocator allocator, SqlType type) {
        this.allocator = allocator;
        this.type = type;
    }

    /** The operator's row counts by group; they stay its own. */
    void share(long[] rowCounts) {
        counts = rowCounts;
    }

    @Override
    public void reserve(int capacity) {}

    @Override
    public void add(Rows rows) {}

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        return CountAccumulator.longs(allocator, type, counts, groups, count);
    }

    @Override
    public void clear(int group) {}

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public void save(int group, PageWriter page) {}

    @Override
    public void load(int group, PageReader page) {}

    @Override
    public void write(StateWriter out, int limit) {}

    @Override
    public void read(StateReader in, int limit) {}
}
