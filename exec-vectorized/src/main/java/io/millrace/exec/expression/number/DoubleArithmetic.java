package io.millrace.exec.expression.number;

import io.millrace.common.batch.Column;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.DoubleKernel;
import java.util.List;

/** + - * / and MODULO of DOUBLE and REAL; dividing by zero, overflow and underflow are errors, infinities and NaN that come in are not. */
final class DoubleArithmetic extends BinaryArithmetic {
    private final Function function;
    private final boolean single;

    DoubleArithmetic(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        super(call.type(), arguments, context);
        this.function = call.function();
        this.single = type.kind() == SqlType.Kind.REAL;
    }

    @Override
    protected Column compute(Vector left, Vector right, Rows rows) {
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            if (!kernel(left, right, rows, result.data)) {
                for (int k = 0; k < rows.count(); k++) {
                    exact(left.operand(), right.operand(), rows.at(k), result.data);
                }
            }
            return result.build();
        }
    }

    private boolean kernel(Vector left, Vector right, Rows rows, long to) {
        long a = left.data();
        long b = right.data();
        int[] in = rows.positions();
        int n = rows.count();
        return switch (function) {
            case ADD -> DoubleKernel.add(a, left.mask(), b, right.mask(), to, in, n, single);
            case SUBTRACT -> DoubleKernel.subtract(a, left.mask(), b, right.mask(), to, in, n, single);
            case MULTIPLY -> DoubleKernel.multiply(a, left.mask(), b, right.mask(), to, in, n, single);
            case DIVIDE -> DoubleKernel.divide(a, left.mask(), b, right.mask(), to, in, n, single);
            default -> false;
        };
    }

    private void exact(Operand left, Operand right, int row, long to) {
        double a = left.doubleAt(row);
        double b = right.doubleAt(row);
        boolean divides = function == Function.DIVIDE || function == Function.MODULO;
        if (divides && b == 0 && !Double.isNaN(a)) {
            throw Arithmetic.divisionByZero();
        }
        double value = switch (function) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
            default -> throw new AssertionError(function);
        };
        double rounded = single ? (float) value : value;
        boolean finite = !Double.isInfinite(a) && !Double.isInfinite(b);
        boolean vanished =
                rounded == 0 && a != 0 && !Double.isInfinite(b) && (function == Function.MULTIPLY && b != 0 || function == Function.DIVIDE);
        if (Double.isInfinite(rounded) && finite || vanished) {
            throw Arithmetic.outOfRange(a + " " + Arithmetic.symbol(function) + " " + b, type);
        }
        Memory.putDouble(to + 8L * row, rounded);
    }
}
