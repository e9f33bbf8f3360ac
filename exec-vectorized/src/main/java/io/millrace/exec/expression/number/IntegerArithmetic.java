package io.millrace.exec.expression.number;

import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.IntegerKernel;
import java.util.List;

/** + - * / and MODULO of integers; division truncates toward zero, the remainder has the dividend's sign. */
final class IntegerArithmetic extends BinaryArithmetic {
    private final Function function;
    private final boolean wide;
    private final int least;
    private final int greatest;

    IntegerArithmetic(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        super(call.type(), arguments, context);
        this.function = call.function();
        this.wide = type.layout() == Layout.INT64;
        this.least = IntegerRange.least(type);
        this.greatest = IntegerRange.greatest(type);
    }

    @Override
    protected Column compute(Vector left, Vector right, Rows rows) {
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            if (left.width() != right.width() || left.width() != type.layout().width() || !kernel(left, right, rows, result)) {
                for (int k = 0; k < rows.count(); k++) {
                    exact(left.operand(), right.operand(), rows.at(k), result);
                }
            }
            return result.build();
        }
    }

    /** False if the rows must be gone through one by one: for a function without kernel, and to find the one that overflowed. */
    private boolean kernel(Vector left, Vector right, Rows rows, FixedResult result) {
        long a = left.data();
        long b = right.data();
        int[] in = rows.positions();
        int n = rows.count();
        return switch (function) {
            case ADD -> wide
                    ? IntegerKernel.addLongs(a, left.mask(), b, right.mask(), result.data, in, n)
                    : IntegerKernel.addInts(a, left.mask(), b, right.mask(), result.data, in, n, least, greatest);
            case SUBTRACT -> wide
                    ? IntegerKernel.subtractLongs(a, left.mask(), b, right.mask(), result.data, in, n)
                    : IntegerKernel.subtractInts(a, left.mask(), b, right.mask(), result.data, in, n, least, greatest);
            case MULTIPLY -> wide
                    ? IntegerKernel.multiplyLongs(a, left.mask(), b, right.mask(), result.data, in, n)
                    : IntegerKernel.multiplyInts(a, left.mask(), b, right.mask(), result.data, in, n, least, greatest);
            default -> false;
        };
    }

    private void exact(Operand left, Operand right, int row, FixedResult result) {
        long a = left.values.type().layout() == Layout.INT64 ? left.longAt(row) : left.intAt(row);
        long b = right.values.type().layout() == Layout.INT64 ? right.longAt(row) : right.intAt(row);
        long value = apply(a, b);
        if (wide) {
            Memory.putLong(result.data + 8L * row, value);
            return;
        }
        if (value < least || value > greatest) {
            throw outOfRange(a, b);
        }
        Memory.putInt(result.data + 4L * row, (int) value);
    }

    private long apply(long a, long b) {
        switch (function) {
            case DIVIDE -> {
                if (b == 0) {
                    throw Arithmetic.divisionByZero();
                }
                if (a == Long.MIN_VALUE && b == -1) {
                    throw outOfRange(a, b);
                }
                return a / b;
            }
            case MODULO -> {
                if (b == 0) {
                    throw Arithmetic.divisionByZero();
                }
                return b == -1 ? 0 : a % b;
            }
            default -> {}
        }
        try {
            return switch (function) {
                case ADD -> Math.addExact(a, b);
                case SUBTRACT -> Math.subtractExact(a, b);
                case MULTIPLY -> Math.multiplyExact(a, b);
                default -> throw new AssertionError(function);
            };
        } catch (ArithmeticException e) {
            throw outOfRange(a, b);
        }
    }

    private MillraceException outOfRange(long a, long b) {
        return new MillraceException(
                ErrorCode.NUMERIC_OUT_OF_RANGE,
                "result of " + a + " " + Arithmetic.symbol(function) + " " + b + " is out of range of " + type);
    }
}
