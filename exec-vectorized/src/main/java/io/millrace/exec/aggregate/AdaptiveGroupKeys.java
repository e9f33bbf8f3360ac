package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Starts with the fastest kind of table that the first batch allows, and moves its groups, numbers kept, to the general one when that must be. */
final class AdaptiveGroupKeys implements GroupKeys {
    private static final int MOVE_ROWS = 4096;

    private final BufferAllocator allocator;
    private final List<SqlType> types;
    private final boolean nullable;
    private final SharedTuples shared;
    private final boolean ownsShared;
    private GroupKeys current;

    /** {@code shared} outlives this and is shared with others; null: none is. */
    AdaptiveGroupKeys(BufferAllocator allocator, List<SqlType> types, boolean nullable, SharedTuples shared) {
        this.shared = shared == null ? new SharedTuples(allocator) : shared;
        this.ownsShared = shared == null;
        this.allocator = allocator;
        this.types = List.copyOf(types);
        this.nullable = nullable;
    }

    @Override
    public boolean assign(Column[] keys, int[] positions, int count, int[] groupIds) {
        if (current == null) {
            KeyPacking packing = KeyPacking.of(types, keys, positions, count, nullable);
            current = packing == null ? new ColumnarGroupKeys(allocator, types) : new PackedGroupKeys(allocator, packing, shared);
        }
        if (!current.assign(keys, positions, count, groupIds)) {
            move();
            boolean assigned = current.assign(keys, positions, count, groupIds);
            assert assigned;
        }
        return true;
    }

    private void move() {
        ColumnarGroupKeys general = new ColumnarGroupKeys(allocator, types);
        try {
            int[] ids = new int[MOVE_ROWS];
            for (int from = 0; from < current.groups(); from += MOVE_ROWS) {
                int count = Math.min(MOVE_ROWS, current.groups() - from);
                List<Column> keys = current.keys(allocator, from, count);
                general.assign(keys.toArray(Column[]::new), null, count, ids);
                keys.forEach(Column::close);
            }
        } catch (Throwable t) {
            general.close();
            throw t;
        }
        assert general.groups() == current.groups();
        current.close();
        current = general;
    }

    @Override
    public int groups() {
        return current == null ? 0 : current.groups();
    }

    @Override
    public List<Column> keys(BufferAllocator payer, int from, int count) {
        return current.keys(payer, from, count);
    }

    @Override
    public void clear() {
        if (current != null) {
            current.clear();
        }
    }

    @Override
    public long bytes() {
        return current == null ? 0 : current.bytes();
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        if (ownsShared) {
            shared.close();
        }
    }
}
