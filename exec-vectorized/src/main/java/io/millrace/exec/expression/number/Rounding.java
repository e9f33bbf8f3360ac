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
import io.millrace.exec.expression.support.StrictEvaluator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * ROUND, TRUNCATE, CEIL and FLOOR, the first two with an optional number of digits, which may be negative. Exact numbers round half away from zero,
 * DOUBLE half to even; a DOUBLE with digits is rounded as the decimal that it prints as.
 */
final class Rounding extends StrictEvaluator {
    private final RoundingMode mode;

    Rounding(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        super(call.type(), arguments, context);
        this.mode = mode(call.function());
    }

    private static RoundingMode mode(Function function) {
        return switch (function) {
            case ROUND -> RoundingMode.HALF_UP;
            case TRUNCATE -> RoundingMode.DOWN;
            case CEIL -> RoundingMode.CEILING;
            case FLOOR -> RoundingMode.FLOOR;
            default -> throw new AssertionError(function);
        };
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        Operand operand = operands[0];
        Operand digits = operands.length > 1 ? operands[1] : null;
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            boolean approximate = operand.values.type().isApproximate();
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                int scale = digits == null ? 0 : digits.intAt(i);
                if (approximate) {
                    double value = operand.doubleAt(i);
                    double rounded = digits == null ? toInteger(value) : toDigits(value, scale);
                    Memory.putDouble(result.data + 8L * i, type.kind() == SqlType.Kind.REAL ? (float) rounded : rounded);
                } else {
                    exact(operand, i, scale, result.data);
                }
            }
            return result.build();
        }
    }

    private double toInteger(double value) {
        return switch (mode) {
            case HALF_UP -> Math.rint(value);
            case CEILING -> Math.ceil(value);
            case FLOOR -> Math.floor(value);
            default -> value < 0 ? Math.ceil(value) : Math.floor(value);
        };
    }

    private double toDigits(double value, int scale) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0 || scale > 340) {
            return value;
        }
        return scale < -310 ? 0 : BigDecimal.valueOf(value).setScale(scale, mode).doubleValue();
    }

    private void exact(Operand operand, int row, int digits, long to) {
        int scale = operand.values.type().scale();
        BigInteger value = Decimals.unscaled(operand, row);
        int drop = scale - Math.min(scale, Math.max(digits, -100));
        if (drop > 0) {
            BigInteger unit = BigInteger.TEN.pow(drop);
            value = new BigDecimal(value).divide(new BigDecimal(unit), 0, mode).toBigInteger().multiply(unit);
        }
        store(value, scale, type, to, row);
    }

    /** Writes an exact number as any numeric type, rounding half away from zero. */
    static void store(BigInteger unscaled, int scale, SqlType type, long to, int row) {
        int up = (type.kind() == SqlType.Kind.DECIMAL ? type.scale() : 0) - scale;
        if (type.isApproximate()) {
            double value = new BigDecimal(unscaled, scale).doubleValue();
            Memory.putDouble(to + 8L * row, type.kind() == SqlType.Kind.REAL ? (float) value : value);
            return;
        }
        BigInteger value = up >= 0
                ? unscaled.multiply(BigInteger.TEN.pow(up))
                : Decimals.divideHalfUp(unscaled, BigInteger.TEN.pow(-up));
        boolean fits = switch (type.kind()) {
            case DECIMAL -> Decimals.put(type, value, to, row);
            case BIGINT -> {
                Memory.putLong(to + 8L * row, value.longValue());
                yield value.bitLength() < Long.SIZE;
            }
            default -> {
                Memory.putInt(to + 4L * row, value.intValue());
                yield value.bitLength() < Long.SIZE
                        && value.longValue() >= IntegerRange.least(type)
                        && value.longValue() <= IntegerRange.greatest(type);
            }
        };
        if (!fits) {
            throw Arithmetic.outOfRange(new BigDecimal(unscaled, scale).toPlainString(), type);
        }
    }
}
