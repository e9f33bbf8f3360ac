package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Extremes;
import io.millrace.exec.memory.LongStore;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** MIN and MAX of values of at most 64 bits; BOOL_AND is MIN and BOOL_OR is MAX of BOOLEAN. Doubles are kept as int64 of the same order. */
final class ExtremeAccumulator extends Accumulator {
    private final BufferAllocator allocator;
    private final SqlType type;
    private final boolean max;
    private final LongStore values;
    private final Presence presence;

    ExtremeAccumulator(BufferAllocator allocator, SqlType type, boolean max, boolean sparse) {
        this.allocator = allocator;
        this.type = type;
        this.max = max;
        this.values = new LongStore(allocator, max ? Long.MIN_VALUE : Long.MAX_VALUE);
        this.presence = new Presence(allocator, sparse);
    }

    /** Whether values of this type are taken. */
    static boolean takes(SqlType type) {
        return switch (type.layout()) {
            case BIT, INT32, INT64, FLOAT64 -> true;
            case INT128, BINARY, LIST, ROW -> false;
        };
    }

    @Override
    public List<SqlType> partialTypes() {
        return List.of(type);
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        values.reserve(groups);
        if (groups == 1 && count > 0 && !arguments[0].mayHaveNulls() && !presence.allPresent(1)) {
            put(0, Extremes.of(arguments[0], positions, count, max));
            return;
        }
        try (Column flat = arguments[0].flatten(allocator)) {
            FixedColumn column = (FixedColumn) flat;
            boolean nulls = column.mayHaveNulls();
            boolean note = nulls;
            if (nulls) {
                presence.somePresent(groups);
            } else {
                note = presence.allPresent(groups);
            }
            if (note) {
                for (int k = 0; k < count; k++) {
                    int position = positions == null ? k : positions[k];
                    if (!column.isNull(position)) {
                        presence.noted(groupIds[k]);
                        put(groupIds[k], read(column, position));
                    }
                }
            } else if (type.layout() == Layout.INT64) {
                long address = values.address();
                for (int k = 0; k < count; k++) {
                    long value = Memory.getLong(column.dataAddress + 8L * (positions == null ? k : positions[k]));
                    long at = address + 8L * groupIds[k];
                    long old = Memory.getLong(at);
                    Memory.putLong(at, max ? Math.max(old, value) : Math.min(old, value));
                }
            } else {
                for (int k = 0; k < count; k++) {
                    put(groupIds[k], read(column, positions == null ? k : positions[k]));
                }
            }
        }
    }

    @Override
    boolean takesGroups() {
        return true;
    }

    @Override
    void addToGroup(Column[] arguments, int[] positions, int count, int group, int groups) {
        values.reserve(groups);
        if (presence.allPresent(groups)) {
            presence.noted(group, count);
        }
        put(group, Extremes.of(arguments[0], positions, count, max));
    }

    private void put(int group, long value) {
        long old = values.at(group);
        if (max ? value > old : value < old) {
            values.put(group, value);
        }
    }

    private long read(FixedColumn column, int position) {
        return switch (type.layout()) {
            case BIT -> column.booleanAt(position) ? 1 : 0;
            case INT32 -> column.intAt(position);
            case INT64 -> column.longAt(position);
            default -> sortable(column.doubleAt(position));
        };
    }

    /** Int64 in the order of doubles, NaN last, -0.0 as 0.0. */
    static long sortable(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static double fromSortable(long bits) {
        return Double.longBitsToDouble(bits ^ (bits >> 63 & Long.MAX_VALUE));
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups) {
        add(partials, positions, count, groupIds, groups);
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        return List.of(result(payer, from, count));
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        values.reserve(from + count);
        ArrowBuf validity = presence.validity(payer, from, count);
        int width = type.layout().width();
        ArrowBuf data =
                width == 0 ? Buffers.allocateZeroed(payer, Memory.bitmapBytes(count))
                        : Buffers.allocateBeside(payer, (long) width * count, validity);
        long to = data.memoryAddress();
        for (int i = 0; i < count; i++) {
            long value = values.at(from + i);
            switch (type.layout()) {
                case BIT -> Memory.putBit(to, i, value == 1);
                case INT32 -> Memory.putInt(to + 4L * i, (int) value);
                case INT64 -> Memory.putLong(to + 8L * i, value);
                default -> Memory.putDouble(to + 8L * i, fromSortable(value));
            }
        }
        return new FixedColumn(type, count, data, validity);
    }

    @Override
    public void clear() {
        values.clear();
        presence.clear();
    }

    @Override
    public long bytes() {
        return values.bytes() + presence.bytes();
    }

    @Override
    public void close() {
        values.close();
        presence.close();
    }
}
