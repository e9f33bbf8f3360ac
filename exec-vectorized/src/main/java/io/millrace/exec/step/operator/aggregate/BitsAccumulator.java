package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** BIT_AND, BIT_OR and BIT_XOR of integers: of every bit, in how many values it is set. */
final class BitsAccumulator implements Accumulator {
    private static final int BITS = 64;

    private final BufferAllocator allocator;
    private final AggregateFunction function;
    private final SqlType type;
    private final int column;
    private long[] counts = new long[0];
    private long[] set = new long[0];

    BitsAccumulator(BufferAllocator allocator, AggregateFunction function, SqlType type, int column) {
        this.allocator = allocator;
        this.function = function;
        this.type = type;
        this.column = column;
    }

    @Override
    public void reserve(int capacity) {
        if (counts.length < capacity) {
            counts = Arrays.copyOf(counts, capacity);
            set = Arrays.copyOf(set, Math.multiplyExact(capacity, BITS));
        }
    }

    @Override
    public void add(Rows rows) {
        try (FixedColumn values = (FixedColumn) rows.batch().column(column).flatten(allocator)) {
            boolean ints = values.type().layout() == Layout.INT32;
            for (int i = 0; i < rows.count(); i++) {
                int position = rows.position(i);
                if (values.isNull(position)) {
                    continue;
                }
                int group = rows.groups()[i];
                long weight = rows.weight(i);
                counts[group] += weight;
                for (long left = ints ? values.intAt(position) : values.longAt(position); left != 0; left &= left - 1) {
                    set[group * BITS + Long.numberOfTrailingZeros(left)] += weight;
                }
            }
        }
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, count)) {
            for (int i = 0; i < count; i++) {
                long values = counts[groups[i]];
                if (values == 0) {
                    builder.appendNull();
                    continue;
                }
                long result = 0;
                for (int b = 0; b < BITS; b++) {
                    long ones = set[groups[i] * BITS + b];
                    boolean on = switch (function) {
                        case BIT_AND -> ones == values;
                        case BIT_OR -> ones > 0;
                        default -> (ones & 1) != 0;
                    };
                    result |= on ? 1L << b : 0;
                }
                if (type.layout() == Layout.INT32) {
                    builder.appendInt((int) result);
                } else {
                    builder.appendLong(result);
                }
            }
            return builder.buildAndClose();
        }
    }

    @Override
    public void clear(int group) {
        counts[group] = 0;
        Arrays.fill(set, group * BITS, (group + 1) * BITS, 0);
    }

    @Override
    public long bytes() {
        return 8L * counts.length + 8L * set.length;
    }

    @Override
    public void save(int group, PageWriter page) {
        page.writeLong(counts[group]);
        for (int i = 0; i < BITS; i++) {
            page.writeLong(set[group * BITS + i]);
        }
    }

    @Override
    public void load(int group, PageReader page) {
        counts[group] = page.readLong();
        for (int i = 0; i < BITS; i++) {
            set[group * BITS + i] = page.readLong();
        }
    }

    @Override
    public void write(StateWriter out, int limit) {
        out.writeLongs(counts, limit);
        out.writeLongs(set, limit * BITS);
    }

    @Override
    public void read(StateReader in, int limit) {
        in.readLongs(counts, limit);
        in.readLongs(set, limit * BITS);
    }
}
