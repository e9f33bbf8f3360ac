package io.millrace.exec.expression.number;

import io.millrace.common.batch.Column;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.math.BigInteger;
import java.util.List;

/** NEGATE, ABS and SIGN of numbers, NEGATE and ABS of intervals too; the lowest integer has no opposite, which is an error. */
final class UnaryNumber extends StrictEvaluator {
    private final Function function;

    UnaryNumber(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        super(call.type(), arguments, context);
        this.function = call.function();
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        Operand operand = operands[0];
        SqlType from = operand.values.type();
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            if (from.layout() != type.layout() || from.kind() == SqlType.Kind.DECIMAL) {
                decimals(operand, rows, result.data);
                return result.build();
            }
            switch (from.layout()) {
                case INT32 -> {
                    for (int k = 0; k < rows.count(); k++) {
                        int i = rows.at(k);
                        long value = apply(operand.intAt(i));
                        if (value > IntegerRange.greatest(type)) {
                            throw outOfRange(operand.intAt(i));
                        }
                        Memory.putInt(result.data + 4L * i, (int) value);
                    }
                }
                case INT64 -> {
                    for (int k = 0; k < rows.count(); k++) {
                        int i = rows.at(k);
                        long value = operand.longAt(i);
                        if (value == Long.MIN_VALUE && function != Function.SIGN) {
                            throw outOfRange(value);
                        }
                        Memory.putLong(result.data + 8L * i, apply(value));
                    }
                }
                case FLOAT64 -> {
                    for (int k = 0; k < rows.count(); k++) {
                        int i = rows.at(k);
                        Memory.putDouble(result.data + 8L * i, apply(operand.doubleAt(i)));
                    }
                }
                case BIT, INT128, BINARY, LIST, ROW -> throw new AssertionError(from);
            }
            return result.build();
        }
    }

    private long apply(long value) {
        return switch (function) {
            case NEGATE -> -value;
            case ABS -> Math.abs(value);
            case SIGN -> Long.signum(value);
            default -> throw new AssertionError(function);
        };
    }

    private double apply(double value) {
        return switch (function) {
            case NEGATE -> -value;
            case ABS -> Math.abs(value);
            case SIGN -> value > 0 ? 1 : value < 0 ? -1 : Double.isNaN(value) ? value : 0;
            default -> throw new AssertionError(function);
        };
    }

    /** Any exact argument, any numeric result. */
    private void decimals(Operand operand, Rows rows, long to) {
        int scale = operand.values.type().scale();
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            if (operand.values.type().isApproximate()) {
                Memory.putLong(to + 8L * i, (long) apply(operand.doubleAt(i)));
                continue;
            }
            BigInteger value = Decimals.unscaled(operand, i);
            BigInteger unscaled = switch (function) {
                case NEGATE -> value.negate();
                case ABS -> value.abs();
                case SIGN -> BigInteger.valueOf(value.signum()).multiply(BigInteger.TEN.pow(scale));
                default -> throw new AssertionError(function);
            };
            Rounding.store(unscaled, scale, type, to, i);
        }
    }

    private MillraceException outOfRange(long value) {
        return Arithmetic.outOfRange(function + " " + value, type);
    }
}
