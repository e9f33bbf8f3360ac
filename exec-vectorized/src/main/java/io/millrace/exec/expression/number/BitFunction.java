package io.millrace.exec.expression.number;

import io.millrace.common.batch.Column;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.math.BigInteger;
import java.util.List;

/** Bit operations, GCD and LCM of integers; a shift counts modulo the width, as PostgreSQL's. */
final class BitFunction extends StrictEvaluator {
    private final Function function;
    private final boolean wide;

    BitFunction(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        super(call.type(), arguments, context);
        this.function = call.function();
        this.wide = type.layout() == Layout.INT64;
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        Operand first = operands[0];
        Operand second = operands[operands.length - 1];
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                long a = value(first, i);
                long b = value(second, i);
                long value = apply(a, b);
                if (wide) {
                    Memory.putLong(result.data + 8L * i, value);
                } else if (value < IntegerRange.least(type) || value > IntegerRange.greatest(type)) {
                    throw Arithmetic.outOfRange(function + " " + a + ", " + b, type);
                } else {
                    Memory.putInt(result.data + 4L * i, (int) value);
                }
            }
            return result.build();
        }
    }

    private static long value(Operand operand, int row) {
        return operand.values.type().layout() == Layout.INT64 ? operand.longAt(row) : operand.intAt(row);
    }

    private long apply(long a, long b) {
        return switch (function) {
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            case BIT_NOT -> ~a;
            case SHIFT_LEFT -> wide ? a << b : (int) a << (int) b;
            case SHIFT_RIGHT -> wide ? a >> b : (int) a >> (int) b;
            case GCD -> narrow(BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)), a, b);
            case LCM -> a == 0 || b == 0
                    ? 0
                    : narrow(
                            BigInteger.valueOf(a)
                                    .divide(BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)))
                                    .multiply(BigInteger.valueOf(b))
                                    .abs(),
                            a,
                            b);
            default -> throw new AssertionError(function);
        };
    }

    private long narrow(BigInteger value, long a, long b) {
        if (value.bitLength() >= Long.SIZE) {
            throw Arithmetic.outOfRange(function + " " + a + ", " + b, type);
        }
        return value.longValue();
    }
}
