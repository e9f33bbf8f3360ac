package io.millrace.exec.expression.number;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.kernel.Int128;
import java.math.BigInteger;

/** Exact numbers as big integers, for rows that the kernels leave over. */
public final class Decimals {
    private Decimals() {}

    /** The decimal type that holds an exact type's values. */
    public static SqlType decimalType(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> SqlType.decimal(3, 0);
            case SMALLINT -> SqlType.decimal(5, 0);
            case INTEGER -> SqlType.decimal(10, 0);
            case BIGINT -> SqlType.decimal(19, 0);
            case DECIMAL -> type;
            default -> throw new AssertionError(type);
        };
    }

    public static BigInteger unscaled(Operand operand, int row) {
        return switch (operand.values.type().layout()) {
            case INT32 -> BigInteger.valueOf(operand.intAt(row));
            case INT64 -> BigInteger.valueOf(operand.longAt(row));
            case INT128 -> {
                long low = operand.lowAt(row);
                long high = operand.highAt(row);
                yield Int128.fitsLong(low, high) ? BigInteger.valueOf(low) : new Int128(low, high).toBigInteger();
            }
            case BIT, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(operand.values.type());
        };
    }

    /** Writes an unscaled value; false if it has more digits than the DECIMAL type. */
    public static boolean put(SqlType type, BigInteger unscaled, long data, int row) {
        if (unscaled.abs().compareTo(Int128.bigPowerOfTen(type.precision())) >= 0) {
            return false;
        }
        if (type.precision() <= SqlType.MAX_LONG_DECIMAL_PRECISION) {
            Memory.putLong(data + 8L * row, unscaled.longValue());
        } else {
            Memory.putLong(data + 16L * row, unscaled.longValue());
            Memory.putLong(data + 16L * row + 8, unscaled.shiftRight(64).longValue());
        }
        return true;
    }

    /** The quotient rounded half away from zero. */
    public static BigInteger divideHalfUp(BigInteger dividend, BigInteger divisor) {
        BigInteger[] quotient = dividend.divideAndRemainder(divisor);
        return quotient[1].abs().shiftLeft(1).compareTo(divisor.abs()) >= 0
                ? quotient[0].add(BigInteger.valueOf((long) dividend.signum() * divisor.signum()))
                : quotient[0];
    }
}
