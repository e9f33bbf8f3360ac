package io.millrace.cluster.sink;

import io.millrace.common.batch.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sink's query changed and is not yet committed in the other system, step by step. Bounded by its user: who puts in looks at {@link #isFull} first.
 * Thread-safe.
 */
final class SinkOutbox implements AutoCloseable {
    private static final long NONE = Long.MIN_VALUE;

    /**
     * What one step changed.
     *
     * @param tick that the step went to
     * @param whole whether the tick ends with it; a query's first contents come in several steps of one tick
     * @param held whether a row of the query cannot be computed as of the tick, so that nothing from here on may be seen
     */
    record Entry(long tick, boolean whole, boolean held, List<Batch> changes, long bytes) {
        Entry held(boolean newHeld) {
            return new Entry(tick, whole, newHeld, changes, bytes);
        }

        void close() {
            changes.forEach(Batch::close);
        }
    }

    private final long bytesMax;
    private ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long committed = NONE;
    /** Parts were given out that are not kept until their tick is committed. */
    private boolean partsOpen;
    private boolean closed;

    SinkOutbox(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes over the batches. Nothing is added of what is committed already. */
    synchronized void add(long tick, boolean whole, boolean held, List<Batch> changes) {
        if (closed || tick <= committed) {
            changes.forEach(Batch::close);
            return;
        }
        boolean endsParts = whole && !entries.isEmpty() && !entries.getLast().whole();
        if (held ? endsParts : !entries.isEmpty() && entries.getLast().held()) {
            ArrayDeque<Entry> all = new ArrayDeque<>();
            entries.forEach(entry -> all.add(entry.held(held)));
            entries = all;
        }
        if (!changes.isEmpty() || endsParts || whole && partsOpen) {
            long size = changes.stream().mapToLong(Batch::bytes).sum();
            entries.addLast(new Entry(tick, whole, held, List.copyOf(changes), size));
            bytes += size;
        }
        notifyAll();
    }

    synchronized boolean isFull() {
        return bytes >= bytesMax;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Entries that wait, and whose rows so are not yet in the other system. */
    synchronized int size() {
        return entries.size();
    }

    /** Whether entries wait for a row that cannot be computed to leave. */
    synchronized boolean isHeld() {
        return !entries.isEmpty() && entries.getFirst().held();
    }

    /** Waits until there is room, or so long. */
    @SuppressWarnings("WaitNotInLoop") // Those who call look again
    synchronized void awaitRoom(long waitMillis) throws InterruptedException {
        if (isFull() && !closed) {
            wait(waitMillis);
        }
    }

    /**
     * The first entries, retained for the caller, which stay here. Waits so long for some. Parts of a tick are given out with its end, so that they can be
     * written again, unless there are more of them than fit.
     */
    @SuppressWarnings("WaitNotInLoop") // Those who call look again
    synchronized List<Entry> peek(long bytesMost, long waitMillis) throws InterruptedException {
        if (!isReady() && !closed) {
            wait(waitMillis);
        }
        if (!isReady()) {
            return List.of();
        }
        boolean endless = !entries.getLast().whole();
        List<Entry> some = new ArrayList<>();
        long size = 0;
        for (Entry entry : entries) {
            if (entry.held() || size >= bytesMost && (endless || some.getLast().whole())) {
                break;
            }
            entry.changes().forEach(Batch::retain);
            some.add(entry);
            size += entry.bytes();
        }
        partsOpen |= endless;
        return some;
    }

    private boolean isReady() {
        return !entries.isEmpty() && !entries.getFirst().held() && (entries.getLast().whole() || isFull());
    }

    /** Whether parts of a tick are on their way that could not be written again. */
    synchronized boolean hasPartsOpen() {
        return partsOpen;
    }

    /** Waits until no parts are on their way, or so long. */
    @SuppressWarnings("WaitNotInLoop") // Those who call look again
    synchronized void awaitNoPartsOpen(long waitMillis) throws InterruptedException {
        if (partsOpen && !closed) {
            wait(waitMillis);
        }
    }

    /** Forgets entries that were written and cannot be written again: their tick is not whole yet. */
    synchronized void forget(int count) {
        for (int i = 0; i < count; i++) {
            remove();
        }
        notifyAll();
    }

    /** All ticks up to this one are in the other system. */
    synchronized void committed(long tick) {
        committed = Math.max(committed, tick);
        partsOpen = false;
        while (!entries.isEmpty() && entries.getFirst().tick() <= tick) {
            remove();
        }
        notifyAll();
    }

    private void remove() {
        Entry first = entries.removeFirst();
        bytes -= first.bytes();
        first.close();
    }

    /** The last tick known to be committed; {@link Long#MIN_VALUE} if none is. */
    synchronized long committed() {
        return committed;
    }

    /** What waits, retained for the caller. */
    synchronized List<Entry> pending() {
        entries.forEach(entry -> entry.changes().forEach(Batch::retain));
        return List.copyOf(entries);
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!entries.isEmpty()) {
            remove();
        }
        notifyAll();
    }
}
