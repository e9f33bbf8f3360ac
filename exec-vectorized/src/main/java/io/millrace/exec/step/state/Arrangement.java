package io.millrace.exec.step.state;

import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A Z-set indexed by key: key → its rows, each with the sum of its weights. Keys and rows have slots ({@link RowTable}); the rows of a key are linked.
 * Rows of weight zero stay until {@link #prune}, so that a caller may keep something by row slot while it works on a batch. A second number a row,
 * its {@code matches}, is for joins.
 */
public final class Arrangement implements AutoCloseable {
    private final RowTable keys;
    private final RowTable rows;
    private int[] firstRow = new int[0];
    private int[] nextRow = new int[0];
    private int[] previousRow = new int[0];
    private int[] keyOfRow = new int[0];
    private long[] weights = new long[0];
    private long[] matches = new long[0];
    private int[] keySlots = new int[0];

    public Arrangement(BufferAllocator allocator, RowFormat keyFormat, RowFormat rowFormat) {
        this.keys = new RowTable(allocator, keyFormat);
        this.rows = new RowTable(allocator, rowFormat);
    }

    public RowTable keys() {
        return keys;
    }

    public RowTable rows() {
        return rows;
    }

    /** A key's first row, or -1. */
    public int firstRow(int keySlot) {
        return firstRow[keySlot];
    }

    /** The row after this one under the same key, or -1. */
    public int nextRow(int rowSlot) {
        return nextRow[rowSlot];
    }

    public int keyOf(int rowSlot) {
        return keyOfRow[rowSlot];
    }

    public long weight(int rowSlot) {
        return weights[rowSlot];
    }

    public long matches(int rowSlot) {
        return matches[rowSlot];
    }

    public void setMatches(int rowSlot, long value) {
        matches[rowSlot] = value;
    }

    /** Adds weights to rows, which are made if need be with no matches. Row {@code i} of the buffers belong together; its slot comes in {@code rowSlots[i]}. */
    public void add(RowBuffer keyBuffer, RowBuffer rowBuffer, long[] deltas, int[] rowSlots) {
        int count = rowBuffer.count();
        if (keySlots.length < count) {
            keySlots = new int[count];
        }
        keys.findOrAdd(keyBuffer, keySlots);
        if (firstRow.length < keys.capacity()) {
            firstRow = Arrays.copyOf(firstRow, keys.capacity());
        }
        for (int i = 0; i < keys.addedCount(); i++) {
            firstRow[keys.added()[i]] = -1;
        }
        rows.findOrAdd(rowBuffer, rowSlots);
        reserveRows();
        for (int i = 0; i < rows.addedCount(); i++) {
            int slot = rows.added()[i];
            keyOfRow[slot] = -1;
            weights[slot] = 0;
            matches[slot] = 0;
        }
        for (int i = 0; i < count; i++) {
            int slot = rowSlots[i];
            if (keyOfRow[slot] < 0) {
                link(slot, keySlots[i]);
            }
            weights[slot] += deltas[i];
        }
    }

    /** Adds to a row's weight; returns what it was before. */
    public long addWeight(int rowSlot, long delta) {
        long before = weights[rowSlot];
        weights[rowSlot] = before + delta;
        return before;
    }

    /** Key slots of the rows that the last {@link #add} was given. */
    public int[] keySlots() {
        return keySlots;
    }

    private void reserveRows() {
        int capacity = rows.capacity();
        if (weights.length < capacity) {
            nextRow = Arrays.copyOf(nextRow, capacity);
            previousRow = Arrays.copyOf(previousRow, capacity);
            keyOfRow = Arrays.copyOf(keyOfRow, capacity);
            weights = Arrays.copyOf(weights, capacity);
            matches = Arrays.copyOf(matches, capacity);
        }
    }

    private void link(int rowSlot, int keySlot) {
        int first = firstRow[keySlot];
        keyOfRow[rowSlot] = keySlot;
        nextRow[rowSlot] = first;
        previousRow[rowSlot] = -1;
        if (first >= 0) {
            previousRow[first] = rowSlot;
        }
        firstRow[keySlot] = rowSlot;
    }

    /** Removes the rows among these slots (repeated or not) whose weight is zero, and keys without rows. */
    public void prune(int[] rowSlots, int count) {
        for (int i = 0; i < count; i++) {
            if (rows.isUsed(rowSlots[i]) && weights[rowSlots[i]] == 0) {
                remove(rowSlots[i]);
            }
        }
    }

    private void remove(int rowSlot) {
        int key = keyOfRow[rowSlot];
        int next = nextRow[rowSlot];
        int previous = previousRow[rowSlot];
        if (next >= 0) {
            previousRow[next] = previous;
        }
        if (previous >= 0) {
            nextRow[previous] = next;
        } else {
            firstRow[key] = next;
            if (next < 0) {
                keys.remove(key);
            }
        }
        rows.remove(rowSlot);
    }

    /** Removes a key and all its rows. */
    public void removeKey(int keySlot) {
        for (int row = firstRow[keySlot]; row >= 0; row = nextRow[row]) {
            rows.remove(row);
        }
        keys.remove(keySlot);
    }

    /** Writes the rows of a key into its page. */
    public void save(int keySlot, PageWriter page) {
        int count = 0;
        for (int row = firstRow[keySlot]; row >= 0; row = nextRow[row]) {
            count++;
        }
        page.writeLong(count);
        for (int row = firstRow[keySlot]; row >= 0; row = nextRow[row]) {
            page.writeRow(rows.format(), rows.address(row), rows.length(row));
            page.writeLong(weights[row]);
            page.writeLong(matches[row]);
        }
    }

    /** Hears of a row that a page has brought. */
    public interface RowListener {
        void loaded(int rowSlot);
    }

    /** Takes the rows of a page to a key that has just been added. */
    public void load(int keySlot, PageReader page, RowListener listener) {
        if (firstRow.length < keys.capacity()) {
            firstRow = Arrays.copyOf(firstRow, keys.capacity());
        }
        firstRow[keySlot] = -1;
        for (int left = page.readCount(); left > 0; left--) {
            int row = rows.addPaged(page);
            reserveRows();
            link(row, keySlot);
            weights[row] = page.readLong();
            matches[row] = page.readLong();
            listener.loaded(row);
        }
    }

    /** Memory of what is in it now, as a share of all that it holds on to. */
    public double liveShare() {
        return rows.liveShare();
    }

    /** Call between steps. */
    public void compact() {
        keys.compact();
        rows.compact();
    }

    public long bytes() {
        return keys.bytes() + rows.bytes() + 4L * firstRow.length + 28L * weights.length;
    }

    public void write(StateWriter out) {
        keys.write(out);
        rows.write(out);
        for (int slot = 0; slot < rows.limit(); slot++) {
            if (rows.isUsed(slot)) {
                out.writeInt(keyOfRow[slot]);
                out.writeLong(weights[slot]);
                out.writeLong(matches[slot]);
            }
        }
    }

    public void read(StateReader in) {
        keys.read(in);
        rows.read(in);
        firstRow = new int[keys.capacity()];
        Arrays.fill(firstRow, -1);
        reserveRows();
        for (int slot = 0; slot < rows.limit(); slot++) {
            if (rows.isUsed(slot)) {
                int key = in.readCount(keys.limit() - 1);
                link(slot, key);
                weights[slot] = in.readLong();
                matches[slot] = in.readLong();
            }
        }
    }

    @Override
    public void close() {
        keys.close();
        rows.close();
    }
}
