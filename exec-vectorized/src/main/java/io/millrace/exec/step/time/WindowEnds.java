package io.millrace.exec.step.time;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Slots by the end of their window, so that a watermark finds what it closes without looking at the rest. A slot may be listed that is gone, or twice;
 * the owner checks. Ends in microseconds.
 */
public final class WindowEnds {
    private static final class Slots {
        int[] slots = new int[16];
        int count;

        void add(int slot) {
            if (count == slots.length) {
                slots = Arrays.copyOf(slots, 2 * count);
            }
            slots[count++] = slot;
        }
    }

    private final TreeMap<Long, Slots> byEnd = new TreeMap<>();
    private long lastEnd;
    private Slots last;
    private long entries;

    public void add(long endMicros, int slot) {
        if (last == null || lastEnd != endMicros) {
            lastEnd = endMicros;
            last = byEnd.computeIfAbsent(endMicros, end -> new Slots());
        }
        last.add(slot);
        entries++;
    }

    /** Whether most of what is listed must be repeated or gone, as when keys come and go; the owner then lists what it has anew after {@link #clear}. */
    public boolean isCrowded(int slotsInUse) {
        return entries > 2L * slotsInUse + 1024;
    }

    public void clear() {
        byEnd.clear();
        last = null;
        entries = 0;
    }

    /** Hands over the slots of all windows that end at or before the watermark, earliest end first, and forgets them. */
    public void close(long watermarkMicros, IntConsumer consumer) {
        while (!byEnd.isEmpty() && byEnd.firstKey() <= watermarkMicros) {
            Map.Entry<Long, Slots> first = byEnd.pollFirstEntry();
            if (first.getValue() == last) {
                last = null;
            }
            entries -= first.getValue().count;
            for (int i = 0; i < first.getValue().count; i++) {
                consumer.accept(first.getValue().slots[i]);
            }
        }
    }

    /** Whether {@link #close} would hand anything over. */
    public boolean closesAt(long watermarkMicros) {
        return !byEnd.isEmpty() && byEnd.firstKey() <= watermarkMicros;
    }

    public long bytes() {
        return byEnd.values().stream().mapToLong(slots -> 4L * slots.slots.length + 64).sum();
    }
}
