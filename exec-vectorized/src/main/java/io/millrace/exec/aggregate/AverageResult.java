package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Int128;
import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** AVG from an exact sum and a count, divided once: decimals rounded half away from zero at the result's scale, doubles as doubles. */
final class AverageResult {
    private AverageResult() {}

    static Column ofDoubles(DoubleSumAccumulator sum, CountAccumulator count, SqlType type, BufferAllocator payer, int from, int rows) {
        sum.reserveFor(from + rows);
        count.reserve(from + rows);
        ArrowBuf data = Buffers.allocate(payer, 8L * rows);
        ArrowBuf validity = null;
        for (int i = 0; i < rows; i++) {
            long n = count.countAt(from + i);
            if (n == 0) {
                validity = clear(payer, validity, rows, i);
            }
            double average = n == 0 ? 0 : sum.sumAt(from + i) / n;
            Memory.putDouble(data.memoryAddress() + 8L * i, type.kind() == SqlType.Kind.REAL ? (float) average : average);
        }
        return new FixedColumn(type, rows, data, validity);
    }

    /** {@code argumentScale}: the scale of what was summed, 0 for integers and intervals. */
    static Column ofExact(
            SumAccumulator sum, CountAccumulator count, int argumentScale, SqlType type, BufferAllocator payer, int from, int rows) {
        sum.reserveFor(from + rows);
        count.reserve(from + rows);
        Layout layout = type.layout();
        ArrowBuf data = Buffers.allocate(payer, (long) layout.width() * rows);
        ArrowBuf validity = null;
        try {
            for (int i = 0; i < rows; i++) {
                long n = count.countAt(from + i);
                if (n == 0) {
                    validity = clear(payer, validity, rows, i);
                    Memory.fill(data.memoryAddress() + (long) layout.width() * i, layout.width(), (byte) 0);
                } else {
                    put(sum.lowAt(from + i), sum.highAt(from + i), n, argumentScale, type, data.memoryAddress(), i);
                }
            }
        } catch (Throwable t) {
            data.close();
            if (validity != null) {
                validity.close();
            }
            throw t;
        }
        return new FixedColumn(type, rows, data, validity);
    }

    private static ArrowBuf clear(BufferAllocator payer, ArrowBuf validity, int rows, int at) {
        ArrowBuf bits = validity == null ? Buffers.allocateOnes(payer, rows) : validity;
        Memory.clearBit(bits.memoryAddress(), at);
        return bits;
    }

    private static void put(long low, long high, long n, int argumentScale, SqlType type, long to, int i) {
        if (type.layout() == Layout.FLOAT64) {
            double unscaled = high == low >> 63 ? (double) low : Values.toBigInteger(low, high).doubleValue();
            double value = unscaled / n / Int128.bigPowerOfTen(argumentScale).doubleValue();
            Memory.putDouble(to + 8L * i, type.kind() == SqlType.Kind.REAL ? (float) value : value);
            return;
        }
        int scaleUp = type.kind() == SqlType.Kind.DECIMAL ? type.scale() - argumentScale : 0;
        boolean rounds = type.kind() == SqlType.Kind.DECIMAL;
        BigInteger[] quotient = quotient(Values.toBigInteger(low, high), BigInteger.valueOf(n), scaleUp);
        BigInteger value = quotient[0];
        BigInteger divisor = scaleUp < 0 ? BigInteger.valueOf(n).multiply(Int128.bigPowerOfTen(-scaleUp)) : BigInteger.valueOf(n);
        if (rounds && quotient[1].abs().shiftLeft(1).compareTo(divisor) >= 0) {
            value = value.add(BigInteger.valueOf(quotient[1].signum()));
        }
        int bits = type.layout().width() * 8;
        boolean tooLong = rounds && value.abs().compareTo(Int128.bigPowerOfTen(type.precision())) >= 0;
        if (tooLong || value.bitLength() >= bits) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "AVG is out of range of " + type + ": " + value);
        }
        switch (type.layout()) {
            case INT32 -> Memory.putInt(to + 4L * i, value.intValue());
            case INT64 -> Memory.putLong(to + 8L * i, value.longValue());
            default -> {
                Memory.putLong(to + 16L * i, value.longValue());
                Memory.putLong(to + 16L * i + 8, value.shiftRight(64).longValue());
            }
        }
    }

    private static BigInteger[] quotient(BigInteger sum, BigInteger n, int scaleUp) {
        return scaleUp >= 0
                ? sum.multiply(Int128.bigPowerOfTen(scaleUp)).divideAndRemainder(n)
                : sum.divideAndRemainder(n.multiply(Int128.bigPowerOfTen(-scaleUp)));
    }
}
