package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.MomentsResult;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Variances, covariances, correlation and regression from exact sums of values, squares and products (each square or product kept as its double
 * and that double's error, by fused multiply-add). The result is computed exactly and rounded once, so there is no cancellation. Arguments of pairs
 * are (y, x), as SQL has them.
 */
final class MomentsAccumulator implements Accumulator {
    private final BufferAllocator allocator;
    private final MomentsResult results;
    private final SqlType type;
    private final int yColumn;
    private final int xColumn;
    private long[] counts = new long[0];
    private final DoubleSums y = new DoubleSums();
    private final DoubleSums x = new DoubleSums();
    private final DoubleSums yy = new DoubleSums();
    private final DoubleSums xx = new DoubleSums();
    private final DoubleSums xy = new DoubleSums();

    /** {@code xColumn}: -1 for functions of one argument. */
    MomentsAccumulator(BufferAllocator allocator, AggregateFunction function, SqlType type, int yColumn, int xColumn) {
        this.allocator = allocator;
        this.results = new MomentsResult(function, type, xColumn >= 0);
        this.type = type;
        this.yColumn = yColumn;
        this.xColumn = xColumn;
    }

    /** In the order of {@link MomentsResult}. */
    private DoubleSums[] sums() {
        return xColumn < 0 ? new DoubleSums[] {y, yy} : new DoubleSums[] {y, yy, x, xx, xy};
    }

    @Override
    public void reserve(int capacity) {
        counts = counts.length < capacity ? Arrays.copyOf(counts, capacity) : counts;
        for (DoubleSums sums : sums()) {
            sums.reserve(capacity);
        }
    }

    @Override
    public void add(Rows rows) {
        try (Column flatY = rows.batch().column(yColumn).flatten(allocator);
                Column flatX = xColumn < 0 ? null : rows.batch().column(xColumn).flatten(allocator)) {
            FixedColumn ys = (FixedColumn) flatY;
            FixedColumn xs = (FixedColumn) flatX;
            for (int i = 0; i < rows.count(); i++) {
                int position = rows.position(i);
                if (ys.isNull(position) || xs != null && xs.isNull(position)) {
                    continue;
                }
                int group = rows.groups()[i];
                long weight = rows.weight(i);
                double yValue = DoubleArguments.at(ys, position);
                counts[group] += weight;
                y.add(group, yValue, weight);
                addProduct(yy, group, yValue, yValue, weight);
                if (xs != null) {
                    double xValue = DoubleArguments.at(xs, position);
                    x.add(group, xValue, weight);
                    addProduct(xx, group, xValue, xValue, weight);
                    addProduct(xy, group, xValue, yValue, weight);
                }
            }
        }
    }

    private static void addProduct(DoubleSums sums, int group, double a, double b, long weight) {
        double product = a * b;
        sums.add(group, product, weight);
        if (Double.isFinite(product)) {
            sums.add(group, Math.fma(a, b, -product), weight);
        }
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        GroupSums of = new GroupSums();
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, count)) {
            for (int i = 0; i < count; i++) {
                try {
                    of.group = groups[i];
                    results.append(builder, counts[groups[i]], of);
                } catch (MillraceException e) {
                    errors.error(i, e);
                    builder.appendNull();
                }
            }
            return builder.buildAndClose();
        }
    }

    private final class GroupSums implements MomentsResult.Sums {
        private final DoubleSums[] sums = sums();
        private int group;

        @Override
        public boolean isFinite(int which) {
            return sums[which].isFinite(group);
        }

        @Override
        public BigDecimal exact(int which) {
            return sums[which].finite().exact(group);
        }
    }

    @Override
    public void clear(int group) {
        counts[group] = 0;
        for (DoubleSums sums : sums()) {
            sums.clear(group);
        }
    }

    @Override
    public long bytes() {
        return 8L * counts.length + Arrays.stream(sums()).mapToLong(DoubleSums::bytes).sum();
    }

    @Override
    public void save(int group, PageWriter page) {
        page.writeLong(counts[group]);
        for (DoubleSums sums : sums()) {
            sums.save(group, page);
        }
    }

    @Override
    public void load(int group, PageReader page) {
        counts[group] = page.readLong();
        for (DoubleSums sums : sums()) {
            sums.load(group, page);
        }
    }

    @Override
    public void write(StateWriter out, int limit) {
        out.writeLongs(counts, limit);
        for (DoubleSums sums : sums()) {
            sums.write(out, limit);
        }
    }

    @Override
    public void read(StateReader in, int limit) {
        in.readLongs(counts, limit);
        for (DoubleSums sums : sums()) {
            sums.read(in, limit);
        }
    }
}
