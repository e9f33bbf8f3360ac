package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** SUM and AVG of DOUBLE and REAL: the exact sum, rounded once. */
final class FloatSumAccumulator implements Accumulator {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final int column;
    private final boolean average;
    private final DoubleSums sums = new DoubleSums();
    private long[] counts = new long[0];

    FloatSumAccumulator(BufferAllocator allocator, SqlType type, int column, boolean average) {
        this.allocator = allocator;
        this.type = type;
        this.column = column;
        this.average = average;
    }

    @Override
    public void reserve(int capacity) {
        sums.reserve(capacity);
        counts = counts.length < capacity ? Arrays.copyOf(counts, capacity) : counts;
    }

    @Override
    public void add(Rows rows) {
        try (Column flat = rows.batch().column(column).flatten(allocator)) {
            FixedColumn values = (FixedColumn) flat;
            boolean nulls = values.mayHaveNulls();
            for (int i = 0; i < rows.count(); i++) {
                int position = rows.position(i);
                if (!nulls || !values.isNull(position)) {
                    int group = rows.groups()[i];
                    counts[group] += rows.weight(i);
                    sums.add(group, values.doubleAt(position), rows.weight(i));
                }
            }
        }
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, count)) {
            for (int i = 0; i < count; i++) {
                int group = groups[i];
                double value = counts[group] == 0 ? 0 : sums.value(group);
                if (counts[group] != 0 && Double.isInfinite(value) && sums.isFinite(group)) {
                    errors.error(i, new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "sum of " + type + " is out of range"));
                }
                if (counts[group] == 0) {
                    builder.appendNull();
                } else {
                    double result = average ? value / counts[group] : value;
                    builder.appendDouble(type.kind() == SqlType.Kind.REAL ? (float) result : result);
                }
            }
            return builder.buildAndClose();
        }
    }

    @Override
    public void clear(int group) {
        counts[group] = 0;
        sums.clear(group);
    }

    @Override
    public long bytes() {
        return 8L * counts.length + sums.bytes();
    }

    @Override
    public void save(int group, PageWriter page) {
        page.writeLong(counts[group]);
        sums.save(group, page);
    }

    @Override
    public void load(int group, PageReader page) {
        counts[group] = page.readLong();
        sums.load(group, page);
    }

    @Override
    public void write(StateWriter out, int limit) {
        out.writeLongs(counts, limit);
        sums.write(out, limit);
    }

    @Override
    public void read(StateReader in, int limit) {
        in.readLongs(counts, limit);
        sums.read(in, limit);
    }
}
