package io.millrace.exec.pipeline;

import io.millrace.common.port.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of threads that run small tasks of many queries in turn. A task runs for about {@link #SLICE_NANOS}, then goes to the back of the
 * queue; one that waits for something outside holds no thread (see {@link PoolTask}).
 */
public final class WorkerPool implements TaskQueue, AutoCloseable {
    /** How long a task should run before it yields. */
    public static final long SLICE_NANOS = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final LinkedBlockingQueue<PoolTask> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Clock clock;

    /** Starts {@code threadCount} daemon threads called {@code name-0}, {@code name-1}, … */
    public WorkerPool(String name, int threadCount, Clock clock) {
        assert threadCount > 0;
        this.clock = clock;
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::work, name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    public int threads() {
        return threads.size();
    }

    @Override
    public void start(PoolTask task) {
        task.bind(this);
        enqueue(task);
    }

    @Override
    public void enqueue(PoolTask task) {
        queue.add(task);
    }

    private void work() {
        while (!closed.get()) {
            PoolTask task;
            try {
                task = queue.take();
            } catch (InterruptedException e) {
                continue; // only close() interrupts
            }
            boolean again = true;
            while (again) {
                again = task.slice(clock.monotonicNanos() + SLICE_NANOS) && queue.isEmpty() && !closed.get();
                if (!again) {
                    task.settle();
                }
            }
        }
    }

    /** Stops the threads once their current slices end. Executions must have been closed before. */
    @Override
    public void close() {
        closed.set(true);
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                LOG.warn("interrupted while stopping {}", thread.getName());
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
