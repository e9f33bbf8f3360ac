package io.millrace.exec.expression.cast;

import io.millrace.common.batch.ValueText;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.number.Decimals;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.kernel.Int128;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Casts to and from DOUBLE and REAL. */
final class FloatCasts {
    private static final long EXACT_LIMIT = 1L << 53;
    private static final double[] POWERS = powers();

    private FloatCasts() {}

    private static double[] powers() {
        double[] powers = new double[23];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = BigInteger.TEN.pow(i).doubleValue();
        }
        return powers;
    }

    /** Exact numbers to the nearest double, or for REAL to the nearest float. */
    static final class FromExact extends FixedCast {
        private final boolean single;
        private final Layout from;
        private final int scale;

        FromExact(SqlType source, CastTarget target) {
            super(target);
            this.single = target.type().kind() == SqlType.Kind.REAL;
            this.from = source.layout();
            this.scale = source.kind() == SqlType.Kind.DECIMAL ? source.scale() : 0;
        }

        @Override
        boolean cast(Operand operand, int row, long to) {
            Memory.putDouble(to + 8L * row, switch (from) {
                case INT32 -> small(operand.intAt(row));
                case INT64 -> small(operand.longAt(row));
                default -> Int128.fitsLong(operand.lowAt(row), operand.highAt(row)) ? small(operand.lowAt(row)) : large(operand, row);
            });
            return true;
        }

        private double small(long value) {
            if (scale == 0) {
                return single ? (float) value : value;
            }
            boolean exact = Math.abs(value) < EXACT_LIMIT && value != Long.MIN_VALUE && scale < POWERS.length;
            if (exact && !single) {
                return value / POWERS[scale];
            }
            BigDecimal decimal = BigDecimal.valueOf(value, scale);
            return single ? decimal.floatValue() : decimal.doubleValue();
        }

        private double large(Operand operand, int row) {
            BigDecimal decimal = new BigDecimal(Decimals.unscaled(operand, row), scale);
            return single ? decimal.floatValue() : decimal.doubleValue();
        }

        @Override
        MillraceException failure(Operand operand, int row) {
            throw new AssertionError();
        }
    }

    /**
     * Floats to exact numbers: to integers half to even; to decimals by way of the 15 (REAL: 6) significant digits that are sure, as PostgreSQL does.
     */
    static final class ToExact extends FixedCast {
        private final ExactCast.ExactStore store;
        private final MathContext digits;

        ToExact(SqlType source, CastTarget target) {
            super(target);
            this.store = new ExactCast.ExactStore(target.type());
            this.digits = new MathContext(source.kind() == SqlType.Kind.REAL ? 6 : 15, RoundingMode.HALF_EVEN);
        }

        @Override
        boolean cast(Operand operand, int row, long to) {
            double value = operand.doubleAt(row);
            if (target.type().isInteger()) {
                double rounded = Math.rint(value);
                return rounded >= -0x1p63 && rounded < 0x1p63 && store.put((long) rounded, 0, to, row);
            }
            if (Double.isNaN(value) || Math.abs(value) >= 1e39) {
                return false;
            }
            BigDecimal decimal = new BigDecimal(value).round(digits);
            return decimal.scale() > 400 ? store.put(0, 0, to, row) : store.put(decimal.unscaledValue(), decimal.scale(), to, row);
        }

        @Override
        MillraceException failure(Operand operand, int row) {
            return CastErrors.outOfRange(ValueText.number(operand.doubleAt(row), false), target.type());
        }
    }

    /** DOUBLE to REAL. */
    static final class ToSingle extends FixedCast {
        ToSingle(CastTarget target) {
            super(target);
        }

        @Override
        boolean cast(Operand operand, int row, long to) {
            double value = operand.doubleAt(row);
            float single = (float) value;
            Memory.putDouble(to + 8L * row, single);
            return (!Float.isInfinite(single) || Double.isInfinite(value)) && (single != 0 || value == 0);
        }

        @Override
        MillraceException failure(Operand operand, int row) {
            return CastErrors.outOfRange(ValueText.number(operand.doubleAt(row), false), target.type());
        }
    }

    /** Integers to BOOLEAN (all but 0 are true) and back. */
    static final class Truth extends FixedCast {
        private final Layout from;

        Truth(SqlType source, CastTarget target) {
            super(target);
            this.from = source.layout();
        }

        @Override
        boolean cast(Operand operand, int row, long to) {
            switch (target.type().layout()) {
                case INT32 -> Memory.putInt(to + 4L * row, operand.booleanAt(row) ? 1 : 0);
                case INT64 -> Memory.putLong(to + 8L * row, operand.booleanAt(row) ? 1 : 0);
                default -> Memory.putBit(to, row, from == Layout.INT32 ? operand.intAt(row) != 0 : operand.longAt(row) != 0);
            }
            return true;
        }

        @Override
        MillraceException failure(Operand operand, int row) {
            throw new AssertionError();
        }
    }
}
