package io.millrace.exec.step.state;

import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** One row a slot of someone else's {@link RowTable}, as a value beside a key. Not thread-safe. */
public final class SlotRows implements AutoCloseable {
    private final RowFormat format;
    private final RowStore store;
    private boolean[] used = new boolean[0];

    public SlotRows(BufferAllocator allocator, RowFormat format) {
        this.format = format;
        this.store = new RowStore(allocator, format.stride());
    }

    public RowFormat format() {
        return format;
    }

    public boolean isUsed(int slot) {
        return slot < used.length && used[slot];
    }

    /** Whether the slot's row is this row of the buffer. */
    public boolean holds(int slot, RowBuffer rows, int row) {
        return isUsed(slot)
                && store.length(slot) == rows.length(row)
                && Memory.equal(store.address(slot), rows.address(row), rows.length(row));
    }

    /** Puts a copy of a row in the place of the slot's. */
    public void put(int slot, RowBuffer rows, int row) {
        if (slot >= used.length) {
            used = Arrays.copyOf(used, Math.max(64, 2 * slot));
        }
        if (used[slot]) {
            store.remove(slot);
        }
        store.put(slot, rows.address(row), rows.length(row));
        used[slot] = true;
    }

    /** The slot holds no row from here on. */
    public void remove(int slot) {
        if (isUsed(slot)) {
            store.remove(slot);
            used[slot] = false;
        }
    }

    /** Writes a slot's row into a page. */
    public void save(int slot, PageWriter page) {
        page.writeRow(format, store.address(slot), store.length(slot));
    }

    /** Takes a row of a page for a slot that has none. */
    public void load(int slot, PageReader page) {
        if (slot >= used.length) {
            used = Arrays.copyOf(used, Math.max(64, 2 * slot));
        }
        int length = page.rowLength(format);
        page.readMemory(store.place(slot, length), length);
        used[slot] = true;
    }

    /** The rows of these slots, owned by the caller. */
    public List<Column> decode(BufferAllocator allocator, int[] slots, int count) {
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = store.address(slots[i]);
        }
        return format.decode(allocator, addresses, count);
    }

    /** Call between steps: gives memory of replaced rows back. {@code limit}: all slots are below it. */
    public void compact(int limit) {
        store.compact(limit);
    }

    public long bytes() {
        return store.bytes() + used.length;
    }

    /** Writes the rows of the table's slots. */
    public void write(StateWriter out, RowTable table) {
        for (int slot = 0; slot < table.limit(); slot++) {
            if (table.isUsed(slot)) {
                out.writeInt(store.length(slot));
                out.writeMemory(store.address(slot), store.length(slot));
            }
        }
    }

    /** Takes the rows of {@link #write}, after the table was read. */
    public void read(StateReader in, RowTable table) {
        used = new boolean[table.capacity()];
        for (int slot = 0; slot < table.limit(); slot++) {
            if (table.isUsed(slot)) {
                int length = in.readCount(Integer.MAX_VALUE - 8);
                if ((length & 7) != 0 || format.stride() > 0 && length != format.stride()) {
                    throw in.corrupt("the row of slot " + slot + " has " + length + " bytes");
                }
                in.readMemory(store.place(slot, length), length);
                used[slot] = true;
            }
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
