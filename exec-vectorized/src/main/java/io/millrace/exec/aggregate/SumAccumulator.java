package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Int128;
import io.millrace.exec.kernel.Sums;
import io.millrace.exec.memory.LongStore;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Exact sums of integers, decimals and intervals: int64 with a carry into a second int64 that is touched only where the first one wraps, so that the
 * 128-bit sum costs one addition a row. The result is checked against its type at the end; the 128 bits themselves cannot wrap within 2^64 rows of
 * int64 values, and are checked for INT128 values.
 */
public final class SumAccumulator extends Accumulator {
    private static final SqlType WIDE = SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, 0);

    private final BufferAllocator allocator;
    private final SqlType argument;
    private final SqlType type;
    private final LongStore lows;
    private final LongStore highs;
    private final Presence presence;
    private final boolean retractable;

    /**
     * @param sparse some groups may get no row at all (FILTER, DISTINCT)
     * @param retractable rows may be taken back, which costs a count a group
     */
    public SumAccumulator(BufferAllocator allocator, SqlType argument, SqlType type, boolean sparse, boolean retractable) {
        this.allocator = allocator;
        this.argument = argument;
        this.type = type;
        this.lows = new LongStore(allocator);
        this.highs = new LongStore(allocator);
        this.presence = new Presence(allocator, sparse || retractable);
        this.retractable = retractable;
    }

    @Override
    public List<SqlType> partialTypes() {
        return retractable ? List.of(WIDE, SqlType.BIGINT) : List.of(WIDE);
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        reserve(groups);
        try (Column flat = arguments[0].flatten(allocator)) {
            FixedColumn values = (FixedColumn) flat;
            if (values.mayHaveNulls()) {
                presence.somePresent(groups);
                addSome(values, positions, count, groupIds);
                return;
            }
            if (presence.allPresent(groups)) {
                presence.noted(groupIds, count);
            }
            if (groups == 1) {
                addSum(values, positions, count, 0);
                return;
            }
            switch (argument.layout()) {
                case INT32 -> addInts(values.dataAddress, positions, count, groupIds);
                case INT64 -> addLongs(values.dataAddress, positions, count, groupIds);
                default -> addInt128s(values.dataAddress, positions, count, groupIds);
            }
        }
    }

    @Override
    boolean takesGroups() {
        return true;
    }

    @Override
    void addToGroup(Column[] arguments, int[] positions, int count, int group, int groups) {
        reserve(groups);
        if (presence.allPresent(groups)) {
            presence.noted(group, count);
        }
        addSum((FixedColumn) arguments[0], positions, count, group);
    }

    private void addSum(FixedColumn values, int[] positions, int count, int group) {
        Int128 sum = Sums.of(values, positions, count);
        if (sum == null) {
            throw outOfRange();
        }
        addWide(group, sum.low(), sum.high());
    }

    private void reserve(int groups) {
        lows.reserve(groups);
        highs.reserve(groups);
    }

    private void addInts(long from, int[] positions, int count, int[] groupIds) {
        long address = lows.address();
        for (int k = 0; k < count; k++) {
            int group = groupIds[k];
            long value = Memory.getInt(from + 4L * (positions == null ? k : positions[k]));
            long at = address + 8L * group;
            long old = Memory.getLong(at);
            long sum = old + value;
            Memory.putLong(at, sum);
            if (((old ^ sum) & (value ^ sum)) < 0) {
                carry(group, value);
            }
        }
    }

    private void addLongs(long from, int[] positions, int count, int[] groupIds) {
        long address = lows.address();
        if (positions == null) {
            for (int k = 0; k < count; k++) {
                int group = groupIds[k];
                long value = Memory.getLong(from + 8L * k);
                long at = address + 8L * group;
                long old = Memory.getLong(at);
                long sum = old + value;
                Memory.putLong(at, sum);
                if (((old ^ sum) & (value ^ sum)) < 0) {
                    carry(group, value);
                }
            }
            return;
        }
        for (int k = 0; k < count; k++) {
            int group = groupIds[k];
            long value = Memory.getLong(from + 8L * positions[k]);
            long at = address + 8L * group;
            long old = Memory.getLong(at);
            long sum = old + value;
            Memory.putLong(at, sum);
            if (((old ^ sum) & (value ^ sum)) < 0) {
                carry(group, value);
            }
        }
    }

    /** The signed sum wrapped: the true one is 2^64 more, or less, than what {@link #lows} says. */
    private void carry(int group, long value) {
        highs.put(group, highs.at(group) + (value < 0 ? -1 : 1));
    }

    private void addInt128s(long from, int[] positions, int count, int[] groupIds) {
        for (int k = 0; k < count; k++) {
            long at = from + 16L * (positions == null ? k : positions[k]);
            addWide(groupIds[k], Memory.getLong(at), Memory.getLong(at + 8));
        }
    }

    /** Adds high * 2^64 + unsigned low. The state is highs * 2^64 + signed lows. */
    private void addWide(int group, long low, long high) {
        long old = lows.at(group);
        long sum = old + low;
        lows.put(group, sum);
        long more = high + (low < 0 ? 1 : 0); // as a signed low
        if (((old ^ sum) & (low ^ sum)) < 0) {
            more += low < 0 ? -1 : 1;
        }
        long oldHigh = highs.at(group);
        long newHigh = oldHigh + more;
        if (((oldHigh ^ newHigh) & (more ^ newHigh)) < 0) {
            throw outOfRange();
        }
        highs.put(group, newHigh);
    }

    private void addSome(FixedColumn values, int[] positions, int count, int[] groupIds) {
        for (int k = 0; k < count; k++) {
            int position = positions == null ? k : positions[k];
            if (!values.isNull(position)) {
                int group = groupIds[k];
                presence.noted(group);
                addOne(values, position, group);
            }
        }
    }

    private void addOne(FixedColumn values, int position, int group) {
        switch (argument.layout()) {
            case INT32 -> addWide(group, values.intAt(position), values.intAt(position) >> 31);
            case INT64 -> addWide(group, values.longAt(position), values.longAt(position) >> 63);
            default -> addWide(group, values.lowAt(position), values.highAt(position));
        }
    }

    @Override
    public boolean invertible() {
        return retractable;
    }

    @Override
    public void addWeighted(Column[] arguments, Column weights, int[] positions, int count, int[] groupIds, int groups) {
        assert retractable;
        reserve(groups);
        presence.somePresent(groups);
        try (Column flat = arguments[0].flatten(allocator)) {
            FixedColumn values = (FixedColumn) flat;
            for (int k = 0; k < count; k++) {
                int position = positions == null ? k : positions[k];
                if (!values.isNull(position)) {
                    long weight = ((FixedColumn) weights).longAt(position);
                    presence.noted(groupIds[k], weight);
                    addTimes(values, position, groupIds[k], weight);
                }
            }
        }
    }

    private void addTimes(FixedColumn values, int position, int group, long weight) {
        if (weight == 1) {
            addOne(values, position, group);
        } else if (argument.layout() == Layout.INT128) {
            Int128 product = Int128.multiply(values.lowAt(position), values.highAt(position), weight);
            addWide(group, product.low(), product.high());
        } else {
            long value = argument.layout() == Layout.INT32 ? values.intAt(position) : values.longAt(position);
            addWide(group, value * weight, Math.multiplyHigh(value, weight));
        }
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups) {
        reserve(groups);
        FixedColumn sums = (FixedColumn) partials[0];
        boolean all = !sums.mayHaveNulls() && !retractable;
        boolean note = !all || presence.allPresent(groups);
        if (!all) {
            presence.somePresent(groups);
        }
        for (int k = 0; k < count; k++) {
            int position = positions == null ? k : positions[k];
            if (all || !sums.isNull(position)) {
                if (note) {
                    presence.noted(groupIds[k], retractable ? ((FixedColumn) partials[1]).longAt(position) : 1);
                }
                addWide(groupIds[k], sums.lowAt(position), sums.highAt(position));
            }
        }
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        reserve(from + count);
        Column sums = wide(payer, WIDE, from, count);
        if (!retractable) {
            return List.of(sums);
        }
        presence.somePresent(from + count);
        ArrowBuf counts = Buffers.allocate(payer, 8L * count);
        for (int i = 0; i < count; i++) {
            Memory.putLong(counts.memoryAddress() + 8L * i, presence.count(from + i));
        }
        return List.of(sums, new FixedColumn(SqlType.BIGINT, count, counts, null));
    }

    private FixedColumn wide(BufferAllocator payer, SqlType as, int from, int count) {
        ArrowBuf validity = presence.validity(payer, from, count);
        ArrowBuf data = Buffers.allocateBeside(payer, 16L * count, validity);
        for (int i = 0; i < count; i++) {
            Memory.putLong(data.memoryAddress() + 16L * i, lows.at(from + i));
            Memory.putLong(data.memoryAddress() + 16L * i + 8, highAt(from + i));
        }
        return new FixedColumn(as, count, data, validity);
    }

    /** The sum's low half in two's complement. */
    long lowAt(int group) {
        return lows.at(group);
    }

    /** The sum's high half in two's complement. */
    long highAt(int group) {
        return highs.at(group) + (lows.at(group) >> 63);
    }

    boolean present(int group) {
        return presence.present(group);
    }

    void reserveFor(int groups) {
        reserve(groups);
        presence.reserve(groups);
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        reserve(from + count);
        if (type.layout() == Layout.INT128) {
            FixedColumn sums = wide(payer, type, from, count);
            try {
                checkPrecision(from, count);
            } catch (Throwable t) {
                sums.close();
                throw t;
            }
            return sums;
        }
        for (int i = 0; i < count; i++) {
            if (highs.at(from + i) != 0 || tooWide(lows.at(from + i))) {
                throw outOfRange();
            }
        }
        ArrowBuf validity = presence.validity(payer, from, count);
        ArrowBuf data = Buffers.allocateBeside(payer, (long) type.layout().width() * count, validity);
        for (int i = 0; i < count; i++) {
            if (type.layout() == Layout.INT32) {
                Memory.putInt(data.memoryAddress() + 4L * i, (int) lows.at(from + i));
            } else {
                Memory.putLong(data.memoryAddress() + 8L * i, lows.at(from + i));
            }
        }
        return new FixedColumn(type, count, data, validity);
    }

    private boolean tooWide(long sum) {
        if (type.layout() == Layout.INT32) {
            return sum != (int) sum;
        }
        return type.kind() == SqlType.Kind.DECIMAL && !Int128.fits(sum, sum >> 63, type.precision());
    }

    private void checkPrecision(int from, int count) {
        for (int i = 0; i < count; i++) {
            if (highs.at(from + i) != 0 && !Int128.fits(lowAt(from + i), highAt(from + i), type.precision())) {
                throw outOfRange();
            }
        }
    }

    private MillraceException outOfRange() {
        return new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "SUM is out of range of " + type);
    }

    @Override
    public void clear() {
        lows.clear();
        highs.clear();
        presence.clear();
    }

    @Override
    public long bytes() {
        return lows.bytes() + highs.bytes() + presence.bytes();
    }

    @Override
    public void close() {
        lows.close();
        highs.close();
        presence.close();
    }
}
