package io.millrace.exec.step.state;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** An {@link Arrangement} whose keys know their rows in order. */
public final class OrderedArrangement implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Arrangement rows;
    private final RowOrdering ordering;
    private final OrderedSlots order;
    private final RowBuffer keyBuffer;
    private final RowBuffer rowBuffer;
    private final int[] keyColumns;
    private final int[] allColumns;
    /** Brings keys into memory; null before it is set. */
    private KeyPages pages;
    private int[] roots = new int[0];
    private long[] weights = new long[0];
    private int[] slots = new int[0];

    /**
     * @param keys columns that make the key
     * @param orderKeys of the rows under a key; ties by the remaining columns
     */
    public OrderedArrangement(BufferAllocator allocator, Schema schema, List<Integer> keys, List<SortKey> orderKeys) {
        this.allocator = allocator;
        List<SqlType> keyTypes = keys.stream().map(schema::type).toList();
        this.rows = new Arrangement(allocator, RowFormat.ofKeys(keyTypes), RowFormat.ofRows(schema));
        this.ordering = new RowOrdering(allocator, rows.rows().format(), orderKeys, 0);
        this.order = new OrderedSlots(rows.rows(), ordering);
        this.keyBuffer = new RowBuffer(allocator);
        this.rowBuffer = new RowBuffer(allocator);
        this.keyColumns = Deltas.toArray(keys);
        this.allColumns = Deltas.range(0, schema.size());
    }

    public Arrangement rows() {
        return rows;
    }

    /** Before the first row. */
    public void setPages(KeyPages keyPages) {
        pages = keyPages;
    }

    /** As {@link Arrangement#load}. */
    public void load(int keySlot, PageReader page, Arrangement.RowListener listener) {
        reserveRoots();
        roots[keySlot] = -1;
        rows.load(keySlot, page, row -> {
            roots[keySlot] = order.insert(roots[keySlot], row);
            listener.loaded(row);
        });
    }

    public RowOrdering ordering() {
        return ordering;
    }

    /** Hears of a key that is about to change. */
    public interface KeyListener {
        void touching(int keySlot);
    }

    /** Takes a delta in, which stays the caller's; {@code before} hears of every key that is there already, maybe repeatedly. Returns the rows' count. */
    public int add(Batch batch, KeyListener before) {
        int count = batch.rows();
        int[] positions = Deltas.positions(batch);
        if (slots.length < count) {
            slots = new int[count + count / 2];
            weights = new long[slots.length];
        }
        Deltas.weights(batch, weights);
        rows.keys().format().encode(allocator, batch, keyColumns, positions, count, keyBuffer);
        pages.load(keyBuffer);
        for (int i = 0; i < count; i++) {
            int key = rows.keys().find(keyBuffer, i);
            if (key >= 0) {
                before.touching(key);
            }
        }
        rows.rows().format().encode(allocator, batch, allColumns, positions, count, rowBuffer);
        rows.add(keyBuffer, rowBuffer, weights, slots);
        pages.change(rows.keySlots(), count);
        reserveRoots();
        for (int i = 0; i < rows.keys().addedCount(); i++) {
            roots[rows.keys().added()[i]] = -1;
        }
        for (int i = 0; i < rows.rows().addedCount(); i++) {
            int slot = rows.rows().added()[i];
            int key = rows.keyOf(slot);
            roots[key] = order.insert(roots[key], slot);
        }
        return count;
    }

    private void reserveRoots() {
        if (roots.length < rows.keys().capacity()) {
            roots = Arrays.copyOf(roots, rows.keys().capacity());
        }
    }

    /** Keys of the rows that the last {@link #add} was given. */
    public int[] keySlots() {
        return rows.keySlots();
    }

    /** Visits a key's rows in order, those of weight zero included. */
    public void forEach(int keySlot, OrderedSlots.Visitor visitor) {
        order.forEach(roots[keySlot], visitor);
    }

    public int first(int keySlot) {
        return order.first(roots[keySlot]);
    }

    public int last(int keySlot) {
        return order.last(roots[keySlot]);
    }

    /** Removes a row, whatever it weighs, and its key if it was the last. */
    public void remove(int rowSlot) {
        int key = rows.keyOf(rowSlot);
        roots[key] = order.remove(roots[key], rowSlot);
        rows.addWeight(rowSlot, -rows.weight(rowSlot));
        rows.prune(new int[] {rowSlot}, 1);
    }

    /** Removes the rows among these slots (repeated or not) that weigh nothing, and keys without rows. */
    public void prune(int[] rowSlots, int count) {
        for (int i = 0; i < count; i++) {
            if (rows.rows().isUsed(rowSlots[i]) && rows.weight(rowSlots[i]) == 0) {
                remove(rowSlots[i]);
            }
        }
    }

    /** Row slots of the last {@link #add}. */
    public int[] slots() {
        return slots;
    }

    public long weight(int rowSlot) {
        return rows.weight(rowSlot);
    }

    /** The columns of rows, owned by the caller. */
    public List<Column> decode(int[] rowSlots, int count) {
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = rows.rows().address(rowSlots[i]);
        }
        return rows.rows().format().decode(allocator, addresses, count);
    }

    public void compact() {
        rows.compact();
    }

    public long bytes() {
        return rows.bytes() + order.bytes() + 4L * roots.length;
    }

    public void write(StateWriter out) {
        rows.write(out);
    }

    public void read(StateReader in) {
        rows.read(in);
        reserveRoots();
        Arrays.fill(roots, -1);
        for (int slot = 0; slot < rows.rows().limit(); slot++) {
            if (rows.rows().isUsed(slot)) {
                int key = rows.keyOf(slot);
                roots[key] = order.insert(roots[key], slot);
            }
        }
    }

    @Override
    public void close() {
        rows.close();
        keyBuffer.close();
        rowBuffer.close();
    }
}
