package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** An aggregate that is computed from a group's values in order. */
abstract class ValuesAccumulator implements Accumulator {
    protected final BufferAllocator allocator;
    protected final SqlType type;
    protected final GroupedValues values;
    private final int[] columns;
    private final int[] required;

    /**
     * @param columns that make a value
     * @param types of them
     * @param orderKeys counted among {@code columns}
     * @param required columns of the batch that must not be NULL for a row to count
     */
    ValuesAccumulator(
            BufferAllocator allocator, SqlType type, int[] columns, List<SqlType> types, List<SortKey> orderKeys, int[] required) {
        this.allocator = allocator;
        this.type = type;
        this.columns = columns;
        this.required = required;
        this.values = new GroupedValues(allocator, types, orderKeys, false);
    }

    @Override
    public void reserve(int capacity) {
        values.reserve(capacity);
    }

    @Override
    public void add(Rows rows) {
        Batch batch = rows.batch();
        Rows kept = GroupedValues.notNull(rows, batch, required);
        List<Column> arguments = new ArrayList<>();
        for (int column : columns) {
            arguments.add(batch.column(column));
        }
        values.add(arguments, kept.positions(), kept.count(), kept.groups(), kept.weights(), null);
        added(kept);
    }

    /** Rows went in. */
    protected void added(Rows rows) {}

    @Override
    public void clear(int group) {
        values.clear(group);
    }

    @Override
    public void compact() {
        values.compact();
    }

    @Override
    public boolean keepsValues() {
        return true;
    }

    @Override
    public long bytes() {
        return values.bytes();
    }

    @Override
    public void save(int group, PageWriter page) {
        values.save(group, page);
    }

    @Override
    public void load(int group, PageReader page) {
        values.load(group, page);
    }

    @Override
    public void write(StateWriter out, int limit) {
        values.write(out);
    }

    @Override
    public void read(StateReader in, int limit) {
        values.read(in);
    }

    @Override
    public void close() {
        values.close();
    }
}
