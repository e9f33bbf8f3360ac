package io.millrace.exec.expression.number;

import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.DecimalKernel;
import io.millrace.exec.kernel.Division128;
import io.millrace.exec.kernel.Int128;
import io.millrace.exec.kernel.IntegerKernel;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * + - * / and MODULO of decimals, exact, rounded half away from zero where the result's scale is too short. Sums and products run on kernels; whether
 * a result can have too many digits is found from the operands' precisions, so most need no check. What is too large for the kernels goes by
 * {@link BigInteger}, row by row.
 */
final class DecimalArithmetic extends BinaryArithmetic {
    private final Function function;
    private final int leftScale;
    private final int rightScale;
    /** Digits that the exact result has more than the result's scale; they are rounded away. */
    private final int excessScale;
    /** Whether no result can have more digits than its type. */
    private final boolean fits;

    private final Division128 division = new Division128();

    DecimalArithmetic(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        super(call.type(), arguments, context);
        SqlType left = Decimals.decimalType(call.arguments().get(0).type());
        SqlType right = Decimals.decimalType(call.arguments().get(1).type());
        this.function = call.function();
        this.leftScale = left.scale();
        this.rightScale = right.scale();
        int exactScale = function == Function.MULTIPLY ? leftScale + rightScale : Math.max(leftScale, rightScale);
        this.excessScale = exactScale - type.scale();
        int digits = switch (function) {
            case MULTIPLY -> left.precision() + right.precision();
            case ADD, SUBTRACT -> Math.max(left.precision() - leftScale, right.precision() - rightScale) + 1 + exactScale;
            default -> Integer.MAX_VALUE;
        };
        this.fits = digits <= type.precision() + Math.max(0, excessScale) - (excessScale > 0 ? 1 : 0);
    }

    @Override
    protected Column compute(Vector left, Vector right, Rows rows) {
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            boolean plain =
                    left.width() >= 8 && right.width() >= 8 && (function == Function.DIVIDE || excessScale <= 0 && -excessScale <= 18);
            if (!plain || !fast(left, right, rows, result)) {
                for (int k = 0; k < rows.count(); k++) {
                    exact(left.operand(), right.operand(), rows.at(k), result);
                }
            }
            return result.build();
        }
    }

    /** False if this function has no kernel for such operands. */
    private boolean fast(Vector left, Vector right, Rows rows, FixedResult result) {
        return switch (function) {
            case MULTIPLY -> excessScale == 0 && multiply(left, right, rows, result);
            case ADD -> add(left, right, 1, rows, result);
            case SUBTRACT -> add(left, right, -1, rows, result);
            case DIVIDE -> divide(left, right, rows, result);
            default -> false;
        };
    }

    private boolean multiply(Vector left, Vector right, Rows rows, FixedResult result) {
        if (type.layout() == Layout.INT64) {
            if (!fits || left.width() != 8 || right.width() != 8) {
                return false;
            }
            IntegerKernel.multiplyLongsUnchecked(
                    left.data(), left.mask(), right.data(), right.mask(), result.data, rows.positions(), rows.count());
            return true;
        }
        int[] hard = left.width() == 8 && right.width() == 8 ? null : new int[rows.count()];
        int count = DecimalKernel.multiply(
                left.data(), left.mask(), left.width(), right.data(), right.mask(), right.width(), result.data, rows.positions(),
                rows.count(), hard);
        finish(left, right, rows, result, hard, count);
        return true;
    }

    private boolean add(Vector left, Vector right, long sign, Rows rows, FixedResult result) {
        int leftUp = type.scale() - leftScale;
        int rightUp = type.scale() - rightScale;
        if (leftUp > 18 || rightUp > 18) {
            return false;
        }
        long leftFactor = Int128.longPowerOfTen(leftUp);
        long rightFactor = sign * Int128.longPowerOfTen(rightUp);
        if (type.layout() == Layout.INT64) {
            if (!fits || left.width() != 8 || right.width() != 8) {
                return false;
            }
            IntegerKernel.addScaledUnchecked(
                    left.data(), left.mask(), leftFactor, right.data(), right.mask(), rightFactor, result.data, rows.positions(),
                    rows.count());
            return true;
        }
        int[] hard = new int[rows.count()];
        int count = DecimalKernel.addScaled(
                left.data(), left.mask(), left.width(), leftFactor, right.data(), right.mask(), right.width(), rightFactor, result.data,
                rows.positions(), rows.count(), hard);
        finish(left, right, rows, result, hard, count);
        return true;
    }

    /** By a 128-bit dividend and a 64-bit divisor, where both sides fit an int64 and the scale of the dividend has to grow by 18 digits at most. */
    private boolean divide(Vector left, Vector right, Rows rows, FixedResult result) {
        int up = type.scale() - leftScale + rightScale;
        if (up < 0 || up > 18) {
            return false;
        }
        long factor = Int128.longPowerOfTen(up);
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            if (left.isLong(i) && right.isLong(i) && divide(left.longAt(i), right.longAt(i), factor, i, result.data)) {
                continue;
            }
            exact(left.operand(), right.operand(), i, result);
        }
        return true;
    }

    /** False if the quotient must be found in another way, or is an error. */
    private boolean divide(long a, long b, long factor, int row, long to) {
        if (b == 0 || a == Long.MIN_VALUE || b == Long.MIN_VALUE) {
            return false;
        }
        long dividend = Math.abs(a);
        long divisor = Math.abs(b);
        division.divide(Math.multiplyHigh(dividend, factor), dividend * factor, divisor);
        long rounds = division.remainder >= divisor - division.remainder ? 1 : 0;
        long low = division.quotientLow + rounds;
        long high = division.quotientHigh + (rounds & (low == 0 ? 1 : 0));
        if (!Int128.fits(low, high, type.precision())) {
            return false;
        }
        boolean negative = (a ^ b) < 0;
        if (type.layout() == Layout.INT64) {
            Memory.putLong(to + 8L * row, negative ? -low : low);
        } else {
            Memory.putLong(to + 16L * row, negative ? -low : low);
            Memory.putLong(to + 16L * row + 8, negative ? ~high + (low == 0 ? 1 : 0) : high);
        }
        return true;
    }

    /** Does the rows that a kernel left over, and checks the others' digits where they might be too many. */
    private void finish(Vector left, Vector right, Rows rows, FixedResult result, int[] hard, int count) {
        for (int k = 0; k < count; k++) {
            exact(left.operand(), right.operand(), hard[k], result);
        }
        if (!fits && type.precision() < SqlType.MAX_DECIMAL_PRECISION || !fits && function != Function.MULTIPLY) {
            int row = DecimalKernel.firstTooLong(result.data, rows.positions(), rows.count(), type.precision());
            if (row >= 0) {
                exact(left.operand(), right.operand(), row, result);
            }
        }
    }

    private void exact(Operand left, Operand right, int row, FixedResult result) {
        BigInteger a = Decimals.unscaled(left, row);
        BigInteger b = Decimals.unscaled(right, row);
        BigInteger value = switch (function) {
            case MULTIPLY -> rescale(a.multiply(b));
            case ADD -> rescale(toExact(a, leftScale).add(toExact(b, rightScale)));
            case SUBTRACT -> rescale(toExact(a, leftScale).subtract(toExact(b, rightScale)));
            case DIVIDE -> divide(a, nonZero(b));
            case MODULO -> rescale(toExact(a, leftScale).remainder(toExact(nonZero(b), rightScale)));
            default -> throw new AssertionError(function);
        };
        if (!Decimals.put(type, value, result.data, row)) {
            throw new MillraceException(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "result of " + new BigDecimal(a, leftScale).toPlainString() + " " + Arithmetic.symbol(function) + " "
                            + new BigDecimal(b, rightScale).toPlainString() + " is out of range of " + type);
        }
    }

    private BigInteger toExact(BigInteger value, int scale) {
        int up = type.scale() + excessScale - scale;
        return up == 0 ? value : value.multiply(Int128.bigPowerOfTen(up));
    }

    private BigInteger rescale(BigInteger exact) {
        return excessScale > 0
                ? Decimals.divideHalfUp(exact, BigInteger.TEN.pow(excessScale))
                : excessScale == 0 ? exact : exact.multiply(BigInteger.TEN.pow(-excessScale));
    }

    private BigInteger divide(BigInteger a, BigInteger b) {
        int up = type.scale() - leftScale + rightScale;
        return up >= 0
                ? Decimals.divideHalfUp(a.multiply(BigInteger.TEN.pow(up)), b)
                : Decimals.divideHalfUp(a, b.multiply(BigInteger.TEN.pow(-up)));
    }

    private static BigInteger nonZero(BigInteger divisor) {
        if (divisor.signum() == 0) {
            throw Arithmetic.divisionByZero();
        }
        return divisor;
    }
}
