package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.OrderedSlots;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.RowBuffer;
import io.millrace.exec.step.state.RowFormat;
import io.millrace.exec.step.state.RowOrdering;
import io.millrace.exec.step.state.RowTable;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A group's values with their weights, in order: what aggregates rest on that cannot undo a row by arithmetic. A value may be several columns; the
 * group's number is the first column of its row, value {@code i} column {@code i + 1}.
 */
final class GroupedValues implements AutoCloseable {
    private final BufferAllocator allocator;
    private final RowTable table;
    private final RowBuffer buffer;
    private final OrderedSlots order;
    private int[] roots = new int[0];
    private long[] weights = new long[0];
    private int[] slots = new int[0];

    /**
     * @param types of the columns of a value
     * @param orderKeys columns counted from 0 among {@code types}; ties by the remaining ones
     * @param keys whether values that SQL holds equal are one
     */
    GroupedValues(BufferAllocator allocator, List<SqlType> types, List<SortKey> orderKeys, boolean keys) {
        this.allocator = allocator;
        List<SqlType> all = new ArrayList<>();
        all.add(SqlType.INTEGER);
        all.addAll(types);
        RowFormat format = keys ? RowFormat.ofKeys(all) : RowFormat.ofRows(all);
        this.table = new RowTable(allocator, format);
        this.buffer = new RowBuffer(allocator);
        List<SortKey> shifted = orderKeys.stream().map(k -> new SortKey(k.column() + 1, k.descending(), k.nullsFirst())).toList();
        this.order = new OrderedSlots(table, new RowOrdering(allocator, format, shifted, 1));
    }

    void reserve(int capacity) {
        if (roots.length < capacity) {
            int from = roots.length;
            roots = Arrays.copyOf(roots, capacity);
            Arrays.fill(roots, from, capacity, -1);
        }
    }

    /** Hears of a value whose weight changes. */
    interface WeightListener {
        void changed(int row, long before, long after);
    }

    /**
     * Adds values: row {@code i} is at {@code positions[i]} of the columns, which stay the caller's. Values whose weight comes to zero are forgotten.
     */
    void add(List<Column> columns, int[] positions, int count, int[] groups, long[] rowWeights, WeightListener listener) {
        if (count == 0) {
            return;
        }
        if (slots.length < count) {
            slots = new int[count + count / 2];
        }
        int physical = columns.isEmpty() ? 1 + Arrays.stream(positions, 0, count).max().orElse(0) : columns.get(0).length();
        Column[] flat = new Column[columns.size() + 1];
        ArrowBuf numbers = Buffers.allocate(allocator, 4L * physical);
        flat[0] = new FixedColumn(SqlType.INTEGER, physical, numbers, null);
        try {
            for (int i = 0; i < count; i++) {
                Memory.putInt(numbers.memoryAddress() + 4L * positions[i], groups[i]);
            }
            for (int c = 0; c < columns.size(); c++) {
                flat[c + 1] = columns.get(c).flatten(allocator);
            }
            table.format().encode(flat, positions, count, buffer);
        } finally {
            for (Column column : flat) {
                if (column != null) {
                    column.close();
                }
            }
        }
        table.findOrAdd(buffer, slots);
        if (weights.length < table.capacity()) {
            weights = Arrays.copyOf(weights, table.capacity());
        }
        for (int i = 0; i < table.addedCount(); i++) {
            int slot = table.added()[i];
            weights[slot] = 0;
            int group = groupOf(slot);
            roots[group] = order.insert(roots[group], slot);
        }
        for (int i = 0; i < count; i++) {
            long before = weights[slots[i]];
            weights[slots[i]] = before + (rowWeights == null ? 1 : rowWeights[i]);
            if (listener != null) {
                listener.changed(i, before, weights[slots[i]]);
            }
        }
        for (int i = 0; i < count; i++) {
            if (table.isUsed(slots[i]) && weights[slots[i]] == 0) {
                remove(slots[i]);
            }
        }
    }

    private int groupOf(int slot) {
        return Memory.getInt(table.format().fixedAt(table.address(slot), 0));
    }

    private void remove(int slot) {
        int group = groupOf(slot);
        roots[group] = order.remove(roots[group], slot);
        table.remove(slot);
    }

    /** Keeps of each of these groups only its first value, or only its last: enough where nothing is taken back. */
    void keepOnly(int[] groups, int count, boolean first) {
        for (int i = 0; i < count; i++) {
            int root = roots[groups[i]];
            int kept = first ? order.first(root) : order.last(root);
            while (root >= 0 && order.first(root) != order.last(root)) {
                remove(first ? order.last(root) : order.first(root));
                root = roots[groups[i]];
            }
            assert kept < 0 || table.isUsed(kept);
        }
    }

    /** The slot of the least value of weight above zero, -1 if there is none. */
    int first(int group) {
        int slot = order.first(roots[group]);
        return slot < 0 || weights[slot] > 0 ? slot : scan(group, true);
    }

    /** The slot of the greatest. */
    int last(int group) {
        int slot = order.last(roots[group]);
        return slot < 0 || weights[slot] > 0 ? slot : scan(group, false);
    }

    private int scan(int group, boolean first) {
        int[] found = {-1};
        forEach(group, (slot, weight) -> {
            if (!first || found[0] < 0) {
                found[0] = slot;
            }
        });
        return found[0];
    }

    /** Takes a value and how often it is there. */
    interface Visitor {
        void visit(int slot, long weight);
    }

    /** Visits the values of weight above zero in order. */
    void forEach(int group, Visitor visitor) {
        order.forEach(roots[group], slot -> {
            if (weights[slot] > 0) {
                visitor.visit(slot, weights[slot]);
            }
            return true;
        });
    }

    /** One column of the values of these slots (-1: NULL), owned by the caller. */
    Column decode(int[] slotsWanted, int count, int valueColumn) {
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = slotsWanted[i] < 0 ? 0 : table.address(slotsWanted[i]);
        }
        return table.format().decode(allocator, addresses, count, valueColumn + 1, valueColumn + 2).get(0);
    }

    void clear(int group) {
        if (group < roots.length) {
            while (roots[group] >= 0) {
                remove(roots[group]);
            }
        }
        if (table.size() == 0) {
            table.compact();
        }
    }

    /** Call between steps. */
    void compact() {
        table.compact();
    }

    void save(int group, PageWriter page) {
        int[] count = {0};
        order.forEach(roots[group], slot -> {
            count[0]++;
            return true;
        });
        page.writeLong(count[0]);
        order.forEach(roots[group], slot -> {
            page.writeRow(table.format(), table.address(slot), table.length(slot));
            page.writeLong(weights[slot]);
            return true;
        });
    }

    void load(int group, PageReader page) {
        for (int left = page.readCount(); left > 0; left--) {
            int slot = table.addPaged(page, group);
            if (weights.length < table.capacity()) {
                weights = Arrays.copyOf(weights, table.capacity());
            }
            weights[slot] = page.readLong();
            roots[group] = order.insert(roots[group], slot);
        }
    }

    long bytes() {
        return table.bytes() + order.bytes() + 4L * roots.length + 8L * weights.length;
    }

    void write(StateWriter out) {
        table.write(out);
        out.writeLongs(weights, table.limit());
    }

    void read(StateReader in) {
        table.read(in);
        weights = new long[table.capacity()];
        in.readLongs(weights, table.limit());
        for (int slot = 0; slot < table.limit(); slot++) {
            if (table.isUsed(slot)) {
                int group = groupOf(slot);
                if (group < 0 || group >= roots.length) {
                    throw in.corrupt("a value belongs to group " + group + ", there are " + roots.length);
                }
                roots[group] = order.insert(roots[group], slot);
            }
        }
    }

    /** Rows of an accumulator at which none of the columns is NULL. */
    static Accumulator.Rows notNull(Accumulator.Rows rows, Batch batch, int... columns) {
        int[] positions = new int[rows.count()];
        int[] groups = new int[rows.count()];
        long[] kept = new long[rows.count()];
        int count = 0;
        for (int i = 0; i < rows.count(); i++) {
            int position = rows.position(i);
            boolean counts = true;
            for (int column : columns) {
                counts &= !batch.column(column).isNull(position);
            }
            if (counts) {
                positions[count] = position;
                groups[count] = rows.groups()[i];
                kept[count++] = rows.weight(i);
            }
        }
        return new Accumulator.Rows(batch, positions, count, groups, kept);
    }

    @Override
    public void close() {
        table.close();
        buffer.close();
    }
}
