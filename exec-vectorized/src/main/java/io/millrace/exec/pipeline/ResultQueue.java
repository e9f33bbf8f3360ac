package io.millrace.exec.pipeline;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The bounded queue between the pool and whoever reads the result: a slow reader holds at most a few batches. */
final class ResultQueue implements Sink {
    /** Lanes park while so many batches wait. */
    static final int CAPACITY_BATCHES = 4;

    private final Deque<Batch> batches = new ArrayDeque<>();
    private final List<Runnable> writersWaiting = new ArrayList<>();
    private Runnable readerWaiting;
    private boolean complete;
    private MillraceException failure;

    @Override
    public Sink.Lane open(LaneContext context) {
        return new Lane();
    }

    private final class Lane implements Sink.Lane {
        @Override
        public boolean ready(Runnable wake) {
            synchronized (ResultQueue.this) {
                if (batches.size() < CAPACITY_BATCHES || failure != null) {
                    return true;
                }
                writersWaiting.add(wake);
                return false;
            }
        }

        @Override
        public void accept(Batch batch) {
            Runnable reader;
            synchronized (ResultQueue.this) {
                if (failure != null) {
                    batch.close();
                    return;
                }
                batches.add(batch);
                reader = takeReader();
            }
            run(reader);
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }

    private Runnable takeReader() {
        assert Thread.holdsLock(this);
        Runnable reader = readerWaiting;
        readerWaiting = null;
        notifyAll();
        return reader;
    }

    private static void run(Runnable action) {
        if (action != null) {
            action.run();
        }
    }

    @Override
    public List<Runnable> finish(int phase) {
        return List.of();
    }

    void complete() {
        Runnable reader;
        synchronized (this) {
            complete = true;
            reader = takeReader();
        }
        run(reader);
    }

    void fail(MillraceException reason) {
        Runnable reader;
        synchronized (this) {
            failure = reason;
            reader = takeReader();
        }
        discard();
        run(reader);
    }

    /** The next batch, null at the end; until there is one the caller runs the tasks that are left to it. */
    Batch take(ReaderTasks tasks) {
        while (true) {
            synchronized (this) {
                while (batches.isEmpty() && !complete && failure == null && tasks.isEmpty()) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted while waiting for a result", e);
                    }
                }
                if (!batches.isEmpty() || complete || failure != null) {
                    break;
                }
            }
            tasks.runOne();
        }
        Batch batch;
        synchronized (this) {
            batch = takeNow();
        }
        wakeWriters();
        return batch;
    }

    /** There is a task for the reader to run. */
    synchronized void taskArrived() {
        notifyAll();
    }

    Batch poll(Runnable wake) {
        Batch batch;
        synchronized (this) {
            batch = takeNow();
            if (batch == null && !complete) {
                readerWaiting = wake;
            }
        }
        wakeWriters();
        return batch;
    }

    private Batch takeNow() {
        if (failure != null) {
            throw failure;
        }
        return batches.poll();
    }

    private void wakeWriters() {
        List<Runnable> writers;
        synchronized (this) {
            if (writersWaiting.isEmpty() || batches.size() >= CAPACITY_BATCHES) {
                return;
            }
            writers = new ArrayList<>(writersWaiting);
            writersWaiting.clear();
        }
        writers.forEach(Runnable::run);
    }

    synchronized boolean finished() {
        return complete && batches.isEmpty() && failure == null;
    }

    /** Frees what was not taken. */
    synchronized void discard() {
        batches.forEach(Batch::close);
        batches.clear();
    }

    @Override
    public void close() {}
}
