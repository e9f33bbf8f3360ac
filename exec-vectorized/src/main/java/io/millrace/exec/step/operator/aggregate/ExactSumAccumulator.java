package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Period;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * SUM and AVG of integers, decimals and day-time intervals: sums of 192 bits, which no count of rows can wrap, and the count of values that are not
 * null. A sum that the result type cannot hold is an error of its group only, and only as long as it stands.
 */
final class ExactSumAccumulator implements Accumulator {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final SqlType argumentType;
    private final int column;
    private final boolean average;
    private long[] counts = new long[0];
    /** Two's complement, low word first. */
    private long[] low = new long[0];
    private long[] middle = new long[0];
    private long[] high = new long[0];

    ExactSumAccumulator(BufferAllocator allocator, SqlType type, SqlType argumentType, int column, boolean average) {
        this.allocator = allocator;
        this.type = type;
        this.argumentType = argumentType;
        this.column = column;
        this.average = average;
    }

    @Override
    public void reserve(int capacity) {
        if (counts.length < capacity) {
            counts = Arrays.copyOf(counts, capacity);
            low = Arrays.copyOf(low, capacity);
            middle = Arrays.copyOf(middle, capacity);
            high = Arrays.copyOf(high, capacity);
        }
    }

    @Override
    public void add(Rows rows) {
        try (Column flat = rows.batch().column(column).flatten(allocator)) {
            FixedColumn values = (FixedColumn) flat;
            boolean nulls = values.mayHaveNulls();
            switch (argumentType.layout()) {
                case INT32 -> {
                    for (int i = 0; i < rows.count(); i++) {
                        int position = rows.position(i);
                        if (!nulls || !values.isNull(position)) {
                            addLong(rows.groups()[i], Memory.getInt(values.dataAddress + 4L * position), rows.weight(i));
                        }
                    }
                }
                case INT64 -> {
                    for (int i = 0; i < rows.count(); i++) {
                        int position = rows.position(i);
                        if (!nulls || !values.isNull(position)) {
                            addLong(rows.groups()[i], Memory.getLong(values.dataAddress + 8L * position), rows.weight(i));
                        }
                    }
                }
                case INT128 -> {
                    for (int i = 0; i < rows.count(); i++) {
                        int position = rows.position(i);
                        if (!nulls || !values.isNull(position)) {
                            addInt128(rows.groups()[i], values.lowAt(position), values.highAt(position), rows.weight(i));
                        }
                    }
                }
                case BIT, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(argumentType);
            }
        }
    }

    private void addLong(int group, long value, long weight) {
        counts[group] += weight;
        long product = value * weight;
        long productHigh = Math.multiplyHigh(value, weight);
        add192(group, product, productHigh, productHigh >> 63);
    }

    private void addInt128(int group, long valueLow, long valueHigh, long weight) {
        counts[group] += weight;
        if (weight == 1) {
            add192(group, valueLow, valueHigh, valueHigh >> 63);
            return;
        }
        BigInteger product = Values.toBigInteger(valueLow, valueHigh).multiply(BigInteger.valueOf(weight));
        add192(group, product.longValue(), product.shiftRight(64).longValue(), product.shiftRight(128).longValue());
    }

    private void add192(int group, long a, long b, long c) {
        long newLow = low[group] + a;
        long carry = Long.compareUnsigned(newLow, a) < 0 ? 1 : 0;
        low[group] = newLow;
        long m = middle[group];
        long sum = m + b;
        long carry2 = Long.compareUnsigned(sum, b) < 0 ? 1 : 0;
        long sum2 = sum + carry;
        carry2 += Long.compareUnsigned(sum2, sum) < 0 ? 1 : 0;
        middle[group] = sum2;
        high[group] += c + carry2;
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        if (!average && type.layout() == Layout.INT64) {
            return longSums(groups, count, errors);
        }
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, count)) {
            for (int i = 0; i < count; i++) {
                try {
                    Values.append(builder, counts[groups[i]] == 0 ? null : value(groups[i]));
                } catch (MillraceException e) {
                    errors.error(i, e);
                    builder.appendNull();
                }
            }
            return builder.buildAndClose();
        }
    }

    private Column longSums(int[] groups, int count, ErrorConsumer errors) {
        ArrowBuf data = Buffers.allocate(allocator, 8L * count);
        ArrowBuf validity = null;
        BigInteger bound = type.kind() == SqlType.Kind.DECIMAL ? BigInteger.TEN.pow(type.precision()) : null;
        long most = bound == null ? Long.MAX_VALUE : bound.longValueExact() - 1;
        int scaleUp = resultScale() - argumentScale();
        for (int i = 0; i < count; i++) {
            int g = groups[i];
            boolean fits = middle[g] == low[g] >> 63 && high[g] == low[g] >> 63 && low[g] <= most
                    && low[g] >= (bound == null ? Long.MIN_VALUE : -most);
            if (counts[g] == 0 || !fits || scaleUp != 0) {
                Long value = null;
                try {
                    value = counts[g] == 0 ? null : unscaled(g, scaleUp);
                } catch (MillraceException e) {
                    errors.error(i, e);
                }
                if (value == null) {
                    validity = validity == null ? Buffers.allocateOnes(allocator, count) : validity;
                    Memory.clearBit(validity.memoryAddress(), i);
                }
                Memory.putLong(data.memoryAddress() + 8L * i, value == null ? 0 : value);
            } else {
                Memory.putLong(data.memoryAddress() + 8L * i, low[g]);
            }
        }
        return new FixedColumn(type, count, data, validity);
    }

    private Long unscaled(int group, int scaleUp) {
        BigInteger sum = sum(group).multiply(BigInteger.TEN.pow(scaleUp));
        if (sum.bitLength() > 63 || type.kind() == SqlType.Kind.DECIMAL && sum.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
            throw outOfRange();
        }
        return sum.longValueExact();
    }

    private MillraceException outOfRange() {
        return new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "sum of " + argumentType + " does not fit " + type);
    }

    private BigInteger sum(int group) {
        byte[] bytes = new byte[24];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high[group] >>> 56 - 8 * i);
            bytes[8 + i] = (byte) (middle[group] >>> 56 - 8 * i);
            bytes[16 + i] = (byte) (low[group] >>> 56 - 8 * i);
        }
        return new BigInteger(bytes);
    }

    private int argumentScale() {
        return argumentType.kind() == SqlType.Kind.DECIMAL ? argumentType.scale() : 0;
    }

    private int resultScale() {
        return type.kind() == SqlType.Kind.DECIMAL ? type.scale() : 0;
    }

    private Object value(int group) {
        BigDecimal sum = new BigDecimal(sum(group), argumentScale());
        BigDecimal count = BigDecimal.valueOf(counts[group]);
        return switch (type.kind()) {
            case DECIMAL -> {
                BigDecimal value =
                        average ? sum.divide(count, type.scale(), RoundingMode.HALF_UP) : sum.setScale(type.scale(), RoundingMode.HALF_UP);
                if (value.precision() > type.precision()
                        && value.unscaledValue().abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
                    throw outOfRange();
                }
                yield value;
            }
            case DOUBLE, REAL -> average ? sum.doubleValue() / counts[group] : sum.doubleValue();
            case TINYINT, SMALLINT, INTEGER, BIGINT -> {
                BigInteger value = (average ? sum.divide(count, 0, RoundingMode.DOWN) : sum).toBigInteger();
                if (value.bitLength() > (type.kind() == SqlType.Kind.BIGINT ? 63 : 31)) {
                    throw outOfRange();
                }
                yield value.longValueExact();
            }
            case INTERVAL_DAY_TIME -> {
                BigInteger micros = (average ? sum.divide(count, 0, RoundingMode.HALF_UP) : sum).toBigInteger();
                if (micros.bitLength() > 63) {
                    throw outOfRange();
                }
                long value = micros.longValueExact();
                yield Duration.ofSeconds(Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1000L);
            }
            case INTERVAL_YEAR_MONTH -> Period.ofMonths(
                    (average ? sum.divide(count, 0, RoundingMode.HALF_UP) : sum).intValueExact())
                    .normalized();
            case NULL, BOOLEAN, CHAR, VARCHAR, BINARY, UUID, JSON, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, ARRAY, MAP, ROW ->
                    throw new AssertionError(type);
        };
    }

    @Override
    public void clear(int group) {
        counts[group] = 0;
        low[group] = 0;
        middle[group] = 0;
        high[group] = 0;
    }

    @Override
    public long bytes() {
        return 32L * counts.length;
    }

    @Override
    public void save(int group, PageWriter page) {
        page.writeLong(counts[group]);
        page.writeLong(low[group]);
        page.writeLong(middle[group]);
        page.writeLong(high[group]);
    }

    @Override
    public void load(int group, PageReader page) {
        counts[group] = page.readLong();
        low[group] = page.readLong();
        middle[group] = page.readLong();
        high[group] = page.readLong();
    }

    @Override
    public void write(StateWriter out, int limit) {
        out.writeLongs(counts, limit);
        out.writeLongs(low, limit);
        out.writeLongs(middle, limit);
        out.writeLongs(high, limit);
    }

    @Override
    public void read(StateReader in, int limit) {
        in.readLongs(counts, limit);
        in.readLongs(low, limit);
        in.readLongs(middle, limit);
        in.readLongs(high, limit);
    }
}
