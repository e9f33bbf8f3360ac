package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Variances, covariances, correlation and regression from exact sums of values, squares and products (each square or product kept as its double
 * and that double's error, by fused multiply-add). The result is computed exactly and rounded once, so there is no cancellation. Arguments of pairs
 * are (y, x), as SQL has them.
 */
final class MomentsAccumulator implements Accumulator {
    private static final MathContext CONTEXT = new MathContext(40);

    private final BufferAllocator allocator;
    private final AggregateFunction function;
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
        this.function = function;
        this.type = type;
        this.yColumn = yColumn;
        this.xColumn = xColumn;
    }

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
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, count)) {
            for (int i = 0; i < count; i++) {
                try {
                    append(builder, groups[i]);
                } catch (MillraceException e) {
                    errors.error(i, e);
                    builder.appendNull();
                }
            }
            return builder.buildAndClose();
        }
    }

    private void append(ColumnBuilder builder, int group) {
        long n = counts[group];
        long needed = switch (function) {
            case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP -> 2;
            default -> 1;
        };
        if (n < needed) {
            builder.appendNull();
            return;
        }
        boolean finite = true;
        for (DoubleSums sums : sums()) {
            if (!sums.isFinite(group)) {
                finite = false;
            }
        }
        if (!finite) {
            if (y.isFinite(group) && (xColumn < 0 || x.isFinite(group))) {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                        function + " is out of range: the square of an argument overflows");
            }
            appendNumber(builder, Double.NaN);
            return;
        }
        compute(builder, group, BigDecimal.valueOf(n));
    }

    private void compute(ColumnBuilder builder, int group, BigDecimal n) {
        BigDecimal sy = y.finite().exact(group);
        // n times the centred sums
        BigDecimal syy = n.multiply(yy.finite().exact(group)).subtract(sy.multiply(sy)).max(BigDecimal.ZERO);
        if (xColumn < 0) {
            BigDecimal divisor = switch (function) {
                case VAR_POP, STDDEV_POP -> n.multiply(n);
                default -> n.multiply(n.subtract(BigDecimal.ONE));
            };
            BigDecimal variance = syy.divide(divisor, CONTEXT);
            switch (function) {
                case VAR_POP, VAR_SAMP -> appendExact(builder, variance);
                default -> appendExact(builder, variance.sqrt(CONTEXT));
            }
            return;
        }
        BigDecimal sx = x.finite().exact(group);
        BigDecimal sxx = n.multiply(xx.finite().exact(group)).subtract(sx.multiply(sx)).max(BigDecimal.ZERO);
        BigDecimal sxy = n.multiply(xy.finite().exact(group)).subtract(sx.multiply(sy));
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
        if (type.kind() == SqlType.Kind.DECIMAL) {
            BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
            if (rounded.precision() > type.precision()) {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, function + " does not fit " + type);
            }
            Values.append(builder, rounded);
        } else {
            appendNumber(builder, value.doubleValue());
        }
    }

    private void appendNumber(ColumnBuilder builder, double value) {
        if (type.kind() == SqlType.Kind.DECIMAL) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, function + " is not a number, expected " + type);
        }
        builder.appendDouble(type.kind() == SqlType.Kind.REAL ? (float) value : value);
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
