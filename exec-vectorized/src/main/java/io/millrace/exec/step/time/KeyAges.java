package io.millrace.exec.step.time;

import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * When keys were last touched, by the times of ticks: so which key is too old is a function of the ticks. Keys are slots of a table; a slot that another
 * key has taken was touched since. Not thread-safe.
 */
public final class KeyAges {
    /** Slots touched at one tick. */
    private static final class Slots {
        private int[] slots = new int[16];
        private int count;

        void add(int slot) {
            if (count == slots.length) {
                slots = Arrays.copyOf(slots, 2 * count);
            }
            slots[count++] = slot;
        }
    }

    private static final long NEVER = Long.MIN_VALUE;

    private final long ttlMicros;
    private final TreeMap<Long, Slots> byTime = new TreeMap<>();
    private long[] touched = new long[0];
    private long entries;

    public KeyAges(long ttlMicros) {
        this.ttlMicros = ttlMicros;
    }

    public void touch(int slot, long nowMicros) {
        if (slot >= touched.length) {
            int before = touched.length;
            touched = Arrays.copyOf(touched, Math.max(slot + 1, 2 * before));
            Arrays.fill(touched, before, touched.length, NEVER);
        }
        if (touched[slot] != nowMicros) {
            touched[slot] = nowMicros;
            byTime.computeIfAbsent(nowMicros, t -> new Slots()).add(slot);
            entries++;
        }
    }

    /** When the slot was touched, {@link Long#MIN_VALUE} if never. */
    public long touchedAt(int slot) {
        return slot < touched.length ? touched[slot] : NEVER;
    }

    /** The slot's key leaves memory. */
    public void forget(int slot) {
        if (slot < touched.length) {
            touched[slot] = NEVER;
        }
    }

    /** When the slot's key goes if nothing touches it, {@link Long#MAX_VALUE}: never. */
    public long dueAt(int slot) {
        long at = touchedAt(slot);
        return at == NEVER ? Long.MAX_VALUE : at + ttlMicros < at ? Long.MAX_VALUE : at + ttlMicros;
    }

    /** Call between steps where slots are forgotten: entries of slots that were are dropped once they are the most. {@code keys}: how many there are. */
    public void compact(int keys) {
        if (entries <= 2L * keys + 1024) {
            return;
        }
        byTime.clear();
        entries = 0;
        for (int slot = 0; slot < touched.length; slot++) {
            if (touched[slot] != NEVER) {
                byTime.computeIfAbsent(touched[slot], t -> new Slots()).add(slot);
                entries++;
            }
        }
    }

    /** Hands over the slots that were not touched for the ttl; some may be free by now. */
    public void expire(long nowMicros, IntConsumer consumer) {
        while (!byTime.isEmpty() && byTime.firstKey() <= nowMicros - ttlMicros) {
            Map.Entry<Long, Slots> oldest = byTime.pollFirstEntry();
            Slots slots = oldest.getValue();
            entries -= slots.count;
            for (int i = 0; i < slots.count; i++) {
                int slot = slots.slots[i];
                if (touched[slot] == oldest.getKey()) {
                    touched[slot] = NEVER;
                    consumer.accept(slot);
                }
            }
        }
    }

    public long bytes() {
        return 12L * touched.length;
    }

    public void write(StateWriter out, int limit) {
        for (int slot = 0; slot < limit; slot++) {
            out.writeLong(slot < touched.length ? touched[slot] : NEVER);
        }
    }

    public void read(StateReader in, int limit) {
        for (int slot = 0; slot < limit; slot++) {
            long time = in.readLong();
            if (time != NEVER) {
                touch(slot, time);
            }
        }
    }
}
