package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.memory.LongStore;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Sums of doubles in the order in which they come: the last digits depend on how the rows were spread over threads. Not for retraction. */
final class DoubleSumAccumulator extends Accumulator {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final LongStore sums;
    private final Presence presence;

    DoubleSumAccumulator(BufferAllocator allocator, SqlType type, boolean sparse) {
        this.allocator = allocator;
        this.type = type;
        this.sums = new LongStore(allocator);
        this.presence = new Presence(allocator, sparse);
    }

    @Override
    public List<SqlType> partialTypes() {
        return List.of(SqlType.DOUBLE);
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        sums.reserve(groups);
        long address = sums.address();
        try (Column flat = arguments[0].flatten(allocator)) {
            FixedColumn values = (FixedColumn) flat;
            long from = values.dataAddress;
            boolean nulls = values.mayHaveNulls();
            boolean note = nulls;
            if (nulls) {
                presence.somePresent(groups);
            } else {
                note = presence.allPresent(groups);
            }
            for (int k = 0; k < count; k++) {
                int position = positions == null ? k : positions[k];
                if (nulls && values.isNull(position)) {
                    continue;
                }
                if (note) {
                    presence.noted(groupIds[k]);
                }
                long at = address + 8L * groupIds[k];
                Memory.putDouble(at, Memory.getDouble(at) + Memory.getDouble(from + 8L * position));
            }
        }
    }

    @Override
    boolean takesGroups() {
        return true;
    }

    /** In the order of the rows, as {@link #add}. */
    @Override
    void addToGroup(Column[] arguments, int[] positions, int count, int group, int groups) {
        sums.reserve(groups);
        if (presence.allPresent(groups)) {
            presence.noted(group, count);
        }
        long from = ((FixedColumn) arguments[0]).dataAddress;
        double sum = sumAt(group);
        for (int k = 0; k < count; k++) {
            sum += Memory.getDouble(from + 8L * (positions == null ? k : positions[k]));
        }
        Memory.putDouble(sums.address() + 8L * group, sum);
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups) {
        add(partials, positions, count, groupIds, groups);
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        return List.of(column(payer, SqlType.DOUBLE, from, count));
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        return column(payer, type, from, count);
    }

    double sumAt(int group) {
        return Memory.getDouble(sums.address() + 8L * group);
    }

    boolean present(int group) {
        return presence.present(group);
    }

    void reserveFor(int groups) {
        sums.reserve(groups);
        presence.reserve(groups);
    }

    private Column column(BufferAllocator payer, SqlType as, int from, int count) {
        sums.reserve(from + count);
        ArrowBuf validity = presence.validity(payer, from, count);
        ArrowBuf data = Buffers.allocateBeside(payer, 8L * count, validity);
        for (int i = 0; i < count; i++) {
            double sum = sumAt(from + i);
            Memory.putDouble(data.memoryAddress() + 8L * i, as.kind() == SqlType.Kind.REAL ? (float) sum : sum);
        }
        return new FixedColumn(as, count, data, validity);
    }

    @Override
    public void clear() {
        sums.clear();
        presence.clear();
    }

    @Override
    public long bytes() {
        return sums.bytes() + presence.bytes();
    }

    @Override
    public void close() {
        sums.close();
        presence.close();
    }
}
