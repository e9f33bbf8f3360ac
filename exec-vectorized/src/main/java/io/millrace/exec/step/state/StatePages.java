package io.millrace.exec.step.state;

import io.millrace.common.port.StateChanges;
import io.millrace.common.port.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The state of one dataflow between memory and a store. Operators keep keys in memory as ever; when a step ends and memory holds more than it should, keys
 * that were not touched lately go out, each with all that is kept of it as one page, and come back when rows touch them. So memory is a write-back cache
 * by key, bounded by the limit and what one step touches.
 */
public final class StatePages {
    /** Changes are handed to the store in pieces of about this size. */
    private static final int CHANGES_BYTES_MAX = 8 << 20;
    /** Evicted beyond what must go, so that not every step evicts. */
    private static final double SLACK = 0.9;

    private final StateStore store;
    private final LongSupplier memoryBytesMax;
    private final StateChanges changes = new StateChanges();
    private final List<KeyPages> members = new ArrayList<>();
    private final boolean everything;

    /**
     * @param memoryBytesMax how much of the state may stay in memory, asked after each step
     * @param everything whether operators that cannot page their state are refused, rather than kept in memory
     */
    public StatePages(StateStore store, LongSupplier memoryBytesMax, boolean everything) {
        this.store = store;
        this.memoryBytesMax = memoryBytesMax;
        this.everything = everything;
    }

    /** Whether operators that cannot page their state are refused. */
    public boolean coversEverything() {
        return everything;
    }

    long memoryBytesMax() {
        return memoryBytesMax.getAsLong();
    }

    StateStore store() {
        return store;
    }

    StateChanges changes() {
        if (changes.length() > CHANGES_BYTES_MAX) {
            writeChanges();
        }
        return changes;
    }

    /** All changes are in the store when this returns. */
    void writeChanges() {
        if (changes.count() > 0) {
            store.write(changes);
            changes.clear();
        }
    }

    void register(KeyPages pages) {
        members.add(pages);
    }

    /** The step is over and its result taken: what is too much for memory goes. */
    public void endStep() {
        long most = memoryBytesMax.getAsLong();
        long bytes = 0;
        for (KeyPages pages : members) {
            bytes += pages.memoryBytes();
        }
        if (bytes > most) {
            double share = SLACK * most / bytes;
            members.forEach(pages -> pages.evictTo(share));
        }
        writeChanges();
    }

    /** The store holds all state when this returns; memory keeps what it has. */
    public void flush() {
        members.forEach(KeyPages::flush);
        writeChanges();
    }
}
