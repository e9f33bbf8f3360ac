package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.memory.LongStore;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** BIT_AND, BIT_OR and BIT_XOR of integers. */
final class BitAccumulator extends Accumulator {
    private final BufferAllocator allocator;
    private final AggregateFunction function;
    private final SqlType type;
    private final LongStore values;
    private final Presence presence;

    BitAccumulator(BufferAllocator allocator, AggregateFunction function, SqlType type, boolean sparse) {
        this.allocator = allocator;
        this.function = function;
        this.type = type;
        this.values = new LongStore(allocator, function == AggregateFunction.BIT_AND ? -1 : 0);
        this.presence = new Presence(allocator, sparse);
    }

    @Override
    public List<SqlType> partialTypes() {
        return List.of(type);
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        values.reserve(groups);
        presence.somePresent(groups);
        try (Column flat = arguments[0].flatten(allocator)) {
            FixedColumn column = (FixedColumn) flat;
            for (int k = 0; k < count; k++) {
                int position = positions == null ? k : positions[k];
                if (column.isNull(position)) {
                    continue;
                }
                int group = groupIds[k];
                presence.noted(group);
                long value = type.layout() == Layout.INT32 ? column.intAt(position) : column.longAt(position);
                long old = values.at(group);
                values.put(group, switch (function) {
                    case BIT_AND -> old & value;
                    case BIT_OR -> old | value;
                    default -> old ^ value;
                });
            }
        }
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
        ArrowBuf data = Buffers.allocateBeside(payer, (long) type.layout().width() * count, validity);
        for (int i = 0; i < count; i++) {
            if (type.layout() == Layout.INT32) {
                Memory.putInt(data.memoryAddress() + 4L * i, (int) values.at(from + i));
            } else {
                Memory.putLong(data.memoryAddress() + 8L * i, values.at(from + i));
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
