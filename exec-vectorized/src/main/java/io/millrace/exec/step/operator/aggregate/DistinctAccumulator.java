package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** DISTINCT in front of another accumulator: a group's value goes in when it appears for the first time and out when it is gone for good. */
final class DistinctAccumulator implements Accumulator {
    private final Accumulator inner;
    private final GroupedValues values;
    private final int[] columns;

    /** {@code columns}: the arguments'. */
    DistinctAccumulator(BufferAllocator allocator, Accumulator inner, List<SqlType> types, int[] columns) {
        this.inner = inner;
        this.columns = columns;
        this.values = new GroupedValues(allocator, types, List.of(), true);
    }

    @Override
    public void reserve(int capacity) {
        inner.reserve(capacity);
        values.reserve(capacity);
    }

    @Override
    public void add(Rows rows) {
        Batch batch = rows.batch();
        List<Column> arguments = new ArrayList<>();
        for (int column : columns) {
            arguments.add(batch.column(column));
        }
        int[] positions = new int[rows.count()];
        for (int i = 0; i < rows.count(); i++) {
            positions[i] = rows.position(i);
        }
        int[] passed = new int[rows.count()];
        int[] groups = new int[rows.count()];
        long[] signs = new long[rows.count()];
        int[] count = {0};
        values.add(arguments, positions, rows.count(), rows.groups(), rows.weights(), (row, before, after) -> {
            if (before > 0 != after > 0) {
                passed[count[0]] = positions[row];
                groups[count[0]] = rows.groups()[row];
                signs[count[0]++] = after > 0 ? 1 : -1;
            }
        });
        inner.add(new Rows(batch, passed, count[0], groups, signs));
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        return inner.result(groups, count, errors);
    }

    @Override
    public void clear(int group) {
        inner.clear(group);
        values.clear(group);
    }

    @Override
    public void compact() {
        inner.compact();
        values.compact();
    }

    @Override
    public boolean keepsValues() {
        return true;
    }

    @Override
    public long bytes() {
        return inner.bytes() + values.bytes();
    }

    @Override
    public void save(int group, PageWriter page) {
        inner.save(group, page);
        values.save(group, page);
    }

    @Override
    public void load(int group, PageReader page) {
        inner.load(group, page);
        values.load(group, page);
    }

    @Override
    public void write(StateWriter out, int limit) {
        inner.write(out, limit);
        values.write(out);
    }

    @Override
    public void read(StateReader in, int limit) {
        inner.read(in, limit);
        values.read(in);
    }

    @Override
    public void close() {
        inner.close();
        values.close();
    }
}
