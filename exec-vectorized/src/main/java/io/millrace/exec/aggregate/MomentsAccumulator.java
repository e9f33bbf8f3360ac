package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.MomentsResult;
import io.millrace.exec.memory.LongStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Variances, covariances, correlation and regression from sums of values, squares and products, each kept as a double and its rounding error (Dekker
 * 1971; squares with their own error by fused multiply-add). That is some 106 bits, so that the differences of sums at the end, which are computed
 * exactly and rounded once, lose nothing that a double would show. Arguments of pairs are (y, x), as SQL has them.
 */
final class MomentsAccumulator extends Accumulator {
    private final BufferAllocator allocator;
    private final MomentsResult results;
    private final SqlType type;
    private final boolean pairs;
    private final LongStore counts;
    /** A sum's high part at 2i, its low part at 2i + 1. */
    private final LongStore[] sums;

    MomentsAccumulator(BufferAllocator allocator, AggregateFunction function, SqlType type, boolean pairs) {
        this.allocator = allocator;
        this.results = new MomentsResult(function, type, pairs);
        this.type = type;
        this.pairs = pairs;
        this.counts = new LongStore(allocator);
        this.sums = new LongStore[2 * (pairs ? MomentsResult.PAIR_SUMS : MomentsResult.SINGLE_SUMS)];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new LongStore(allocator);
        }
    }

    @Override
    public List<SqlType> partialTypes() {
        List<SqlType> types = new ArrayList<>(List.of(SqlType.BIGINT));
        types.addAll(Collections.nCopies(sums.length, SqlType.DOUBLE));
        return types;
    }

    private void reserve(int groups) {
        counts.reserve(groups);
        for (LongStore sum : sums) {
            sum.reserve(groups);
        }
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        reserve(groups);
        try (Column flatY = arguments[0].flatten(allocator);
                Column flatX = pairs ? arguments[1].flatten(allocator) : null) {
            for (int k = 0; k < count; k++) {
                int position = positions == null ? k : positions[k];
                if (flatY.isNull(position) || flatX != null && flatX.isNull(position)) {
                    continue;
                }
                int group = groupIds[k];
                counts.put(group, counts.at(group) + 1);
                double y = number((FixedColumn) flatY, position);
                plus(MomentsResult.Y, group, y, 0);
                product(MomentsResult.YY, group, y, y);
                if (flatX != null) {
                    double x = number((FixedColumn) flatX, position);
                    plus(MomentsResult.X, group, x, 0);
                    product(MomentsResult.XX, group, x, x);
                    product(MomentsResult.XY, group, x, y);
                }
            }
        }
    }

    private static double number(FixedColumn column, int position) {
        SqlType type = column.type();
        return switch (type.layout()) {
            case FLOAT64 -> column.doubleAt(position);
            case INT32 -> column.intAt(position);
            case INT64 -> type.scale() > 0
                    ? BigDecimal.valueOf(column.longAt(position), type.scale()).doubleValue()
                    : column.longAt(position);
            default -> Interpolation.number(column, position);
        };
    }

    private void product(int sum, int group, double a, double b) {
        double product = a * b;
        plus(sum, group, product, Double.isFinite(product) ? Math.fma(a, b, -product) : 0);
    }

    /** Adds the unevaluated sum {@code high + low}. */
    private void plus(int sum, int group, double high, double low) {
        double oldHigh = at(2 * sum, group);
        double s = oldHigh + high;
        double bb = s - oldHigh;
        double error = oldHigh - (s - bb) + (high - bb) + at(2 * sum + 1, group) + low;
        if (!Double.isFinite(s)) {
            put(2 * sum, group, s);
            put(2 * sum + 1, group, 0);
            return;
        }
        double newHigh = s + error;
        put(2 * sum, group, newHigh);
        put(2 * sum + 1, group, error - (newHigh - s));
    }

    private double at(int part, int group) {
        return Memory.getDouble(sums[part].address() + 8L * group);
    }

    private void put(int part, int group, double value) {
        Memory.putDouble(sums[part].address() + 8L * group, value);
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups) {
        reserve(groups);
        for (int k = 0; k < count; k++) {
            int position = positions == null ? k : positions[k];
            int group = groupIds[k];
            counts.put(group, counts.at(group) + ((FixedColumn) partials[0]).longAt(position));
            for (int s = 0; s < sums.length / 2; s++) {
                plus(s, group, ((FixedColumn) partials[1 + 2 * s]).doubleAt(position),
                        ((FixedColumn) partials[2 + 2 * s]).doubleAt(position));
            }
        }
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        reserve(from + count);
        List<Column> columns = new ArrayList<>();
        columns.add(copy(payer, counts, SqlType.BIGINT, from, count));
        for (LongStore sum : sums) {
            columns.add(copy(payer, sum, SqlType.DOUBLE, from, count));
        }
        return columns;
    }

    private static Column copy(BufferAllocator payer, LongStore store, SqlType type, int from, int count) {
        ArrowBuf data = Buffers.allocate(payer, 8L * count);
        Memory.copy(store.address() + 8L * from, data.memoryAddress(), 8L * count);
        return new FixedColumn(type, count, data, null);
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        reserve(from + count);
        try (ColumnBuilder builder = new ColumnBuilder(payer, type, count)) {
            GroupSums of = new GroupSums();
            for (int group = from; group < from + count; group++) {
                of.group = group;
                results.append(builder, counts.at(group), of);
            }
            return builder.buildAndClose();
        }
    }

    /** The sums of {@code group} as it changes. */
    private final class GroupSums implements MomentsResult.Sums {
        private int group;

        @Override
        public boolean isFinite(int which) {
            return Double.isFinite(at(2 * which, group));
        }

        @Override
        public BigDecimal exact(int which) {
            return new BigDecimal(at(2 * which, group)).add(new BigDecimal(at(2 * which + 1, group)));
        }
    }

    @Override
    public void clear() {
        counts.clear();
        for (LongStore sum : sums) {
            sum.clear();
        }
    }

    @Override
    public long bytes() {
        long bytes = counts.bytes();
        for (LongStore sum : sums) {
            bytes += sum.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        counts.close();
        for (LongStore sum : sums) {
            sum.close();
        }
    }
}
