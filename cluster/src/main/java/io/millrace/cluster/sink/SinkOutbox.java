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
    private static final long BYTES_MAX = 64L << 20;
    private static final long NONE = Long.MIN_VALUE;

    /**
     * What one step changed.
     *
     * @param tick that the step went to
     * @param whole whether the tick ends with it; a query's first contents come in several steps of one tick
     * @param held whether a row of the query cannot be computed as of the tick, so that nothing from here on may be seen
     */
    record Entry(long tick, boolean whole, boolean held, List<Batch> changes, long bytes) {
        Entry released() {
            return new Entry(tick, whole, false, changes, bytes);
        }

        void close() {
            changes.forEach(Batch::close);
        }
    }

    private ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long committed = NONE;
    private boolean closed;

    /** Takes over the batches. Nothing is added of what is committed already. */
    synchronized void add(long tick, boolean whole, boolean held, List<Batch> changes) {
        if (closed || tick <= committed) {
            changes.forEach(Batch::close);
            return;
        }
        if (!held && !entries.isEmpty() && entries.getLast().held()) {
            ArrayDeque<Entry> all = new ArrayDeque<>();
            entries.forEach(entry -> all.add(entry.released()));
            entries = all;
        }
        if (!changes.isEmpty() || whole && !entries.isEmpty() && !entries.getLast().whole()) {
            long size = changes.stream().mapToLong(Batch::bytes).sum();
            entries.addLast(new Entry(tick, whole, held, List.copyOf(changes), size));
            bytes += size;
        }
        notifyAll();
    }

    synchronized boolean isFull() {
        return bytes >= BYTES_MAX;
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

    /** The first entries, retained for the caller, which stay here. Waits so long for some. */
    @SuppressWarnings("WaitNotInLoop") // Those who call look again
    synchronized List<Entry> peek(long bytesMost, long waitMillis) throws InterruptedException {
        if ((entries.isEmpty() || entries.getFirst().held()) && !closed) {
            wait(waitMillis);
        }
        List<Entry> some = new ArrayList<>();
        long size = 0;
        for (Entry entry : entries) {
            if (entry.held() || size >= bytesMost) {
                break;
            }
            entry.changes().forEach(Batch::retain);
            some.add(entry);
            size += entry.bytes();
        }
        return some;
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
