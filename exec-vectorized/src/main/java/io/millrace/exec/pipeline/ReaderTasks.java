package io.millrace.exec.pipeline;

import io.millrace.common.port.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The tasks of a query that has just begun: whoever reads its result runs them, so that a small query costs no hand-over to another thread and back. Once
 * they took longer than {@link #BUDGET_NANOS}, or there is no reader who waits, all tasks go to the pool, then and from then on.
 */
final class ReaderTasks implements TaskQueue {
    /** What a reader's thread works before the pool takes over. */
    static final long BUDGET_NANOS = 2_000_000;

    private final WorkerPool pool;
    private final Clock clock;
    private final Runnable onArrival;
    /** Of the reader's thread alone. */
    private long usedNanos;

    // Guarded by this
    private final Deque<PoolTask> waiting = new ArrayDeque<>();
    private boolean handedOver;

    /** {@code onArrival} wakes the reader; it is called without a lock of this object. */
    ReaderTasks(WorkerPool pool, Clock clock, Runnable onArrival) {
        this.pool = pool;
        this.clock = clock;
        this.onArrival = onArrival;
    }

    @Override
    public void start(PoolTask task) {
        task.bind(this);
        enqueue(task);
    }

    @Override
    public void enqueue(PoolTask task) {
        boolean readers;
        synchronized (this) {
            readers = !handedOver;
            if (readers) {
                waiting.add(task);
            }
        }
        if (readers) {
            onArrival.run();
        } else {
            pool.enqueue(task);
        }
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Runs a slice of the task that waits longest. Called by the reader. */
    void runOne() {
        PoolTask task;
        synchronized (this) {
            task = waiting.poll();
        }
        if (task == null) {
            return;
        }
        long start = clock.monotonicNanos();
        task.slice(start + Math.min(WorkerPool.SLICE_NANOS, BUDGET_NANOS - usedNanos));
        task.settle();
        usedNanos += clock.monotonicNanos() - start;
        if (usedNanos >= BUDGET_NANOS) {
            handOver();
        }
    }

    /** From any thread. */
    void handOver() {
        List<PoolTask> all;
        synchronized (this) {
            if (handedOver) {
                return;
            }
            handedOver = true;
            all = new ArrayList<>(waiting);
            waiting.clear();
        }
        all.forEach(pool::enqueue);
    }
}
