package io.millrace.exec.kernel;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Variances, covariances, correlation and regression out of sums of values, squares and products, computed exactly and rounded once, so that nothing
 * cancels. Arguments of pairs are (y, x), as SQL has them.
 */
public final class MomentsResult {
    /** The sums' numbers; functions of one argument have the first two. */
    public static final int Y = 0;
    public static final int YY = 1;
    public static final int X = 2;
    public static final int XX = 3;
    public static final int XY = 4;
    public static final int SINGLE_SUMS = 2;
    public static final int PAIR_SUMS = 5;
    private static final MathContext CONTEXT = new MathContext(40);

    private final AggregateFunction function;
    private final SqlType type;
    private final boolean pairs;

    /** {@code pairs}: the function has two arguments. */
    public MomentsResult(AggregateFunction function, SqlType type, boolean pairs) {
        this.function = function;
        this.type = type;
        this.pairs = pairs;
    }

    /** The sums of one group. */
    public interface Sums {
        /** Whether NaN, the infinities and overflow stayed out of a sum. */
        boolean isFinite(int which);

        /** A finite sum. */
        BigDecimal exact(int which);
    }

    /** Appends the result over {@code n} rows. */
    public void append(ColumnBuilder builder, long n, Sums sums) {
        long needed = switch (function) {
            case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP -> 2;
            default -> 1;
        };
        if (n < needed) {
            builder.appendNull();
            return;
        }
        boolean finite = true;
        for (int which = 0; which < (pairs ? PAIR_SUMS : SINGLE_SUMS); which++) {
            finite &= sums.isFinite(which);
        }
        if (!finite) {
            if (sums.isFinite(Y) && (!pairs || sums.isFinite(X))) {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                        function + " is out of range: the square of an argument overflows");
            }
            appendNumber(builder, Double.NaN);
            return;
        }
        if (pairs) {
            appendOfPairs(builder, sums, BigDecimal.valueOf(n));
        } else {
            appendOfOne(builder, sums, BigDecimal.valueOf(n));
        }
    }

    private void appendOfOne(ColumnBuilder builder, Sums sums, BigDecimal n) {
        BigDecimal sy = sums.exact(Y);
        BigDecimal syy = n.multiply(sums.exact(YY)).subtract(sy.multiply(sy)).max(BigDecimal.ZERO);
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

    private void appendOfPairs(ColumnBuilder builder, Sums sums, BigDecimal n) {
        BigDecimal sy = sums.exact(Y);
        BigDecimal sx = sums.exact(X);
        // n times the centred sums
        BigDecimal syy = n.multiply(sums.exact(YY)).subtract(sy.multiply(sy)).max(BigDecimal.ZERO);
        BigDecimal sxx = n.multiply(sums.exact(XX)).subtract(sx.multiply(sx)).max(BigDecimal.ZERO);
        BigDecimal sxy = n.multiply(sums.exact(XY)).subtract(sx.multiply(sy));
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
}
