package io.millrace.exec.expression.cast;

import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.number.Decimals;
import io.millrace.exec.expression.number.IntegerRange;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.Int128;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Integers and decimals among each other: rescaled, rounded half away from zero, never out of the target's range. */
final class ExactCast extends FixedCast {
    private final ExactStore store;
    private final Layout from;
    private final int scale;

    ExactCast(SqlType source, CastTarget target) {
        super(target);
        this.store = new ExactStore(target.type());
        this.from = source.layout();
        this.scale = source.kind() == SqlType.Kind.DECIMAL ? source.scale() : 0;
    }

    @Override
    int run(Operand operand, Rows rows, int k, long to) {
        int[] in = rows.positions();
        int count = rows.count();
        int at = k;
        switch (from) {
            case INT32 -> {
                while (at < count) {
                    int i = in == null ? at : in[at];
                    if (!store.put(operand.intAt(i), scale, to, i)) {
                        return at;
                    }
                    at++;
                }
            }
            case INT64 -> {
                while (at < count) {
                    int i = in == null ? at : in[at];
                    if (!store.put(operand.longAt(i), scale, to, i)) {
                        return at;
                    }
                    at++;
                }
            }
            default -> {
                return super.run(operand, rows, k, to);
            }
        }
        return at;
    }

    @Override
    boolean cast(Operand operand, int row, long to) {
        long low = operand.lowAt(row);
        return Int128.fitsLong(low, operand.highAt(row))
                ? store.put(low, scale, to, row)
                : store.put(Decimals.unscaled(operand, row), scale, to, row);
    }

    @Override
    MillraceException failure(Operand operand, int row) {
        return CastErrors.outOfRange(new BigDecimal(Decimals.unscaled(operand, row), scale).toPlainString(), target.type());
    }

    /** Writes exact numbers of any scale as values of an exact type. */
    static final class ExactStore {
        private final SqlType type;
        private final int scale;
        private final long least;
        private final long greatest;
        private final boolean wide;

        ExactStore(SqlType type) {
            this.type = type;
            this.scale = type.kind() == SqlType.Kind.DECIMAL ? type.scale() : 0;
            this.wide = type.layout() == Layout.INT128;
            boolean decimal = type.kind() == SqlType.Kind.DECIMAL && !wide;
            this.greatest = decimal
                    ? Int128.longPowerOfTen(type.precision()) - 1
                    : type.layout() == Layout.INT32 ? IntegerRange.greatest(type) : Long.MAX_VALUE;
            this.least = decimal ? -greatest : type.layout() == Layout.INT32 ? IntegerRange.least(type) : Long.MIN_VALUE;
        }

        /** False if {@code unscaled * 10^-fromScale} is out of range. */
        boolean put(long unscaled, int fromScale, long to, int row) {
            int up = scale - fromScale;
            if (up >= 0 && up <= 18) {
                long factor = Int128.longPowerOfTen(up);
                long value = unscaled * factor;
                long high = Math.multiplyHigh(unscaled, factor);
                if (wide) {
                    Memory.putLong(to + 16L * row, value);
                    Memory.putLong(to + 16L * row + 8, high);
                    return Int128.fits(value, high, type.precision());
                }
                return high == value >> 63 && putLong(value, to, row);
            }
            if (up < 0 && up >= -18) {
                long value = divideHalfUp(unscaled, Int128.longPowerOfTen(-up));
                if (!wide) {
                    return putLong(value, to, row);
                }
                Memory.putLong(to + 16L * row, value);
                Memory.putLong(to + 16L * row + 8, value >> 63);
                return Int128.fits(value, value >> 63, type.precision());
            }
            return put(BigInteger.valueOf(unscaled), fromScale, to, row);
        }

        private static long divideHalfUp(long value, long divisor) {
            long quotient = value / divisor;
            long rest = Math.abs(value % divisor);
            return rest >= divisor - rest ? quotient + (value < 0 ? -1 : 1) : quotient;
        }

        private boolean putLong(long value, long to, int row) {
            if (value < least || value > greatest) {
                return false;
            }
            if (type.layout() == Layout.INT32) {
                Memory.putInt(to + 4L * row, (int) value);
            } else {
                Memory.putLong(to + 8L * row, value);
            }
            return true;
        }

        boolean put(BigInteger unscaled, int fromScale, long to, int row) {
            int up = scale - fromScale;
            BigInteger value = up >= 0
                    ? unscaled.multiply(BigInteger.TEN.pow(up))
                    : Decimals.divideHalfUp(unscaled, BigInteger.TEN.pow(-up));
            return wide
                    ? Decimals.put(type, value, to, row)
                    : value.bitLength() < Long.SIZE && putLong(value.longValue(), to, row);
        }
    }
}
