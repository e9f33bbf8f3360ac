package io.millrace.exec.expression.number;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Whole numbers by their digits and bits, and the bucket that a number falls into. */
final class DigitFunctions {
    /** The last factorial of 38 digits. */
    private static final int FACTORIAL_MAX = 33;
    private static final BigInteger[] FACTORIALS = new BigInteger[FACTORIAL_MAX + 1];

    static {
        FACTORIALS[0] = BigInteger.ONE;
        for (int i = 1; i <= FACTORIAL_MAX; i++) {
            FACTORIALS[i] = FACTORIALS[i - 1].multiply(BigInteger.valueOf(i));
        }
    }

    private DigitFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.FACTORIAL, DigitFunctions::factorial);
        calls.strict(Function.MIN_SCALE, DigitFunctions::minScale);
        calls.strict(Function.BIT_COUNT, DigitFunctions::bitCount);
        calls.strict(Function.TO_BASE, (arguments, row, result) -> result
                .appendString(Long.toString(RowCalls.integer(arguments[0], row), radix(RowCalls.integer(arguments[1], row)))));
        calls.strict(Function.FROM_BASE, DigitFunctions::fromBase);
        calls.strict(Function.WIDTH_BUCKET, DigitFunctions::widthBucket);
    }

    private static void factorial(Operand[] arguments, int row, ColumnBuilder result) {
        long n = RowCalls.integer(arguments[0], row);
        if (n < 0) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "factorial of a negative number is undefined");
        }
        if (n > FACTORIAL_MAX) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "factorial of " + n + " has more than " + SqlType.MAX_DECIMAL_PRECISION + " digits");
        }
        BigInteger value = FACTORIALS[(int) n];
        result.appendInt128(value.longValue(), value.shiftRight(Long.SIZE).longValue());
    }

    private static void minScale(Operand[] arguments, int row, ColumnBuilder result) {
        BigDecimal value = new BigDecimal(Decimals.unscaled(arguments[0], row), arguments[0].values.type().scale());
        result.appendInt(value.signum() == 0 ? 0 : Math.max(0, value.stripTrailingZeros().scale()));
    }

    private static void bitCount(Operand[] arguments, int row, ColumnBuilder result) {
        if (arguments[0].values.type().kind() != SqlType.Kind.BINARY) {
            result.appendLong(Long.bitCount(RowCalls.integer(arguments[0], row)));
            return;
        }
        long count = 0;
        long start = arguments[0].startAt(row);
        for (int i = 0; i < arguments[0].lengthAt(row); i++) {
            count += Integer.bitCount(Memory.getByte(start + i) & 0xFF);
        }
        result.appendLong(count);
    }

    private static int radix(long radix) {
        if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a radix is from 2 to 36, found " + radix);
        }
        return (int) radix;
    }

    private static void fromBase(Operand[] arguments, int row, ColumnBuilder result) {
        String text = arguments[0].stringAt(row);
        int radix = radix(RowCalls.integer(arguments[1], row));
        try {
            result.appendLong(Long.parseLong(text, radix));
        } catch (NumberFormatException e) {
            throw new MillraceException(ErrorCode.INVALID_TEXT, "not a BIGINT of base " + radix + ": \"" + text + "\"", e);
        }
    }

    private static RowFunction widthBucket(Expr.Call call, EvaluationContext context) {
        boolean approximate = call.arguments().get(0).type().isApproximate();
        return (arguments, row, result) -> {
            long count = RowCalls.integer(arguments[3], row);
            if (count <= 0) {
                throw invalid("count must be greater than zero");
            }
            long bucket = approximate
                    ? bucket(arguments[0].doubleAt(row), arguments[1].doubleAt(row), arguments[2].doubleAt(row), count)
                    : bucket(decimal(arguments[0], row), decimal(arguments[1], row), decimal(arguments[2], row), count);
            if (bucket > Integer.MAX_VALUE) {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "width_bucket: " + bucket + " is out of range of INTEGER");
            }
            result.appendInt((int) bucket);
        };
    }

    private static BigDecimal decimal(Operand operand, int row) {
        return new BigDecimal(Decimals.unscaled(operand, row), operand.values.type().scale());
    }

    private static long bucket(double value, double low, double high, long count) {
        if (Double.isNaN(value) || Double.isNaN(low) || Double.isNaN(high)) {
            throw invalid("operand, lower bound, and upper bound cannot be NaN");
        }
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw invalid("lower and upper bounds must be finite");
        }
        if (low == high) {
            throw invalid("lower bound cannot equal upper bound");
        }
        boolean ascending = low < high;
        if (ascending ? value < low : value > low) {
            return 0;
        }
        if (ascending ? value >= high : value <= high) {
            return count + 1;
        }
        return (long) Math.min((double) (count - 1), Math.floor((value - low) / (high - low) * count)) + 1;
    }

    private static long bucket(BigDecimal value, BigDecimal low, BigDecimal high, long count) {
        int order = low.compareTo(high);
        if (order == 0) {
            throw invalid("lower bound cannot equal upper bound");
        }
        if (order < 0 ? value.compareTo(low) < 0 : value.compareTo(low) > 0) {
            return 0;
        }
        if (order < 0 ? value.compareTo(high) >= 0 : value.compareTo(high) <= 0) {
            return count + 1;
        }
        return value.subtract(low).multiply(BigDecimal.valueOf(count)).divideToIntegralValue(high.subtract(low)).longValueExact() + 1;
    }

    private static MillraceException invalid(String reason) {
        return new MillraceException(ErrorCode.INVALID_BUCKET_ARGUMENT, reason);
    }
}
