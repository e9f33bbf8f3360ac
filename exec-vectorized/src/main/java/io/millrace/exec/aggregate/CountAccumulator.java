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

/** COUNT(*), COUNT(x) of one argument and of several (rows where none is NULL). */
public final class CountAccumulator extends Accumulator {
    private final LongStore counts;

    public CountAccumulator(BufferAllocator allocator) {
        this.counts = new LongStore(allocator);
    }

    @Override
    public List<SqlType> partialTypes() {
        return List.of(SqlType.BIGINT);
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        counts.reserve(groups);
        long address = counts.address();
        if (!anyNulls(arguments)) {
            if (groups == 1) {
                counts.put(0, counts.at(0) + count);
                return;
            }
            for (int k = 0; k < count; k++) {
                long at = address + 8L * groupIds[k];
                Memory.putLong(at, Memory.getLong(at) + 1);
            }
            return;
        }
        for (int k = 0; k < count; k++) {
            if (noneNull(arguments, positions == null ? k : positions[k])) {
                long at = address + 8L * groupIds[k];
                Memory.putLong(at, Memory.getLong(at) + 1);
            }
        }
    }

    @Override
    boolean takesGroups() {
        return true;
    }

    @Override
    void addToGroup(Column[] arguments, int[] positions, int count, int group, int groups) {
        counts.reserve(groups);
        counts.put(group, counts.at(group) + count);
    }

    private static boolean anyNulls(Column[] arguments) {
        for (Column argument : arguments) {
            if (argument.mayHaveNulls()) {
                return true;
            }
        }
        return false;
    }

    private static boolean noneNull(Column[] arguments, int position) {
        for (Column argument : arguments) {
            if (argument.isNull(position)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean invertible() {
        return true;
    }

    @Override
    public void addWeighted(Column[] arguments, Column weights, int[] positions, int count, int[] groupIds, int groups) {
        counts.reserve(groups);
        long address = counts.address();
        FixedColumn weight = (FixedColumn) weights;
        for (int k = 0; k < count; k++) {
            int position = positions == null ? k : positions[k];
            if (noneNull(arguments, position)) {
                long at = address + 8L * groupIds[k];
                Memory.putLong(at, Memory.getLong(at) + weight.longAt(position));
            }
        }
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups) {
        counts.reserve(groups);
        long address = counts.address();
        long from = ((FixedColumn) partials[0]).dataAddress;
        for (int k = 0; k < count; k++) {
            long at = address + 8L * groupIds[k];
            Memory.putLong(at, Memory.getLong(at) + Memory.getLong(from + 8L * (positions == null ? k : positions[k])));
        }
    }

    /** How many rows group {@code group} has. */
    public long countAt(int group) {
        return counts.at(group);
    }

    /** Makes counts of groups below {@code groups} readable. */
    public void reserve(int groups) {
        counts.reserve(groups);
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        return List.of(result(payer, from, count));
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        counts.reserve(from + count);
        ArrowBuf data = Buffers.allocate(payer, 8L * count);
        Memory.copy(counts.address() + 8L * from, data.memoryAddress(), 8L * count);
        return new FixedColumn(SqlType.BIGINT, count, data, null);
    }

    @Override
    public void clear() {
        counts.clear();
    }

    @Override
    public long bytes() {
        return counts.bytes();
    }

    @Override
    public void close() {
        counts.close();
    }
}
