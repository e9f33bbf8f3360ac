package io.millrace.storage.table.key;

/**
 * Where the row of each key is: open addressing over the keys' 128-bit hashes, 24 bytes a slot, at most 60 % full. Locations are the caller's, but for
 * {@link #NONE}. Not thread-safe.
 */
public final class KeyIndex {
    public static final long NONE = Long.MIN_VALUE;
    /** A slot whose key was removed; searches go on past it. */
    private static final long REMOVED = Long.MIN_VALUE + 1;

    private long[] slots = new long[3 * 1024];
    private int mask = 1023;
    private int used;
    private int size;

    public KeyIndex() {
        clearSlots();
    }

    private void clearSlots() {
        for (int i = 2; i < slots.length; i += 3) {
            slots[i] = NONE;
        }
    }

    public int size() {
        return size;
    }

    public long bytes() {
        return 8L * slots.length;
    }

    /** The location of a key, or NONE. */
    public long find(long high, long low) {
        int slot = slot(high, low);
        return slots[slot + 2] == REMOVED ? NONE : slots[slot + 2];
    }

    /** The key's slot, or the empty one where the search for it ends. */
    private int slot(long high, long low) {
        int at = (int) high & mask;
        while (true) {
            int slot = 3 * at;
            if (slots[slot + 2] == NONE || slots[slot] == high && slots[slot + 1] == low) {
                return slot;
            }
            at = at + 1 & mask;
        }
    }

    /** Sets a key's location, whether it is there or not. */
    public void put(long high, long low, long location) {
        int slot = slot(high, low);
        long old = slots[slot + 2];
        if (old == NONE) {
            if ((used + 1L) * 10 > (mask + 1L) * 6) {
                resize();
                slot = slot(high, low);
            }
            used++;
        }
        if (old == NONE || old == REMOVED) {
            size++;
        }
        slots[slot] = high;
        slots[slot + 1] = low;
        slots[slot + 2] = location;
    }

    public void remove(long high, long low) {
        int slot = slot(high, low);
        if (slots[slot + 2] != NONE && slots[slot + 2] != REMOVED) {
            slots[slot + 2] = REMOVED;
            size--;
        }
    }

    public void clear() {
        slots = new long[3 * 1024];
        mask = 1023;
        used = 0;
        size = 0;
        clearSlots();
    }

    private void resize() {
        long[] old = slots;
        int capacity = mask + 1;
        if (size * 10L > capacity * 3L) {
            capacity = Math.multiplyExact(capacity, 2);
        }
        slots = new long[Math.multiplyExact(3, capacity)];
        mask = capacity - 1;
        clearSlots();
        used = 0;
        for (int i = 0; i < old.length; i += 3) {
            if (old[i + 2] != NONE && old[i + 2] != REMOVED) {
                int slot = slot(old[i], old[i + 1]);
                slots[slot] = old[i];
                slots[slot + 1] = old[i + 1];
                slots[slot + 2] = old[i + 2];
                used++;
            }
        }
    }
}
