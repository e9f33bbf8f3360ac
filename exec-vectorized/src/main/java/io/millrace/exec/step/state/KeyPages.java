package io.millrace.exec.step.state;

import io.millrace.common.port.StateChanges;
import io.millrace.common.port.StateEntries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which keys of a {@link RowTable} are in memory, and how the others come and go (see {@link StatePages}). Without a store it does nothing, and all keys
 * are in memory.
 *
 * <p>A key's entry in the store is named by operator, side, and, where the watermark bounds keys, the time of the bound, then the key's bytes: what a
 * watermark closes lies together and goes as one range. A key that is to be looked at by itself at some time (of a ttl, of a session) has an entry in
 * a second range, named by that time.
 */
public final class KeyPages {
    /** Keys that are looked up at once. */
    private static final int LOOKUP_KEYS_MAX = 8192;
    /** Keys that come in at once because their time has come. */
    private static final int DUE_KEYS_MAX = 16_384;
    /** No time at which a key is to be looked at. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final byte CHANGED = 1;
    private static final byte RECENT = 2;
    private static final byte STORED = 4;
    private static final byte[] NOTHING = new byte[0];

    /** Keeps something by the slots of the table. */
    public interface Owner {
        /** Writes all that is kept of a key besides itself. */
        void save(int slot, PageWriter page);

        /** Takes on what was saved, for a key that has just been added to the table; nobody downstream hears of it. */
        void load(int slot, PageReader page);

        /** Takes a key and what is kept of it out of memory; nobody downstream hears of it. */
        void forget(int slot);

        /** Memory held. */
        long bytes();

        /** The share of it that is in use. */
        double liveShare();

        /** The time at which the key is to be in memory again, or {@link #NEVER}. */
        default long due(int slot) {
            return NEVER;
        }

        /** Whether the key never leaves memory. */
        default boolean isPinned(int slot) {
            return false;
        }
    }

    /** The time that bounds a key, {@link #NEVER} if none does. */
    public interface KeyTime {
        long of(long keyAddress);
    }

    private final StatePages state;
    private final RowTable table;
    private final KeyTime time;
    private final Owner owner;
    private final KeyNames names;
    private final PageWriter writer = new PageWriter();
    private final PageReader reader = new PageReader();
    private final KeyFilters filters = new KeyFilters();
    private RowTable missing;
    private byte[] flags = new byte[0];
    private boolean anyStored;
    /** Bounds on the times of stored keys, and on when the next is due. */
    private long earliestStored = NEVER;
    private long latestStored = Long.MIN_VALUE;
    private long earliestDue = NEVER;
    private boolean leavingQuietly;
    private int hand;
    private byte[] scanFrom;

    /**
     * @param state null if all state is in memory
     * @param operator number of the operator
     * @param side tells tables of one operator apart
     * @param time null if no watermark bounds the keys
     */
    public KeyPages(StatePages state, int operator, int side, RowTable table, KeyTime time, Owner owner) {
        this.state = state;
        this.table = table;
        this.time = time;
        this.owner = owner;
        this.names = new KeyNames(operator, side, time != null);
        if (state != null) {
            state.register(this);
            table.setRemovals(this::removing);
        }
    }

    public boolean isActive() {
        return state != null;
    }

    /** Brings the keys of these rows into memory as far as there are any. Call before the table is searched for them. */
    public void load(RowBuffer rows) {
        if (!anyStored) {
            return;
        }
        if (missing == null) {
            missing = table.scratch();
        }
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            if (table.find(rows, i) < 0
                    && (time == null || time.of(rows.address(i)) <= latestStored)
                    && filters.mayContain(rows.hash(i))) {
                missing.addIfAbsent(rows, i);
            }
        }
        if (missing.size() > 0) {
            loadMissing();
            missing.clear();
        }
    }

    private void loadMissing() {
        // Of this step's changes only those count which were made before it
        state.writeChanges();
        List<byte[]> wanted = new ArrayList<>();
        for (int from = 0; from < missing.limit(); from += LOOKUP_KEYS_MAX) {
            int to = Math.min(missing.limit(), from + LOOKUP_KEYS_MAX);
            wanted.clear();
            for (int slot = from; slot < to; slot++) {
                wanted.add(name(missing, slot));
            }
            List<byte[]> pages = state.store().get(wanted);
            for (int i = 0; i < pages.size(); i++) {
                if (pages.get(i) != null) {
                    loaded(table.addFrom(missing, from + i), pages.get(i));
                }
            }
        }
    }

    private void loaded(int slot, byte[] page) {
        reserve();
        flags[slot] = (byte) (state == null ? 0 : STORED | RECENT);
        owner.load(slot, reader.of(page));
    }

    private byte[] name(RowTable of, int slot) {
        return names.entry(timeOf(of.address(slot)), of.address(slot), of.length(slot));
    }

    private long timeOf(long address) {
        return time == null ? NEVER : time.of(address);
    }

    private void reserve() {
        if (flags.length < table.capacity()) {
            flags = Arrays.copyOf(flags, table.capacity());
        }
    }

    /** What is kept of these keys (slots, repeated or not) changes. */
    public void change(int[] slots, int count) {
        if (state != null) {
            reserve();
            for (int i = 0; i < count; i++) {
                flags[slots[i]] |= CHANGED | RECENT;
            }
        }
    }

    /** A key is looked at, and maybe changed. */
    public void touch(int slot, boolean changes) {
        if (state != null) {
            reserve();
            flags[slot] |= changes ? CHANGED | RECENT : RECENT;
        }
    }

    /** Whether keys that the owner removes from now on need no word to the store: what is stored of them goes as a range. */
    public void leaveQuietly(boolean quietly) {
        leavingQuietly = quietly;
    }

    private void removing(int slot) {
        reserve();
        if (!leavingQuietly && (flags[slot] & STORED) != 0) {
            state.changes().delete(name(table, slot));
        }
        flags[slot] = 0;
    }

    long memoryBytes() {
        return (long) (owner.bytes() * owner.liveShare()) + filters.bytes();
    }

    /** Keeps about this share of what is in memory. */
    void evictTo(double share) {
        double target = owner.liveShare() * Math.min(1, share);
        int limit = table.limit();
        for (long looked = 0; looked < 2L * limit && owner.liveShare() > target; looked++) {
            hand = hand + 1 >= limit ? 0 : hand + 1;
            if (!table.isUsed(hand) || owner.isPinned(hand)) {
                continue;
            }
            reserve();
            if ((flags[hand] & RECENT) != 0) {
                flags[hand] &= ~RECENT;
            } else {
                evict(hand);
            }
        }
    }

    private void evict(int slot) {
        store(slot);
        leavingQuietly = true;
        owner.forget(slot);
        leavingQuietly = false;
    }

    private void store(int slot) {
        if ((flags[slot] & STORED) == 0) {
            filters.add(table.hash(slot), timeOf(table.address(slot)));
        }
        if ((flags[slot] & STORED) == 0 || (flags[slot] & CHANGED) != 0) {
            writer.clear();
            owner.save(slot, writer);
            StateChanges changes = state.changes();
            changes.put(name(table, slot), writer.bytes(), writer.length());
            noteStored(timeOf(table.address(slot)));
            flags[slot] = (byte) (flags[slot] & ~CHANGED | STORED);
        }
        long due = owner.due(slot);
        if (due != NEVER) {
            state.changes().put(names.due(due, table.address(slot), table.length(slot)), NOTHING);
            earliestDue = Math.min(earliestDue, due);
        }
    }

    private void noteStored(long keyTime) {
        anyStored = true;
        earliestStored = Math.min(earliestStored, keyTime);
        latestStored = Math.max(latestStored, keyTime);
    }

    /** Stores what has changed; memory keeps it. */
    void flush() {
        reserve();
        for (int slot = 0; slot < table.limit(); slot++) {
            if (table.isUsed(slot)) {
                store(slot);
            }
        }
    }

    /** Whether a stored key is due at this time. */
    public boolean isDue(long now) {
        return earliestDue <= now;
    }

    /** Brings some of the keys into memory that are due; true if there are more. */
    public boolean loadDue(long now) {
        if (!isDue(now)) {
            return false;
        }
        state.writeChanges();
        if (missing == null) {
            missing = table.scratch();
        }
        byte[] from = names.dueFrom();
        byte[] to = names.dueTo(now);
        boolean more = false;
        byte[] end = to;
        try (StateEntries.Cursor cursor = state.store().scan(from, to)) {
            for (int count = 0; cursor.next(); count++) {
                if (count == DUE_KEYS_MAX) {
                    more = true;
                    end = cursor.key();
                    break;
                }
                names.addDue(cursor.key(), table, missing);
            }
        }
        state.changes().deleteRange(from, end);
        loadMissing();
        missing.clear();
        if (!more) {
            earliestDue = firstDue(to);
        }
        return more;
    }

    private long firstDue(byte[] from) {
        try (StateEntries.Cursor cursor = state.store().scan(from, names.dueTo(NEVER - 1))) {
            return cursor.next() ? names.timeOf(cursor.key()) : NEVER;
        }
    }

    /** Whether the watermark closes stored keys. */
    public boolean closesAt(long watermark) {
        return anyStored && earliestStored <= watermark && earliestStored != NEVER;
    }

    /** Brings some of the stored keys into memory that the watermark closes; true if there are more. What was brought is to be removed before it is called again. */
    public boolean loadClosed(long watermark) {
        if (!closesAt(watermark)) {
            return false;
        }
        state.writeChanges();
        byte[] from = scanFrom == null ? names.entriesFrom() : scanFrom;
        try (StateEntries.Cursor cursor = state.store().scan(from, names.entriesTo(watermark))) {
            for (int count = 0; cursor.next(); count++) {
                if (count == DUE_KEYS_MAX) {
                    scanFrom = cursor.key();
                    return true;
                }
                if (!names.isIn(cursor.key(), table)) {
                    int slot = names.add(cursor.key(), table);
                    loaded(slot, cursor.value());
                    // Its entry goes with the range
                    flags[slot] = 0;
                }
            }
        }
        scanFrom = null;
        return false;
    }

    /** Forgets all stored keys that the watermark closes; those in memory are the owner's to remove. */
    public void dropClosed(long watermark) {
        if (!closesAt(watermark)) {
            return;
        }
        byte[] end = names.entriesTo(watermark);
        state.changes().deleteRange(names.entriesFrom(), end);
        state.writeChanges();
        filters.dropUpTo(watermark == NEVER ? NEVER - 1 : watermark);
        try (StateEntries.Cursor cursor = state.store().scan(end, names.entriesTo(NEVER - 1))) {
            earliestStored = cursor.next() ? names.timeOf(cursor.key()) : NEVER;
        }
    }

    /** Writes what must be known of the stored keys; their pages are in the store. */
    public void write(StateWriter out) {
        out.writeBoolean(anyStored);
        out.writeLong(earliestStored);
        out.writeLong(latestStored);
        out.writeLong(earliestDue);
    }

    /** Takes on what {@link #write} wrote: with a store of its own that has the pages by now, else all pages from where they are. */
    public void read(StateReader in) {
        boolean any = in.readBoolean();
        long earliest = in.readLong();
        long latest = in.readLong();
        long due = in.readLong();
        if (state != null) {
            anyStored = any;
            if (any) {
                filters.forgetAll();
            }
            earliestStored = earliest;
            latestStored = latest;
            earliestDue = due;
            return;
        }
        try (StateEntries.Cursor cursor = in.stored().scan(names.entriesFrom(), names.entriesEnd())) {
            while (cursor.next()) {
                loaded(names.add(cursor.key(), table), cursor.value());
            }
        }
    }

    /** All keys came into memory otherwise than by {@link #load}. */
    public void adopt() {
        if (state != null) {
            reserve();
            for (int slot = 0; slot < table.limit(); slot++) {
                flags[slot] = (byte) (table.isUsed(slot) ? CHANGED : 0);
            }
        }
    }
}
