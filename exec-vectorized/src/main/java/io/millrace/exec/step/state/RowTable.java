package io.millrace.exec.step.state;

import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A hash set of encoded rows, each of which has a slot: a small number that stays the same as long as the row is in the set and is reused afterwards.
 * Whatever is kept about a row lies in arrays by slot at the owner (accumulators, weights, links), sized by {@link #capacity}.
 *
 * <p>Open addressing with linear probing and backward-shift deletion; an index entry holds a row's hash and its slot, so that a probe that fails
 * costs one cache line. Not thread-safe.
 */
public final class RowTable implements AutoCloseable {
    private static final int FIRST_CAPACITY = 64;

    private final RowFormat format;
    private final RowStore store;
    private final boolean fixed;
    /** Hash in the high half, slot + 1 in the low half; 0 is empty. */
    private long[] index = new long[2 * FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    private boolean[] used = new boolean[FIRST_CAPACITY];
    private int[] free = new int[FIRST_CAPACITY];
    private int freeCount;
    private int limit;
    private int size;
    private int[] added = new int[16];
    private int addedCount;
    private RemovalListener removals;
    private final BufferAllocator allocator;
    private RowTable scratch;
    private ArrowBuf scratchBytes;

    /** Hears of a row that is about to leave. */
    interface RemovalListener {
        void removing(int slot);
    }

    public RowTable(BufferAllocator allocator, RowFormat format) {
        this.allocator = allocator;
        this.format = format;
        this.store = new RowStore(allocator, format.stride());
        this.fixed = format.stride() > 0;
    }

    public RowFormat format() {
        return format;
    }

    /** Rows in the set. */
    public int size() {
        return size;
    }

    /** All slots are below this; arrays by slot need this length. */
    public int capacity() {
        return hashes.length;
    }

    /** Slots that were ever used are below this. */
    public int limit() {
        return limit;
    }

    public boolean isUsed(int slot) {
        return used[slot];
    }

    /** Where the row of a slot lies; valid until the table is next changed. */
    public long address(int slot) {
        return store.address(slot);
    }

    public int length(int slot) {
        return store.length(slot);
    }

    /** Slots that the last {@link #findOrAdd} added, in {@code added()[0..addedCount())}. */
    public int[] added() {
        return added;
    }

    public int addedCount() {
        return addedCount;
    }

    int hash(int slot) {
        return hashes[slot];
    }

    void setRemovals(RemovalListener listener) {
        removals = listener;
    }

    /** The share of this table's memory that rows take which are in it now. */
    public double liveShare() {
        return limit == 0 ? 0 : (double) size / limit;
    }

    /** Adds a row of a page that is not in the table yet. */
    int addPaged(PageReader page) {
        int length = page.rowLength(format);
        int slot = takeSlot();
        long address = store.place(slot, length);
        page.readMemory(address, length);
        enter(slot, RowHash.of(address, length));
        return slot;
    }

    /** As {@link #addPaged(PageReader)}, with another value in the first column, an INT32 that is not null. */
    public int addPaged(PageReader page, int first) {
        int length = page.rowLength(format);
        int slot = takeSlot();
        long address = store.place(slot, length);
        page.readMemory(address, length);
        Memory.putInt(format.fixedAt(address, 0), first);
        enter(slot, RowHash.of(address, length));
        return slot;
    }

    /** Adds a row that is not in the table yet; {@code length} a multiple of 8. */
    int addNew(byte[] from, int at, int length) {
        int slot = takeSlot();
        long address = store.place(slot, length);
        Memory.copy(from, at, address, length);
        enter(slot, RowHash.of(address, length));
        return slot;
    }

    /** The slot of a row given as bytes, or -1. */
    int find(byte[] from, int at, int length) {
        long address = scratchRow(length);
        Memory.copy(from, at, address, length);
        return find(address, length, RowHash.of(address, length));
    }

    /** A table of the same format in the same memory; closed with this one. */
    RowTable scratch() {
        if (scratch == null) {
            scratch = new RowTable(allocator, format);
        }
        return scratch;
    }

    private long scratchRow(int length) {
        if (scratchBytes == null || scratchBytes.capacity() < length) {
            if (scratchBytes != null) {
                scratchBytes.close();
                scratchBytes = null;
            }
            scratchBytes = Buffers.allocate(allocator, Math.max(256, 2L * length));
        }
        return scratchBytes.memoryAddress();
    }

    /** Adds a row of another table of this format that is not in this one yet. */
    int addFrom(RowTable other, int otherSlot) {
        int slot = takeSlot();
        store.put(slot, other.address(otherSlot), other.length(otherSlot));
        enter(slot, other.hashes[otherSlot]);
        return slot;
    }

    /** Adds a row of a buffer unless it is there; returns whether it was not. */
    boolean addIfAbsent(RowBuffer rows, int row) {
        int before = size;
        findOrAdd(rows.address(row), rows.length(row), rows.hash(row));
        return size > before;
    }

    private int takeSlot() {
        int slot = freeCount > 0 ? free[--freeCount] : limit++;
        if (slot >= hashes.length) {
            grow();
        }
        return slot;
    }

    private void enter(int slot, int hash) {
        hashes[slot] = hash;
        used[slot] = true;
        index[emptyEntry(hash)] = entry(hash, slot);
        size++;
    }

    /** Puts the slot of every row into {@code slots}, adding rows that are not there yet. */
    public void findOrAdd(RowBuffer rows, int[] slots) {
        addedCount = 0;
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            slots[i] = findOrAdd(rows.address(i), rows.length(i), rows.hash(i));
        }
    }

    private int findOrAdd(long address, int length, int hash) {
        long[] entries = index;
        int mask = entries.length - 1;
        int at = hash & mask;
        while (true) {
            long entry = entries[at];
            if (entry == 0) {
                return add(address, length, hash, at);
            }
            if ((int) (entry >>> 32) == hash && equal((int) entry - 1, address, length)) {
                return (int) entry - 1;
            }
            at = at + 1 & mask;
        }
    }

    /** The slot of one row of a buffer, or -1. */
    public int find(RowBuffer rows, int row) {
        return find(rows.address(row), rows.length(row), rows.hash(row));
    }

    private int find(long address, int length, int hash) {
        int mask = index.length - 1;
        int at = hash & mask;
        while (true) {
            long entry = index[at];
            if (entry == 0) {
                return -1;
            }
            if ((int) (entry >>> 32) == hash && equal((int) entry - 1, address, length)) {
                return (int) entry - 1;
            }
            at = at + 1 & mask;
        }
    }

    private boolean equal(int slot, long address, int length) {
        if (!fixed && store.length(slot) != length) {
            return false;
        }
        long other = store.address(slot);
        for (int i = 0; i < length; i += 8) {
            if (Memory.getLong(other + i) != Memory.getLong(address + i)) {
                return false;
            }
        }
        return true;
    }

    private int add(long address, int length, int hash, int at) {
        int slot = freeCount > 0 ? free[--freeCount] : limit++;
        if (slot >= hashes.length) {
            grow();
            at = emptyEntry(hash);
        }
        store.put(slot, address, length);
        hashes[slot] = hash;
        used[slot] = true;
        index[at] = entry(hash, slot);
        size++;
        if (addedCount == added.length) {
            added = Arrays.copyOf(added, 2 * addedCount);
        }
        added[addedCount++] = slot;
        return slot;
    }

    private static long entry(int hash, int slot) {
        return (long) hash << 32 | slot + 1;
    }

    private int emptyEntry(int hash) {
        int mask = index.length - 1;
        int at = hash & mask;
        while (index[at] != 0) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        int larger = Math.multiplyExact(hashes.length, 2);
        hashes = Arrays.copyOf(hashes, larger);
        used = Arrays.copyOf(used, larger);
        index = new long[Math.multiplyExact(larger, 2)];
        for (int slot = 0; slot < larger / 2; slot++) {
            if (used[slot]) {
                index[emptyEntry(hashes[slot])] = entry(hashes[slot], slot);
            }
        }
    }

    /** Takes a row out; its slot may be reused by the next row that is added. */
    public void remove(int slot) {
        assert used[slot];
        if (removals != null) {
            removals.removing(slot);
        }
        int mask = index.length - 1;
        int hash = hashes[slot];
        int at = hash & mask;
        while (index[at] != entry(hash, slot)) {
            at = at + 1 & mask;
        }
        int hole = at;
        while (true) {
            at = at + 1 & mask;
            long entry = index[at];
            if (entry == 0) {
                break;
            }
            int home = (int) (entry >>> 32) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                index[hole] = entry;
                hole = at;
            }
        }
        index[hole] = 0;
        store.remove(slot);
        used[slot] = false;
        size--;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = slot;
    }

    /** Call between steps: gives memory of removed rows back. Addresses change, slots do not. */
    public void compact() {
        store.compact(limit);
    }

    /** Takes all rows out. A table that has become far too large is made small again: clearing must not cost what some earlier use did. */
    public void clear() {
        if (hashes.length > 16 * FIRST_CAPACITY && limit < hashes.length / 16) {
            hashes = new int[FIRST_CAPACITY];
            used = new boolean[FIRST_CAPACITY];
            free = new int[FIRST_CAPACITY];
            index = new long[2 * FIRST_CAPACITY];
        } else {
            Arrays.fill(index, 0);
            Arrays.fill(used, 0, limit, false);
        }
        store.clear();
        freeCount = 0;
        limit = 0;
        size = 0;
        addedCount = 0;
    }

    public long bytes() {
        return store.bytes() + 8L * index.length + 5L * hashes.length + 4L * free.length;
    }

    /** Writes all rows with their slots. */
    public void write(StateWriter out) {
        out.writeInt(limit);
        out.writeInt(size);
        for (int slot = 0; slot < limit; slot++) {
            if (used[slot]) {
                out.writeInt(slot);
                out.writeInt(store.length(slot));
                out.writeInt(hashes[slot]);
                out.writeMemory(store.address(slot), store.length(slot));
            }
        }
        out.writeInts(free, freeCount);
    }

    /** Takes the rows of {@link #write} into this table, which is empty; slots are as they were. */
    public void read(StateReader in) {
        assert size == 0 && limit == 0;
        limit = in.readCount(1 << 30);
        while (hashes.length < limit) {
            grow();
        }
        size = in.readCount(limit);
        for (int i = 0; i < size; i++) {
            int slot = in.readCount(limit - 1);
            int length = in.readCount(Integer.MAX_VALUE - 8);
            if (used[slot] || (length & 7) != 0 || fixed && length != format.stride()) {
                throw in.corrupt("row " + i + " of " + size + " has slot " + slot + " and " + length + " bytes");
            }
            hashes[slot] = in.readInt();
            in.readMemory(store.place(slot, length), length);
            used[slot] = true;
            index[emptyEntry(hashes[slot])] = entry(hashes[slot], slot);
        }
        freeCount = limit - size;
        free = new int[Math.max(FIRST_CAPACITY, freeCount)];
        in.readInts(free, freeCount);
    }

    @Override
    public void close() {
        store.close();
        if (scratch != null) {
            scratch.close();
        }
        if (scratchBytes != null) {
            scratchBytes.close();
        }
    }
}
