package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.memory.LongStore;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
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
    private static final MathContext CONTEXT = new MathContext(40);
    private static final int Y = 0;
    private static final int YY = 1;
    private static final int X = 2;
    private static final int XX = 3;
    private static final int XY = 4;

    private final BufferAllocator allocator;
    private final AggregateFunction function;
    private final SqlType type;
    private final boolean pairs;
    private final LongStore counts;
    /** A sum's high part at 2i, its low part at 2i + 1. */
    private final LongStore[] sums;

    MomentsAccumulator(BufferAllocator allocator, AggregateFunction function, SqlType type, boolean pairs) {
        this.allocator = allocator;
        this.function = function;
        this.type = type;
        this.pairs = pairs;
        this.counts = new LongStore(allocator);
        this.sums = new LongStore[pairs ? 10 : 4];
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
                plus(Y, group, y, 0);
                product(YY, group, y, y);
                if (flatX != null) {
                    double x = number((FixedColumn) flatX, position);
                    plus(X, group, x, 0);
                    product(XX, group, x, x);
                    product(XY, group, x, y);
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
            for (int group = from; group < from + count; group++) {
                append(builder, group);
            }
            return builder.buildAndClose();
        }
    }

    private void append(ColumnBuilder builder, int group) {
        long n = counts.at(group);
        long needed = switch (function) {
            case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP -> 2;
            default -> 1;
        };
        if (n < needed) {
            builder.appendNull();
            return;
        }
        boolean finite = true;
        for (int s = 0; s < sums.length; s += 2) {
            finite &= Double.isFinite(at(s, group));
        }
        if (!finite) {
            if (Double.isFinite(at(2 * Y, group)) && (!pairs || Double.isFinite(at(2 * X, group)))) {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                        function + " is out of range: the square of an argument overflows");
            }
            appendNumber(builder, Double.NaN);
            return;
        }
        if (pairs) {
            appendOfPairs(builder, group, BigDecimal.valueOf(n));
        } else {
            appendOfOne(builder, group, BigDecimal.valueOf(n));
        }
    }

    private BigDecimal sum(int which, int group) {
        return new BigDecimal(at(2 * which, group)).add(new BigDecimal(at(2 * which + 1, group)));
    }

    private void appendOfOne(ColumnBuilder builder, int group, BigDecimal n) {
        BigDecimal sy = sum(Y, group);
        BigDecimal syy = n.multiply(sum(YY, group)).subtract(sy.multiply(sy)).max(BigDecimal.ZERO);
        BigDecimal divisor = switch (function) {
            case VAR_POP, STDDEV_POP -> n.multiply(n);
            default -> n.multiply(n.subtract(BigDecimal.ONE));
        };
        BigDecimal variance = syy.divide(divisor, CONTEXT);
        switch (function) {
            case VAR_POP, VAR_SAMP -> appendExact(builder, variance);
            default -> appendExact(builder, variance.sqrt(CONTEXT));
        }
    }

    private void appendOfPairs(ColumnBuilder builder, int group, BigDecimal n) {
        BigDecimal sy = sum(Y, group);
        BigDecimal sx = sum(X, group);
        // n times the centred sums
        BigDecimal syy = n.multiply(sum(YY, group)).subtract(sy.multiply(sy)).max(BigDecimal.ZERO);
        BigDecimal sxx = n.multiply(sum(XX, group)).subtract(sx.multiply(sx)).max(BigDecimal.ZERO);
        BigDecimal sxy = n.multiply(sum(XY, group)).subtract(sx.multiply(sy));
        switch (function) {
            case COVAR_POP -> appendExact(builder, sxy.divide(n.multiply(n), CONTEXT));
            case COVAR_SAMP -> appendExact(builder, sxy.divide(n.multiply(n.subtract(BigDecimal.ONE)), CONTEXT));
            case CORR -> appendQuotient(builder, sxy, sxx.multiply(syy).sqrt(CONTEXT));
            case REGR_SLOPE -> appendQuotient(builder, sxy, sxx);
            case REGR_INTERCEPT -> appendQuotient(builder, sy.multiply(sxx).subtract(sx.multiply(sxy)), n.multiply(sxx));
            case REGR_R2 -> {
                if (sxx.signum() != 0 && syy.signum() == 0) {
                    appendExact(builder, BigDecimal.ONE);
                } else {
                    appendQuotient(builder, sxy.multiply(sxy), sxx.multiply(syy));
                }
            }
            case REGR_AVGX -> appendExact(builder, sx.divide(n, CONTEXT));
            case REGR_AVGY -> appendExact(builder, sy.divide(n, CONTEXT));
            case REGR_SXX -> appendExact(builder, sxx.divide(n, CONTEXT));
            case REGR_SYY -> appendExact(builder, syy.divide(n, CONTEXT));
            case REGR_SXY -> appendExact(builder, sxy.divide(n, CONTEXT));
            default -> throw new AssertionError(function);
        }
    }

    private void appendQuotient(ColumnBuilder builder, BigDecimal numerator, BigDecimal denominator) {
        if (denominator.signum() == 0) {
            builder.appendNull();
        } else {
            appendExact(builder, numerator.divide(denominator, CONTEXT));
        }
    }

    private void appendExact(ColumnBuilder builder, BigDecimal value) {
        if (type.kind() != SqlType.Kind.DECIMAL) {
            appendNumber(builder, value.doubleValue());
            return;
        }
        BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() > type.precision()) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, function + " does not fit " + type);
        }
        Values.append(builder, rounded);
    }

    private void appendNumber(ColumnBuilder builder, double value) {
        if (type.kind() == SqlType.Kind.DECIMAL) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, function + " is not a number, expected " + type);
        }
        builder.appendDouble(type.kind() == SqlType.Kind.REAL ? (float) value : value);
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
