package io.millrace.cluster.exchange;

import io.millrace.common.batch.Batch;
import io.millrace.exec.ExchangeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One reader's part of an {@link OutputBuffer}, whose monitor guards it. */
public final class OutputPartition implements ExchangeSource {
    private static final Runnable NOBODY = () -> {};

    private record Waiting(Batch batch, long bytes) {}

    private final OutputBuffer buffer;
    private final Deque<Waiting> batches = new ArrayDeque<>();
    /** Held while a batch is lent: what is lent is returned before {@link #discard} does. */
    private final ReentrantLock lending = new ReentrantLock();
    private Runnable readerWaiting = NOBODY;
    private boolean closed;

    OutputPartition(OutputBuffer buffer) {
        this.buffer = buffer;
    }

    /** Takes over the batch and returns who waits for it; null if nobody wants it any more, then it stays the caller's. */
    Runnable add(Batch batch, long bytes) {
        if (closed) {
            return null;
        }
        batches.add(new Waiting(batch, bytes));
        return takeWaiting();
    }

    Runnable takeWaiting() {
        Runnable reader = readerWaiting;
        readerWaiting = NOBODY;
        return reader;
    }

    @Override
    public Batch poll(Runnable wake) {
        Waiting next;
        List<Runnable> writers;
        synchronized (buffer) {
            if (buffer.failure() != null) {
                throw buffer.failure();
            }
            next = batches.poll();
            if (next == null) {
                readerWaiting = wake;
                return null;
            }
            writers = buffer.taken(next.bytes());
        }
        writers.forEach(Runnable::run);
        return next.batch();
    }

    /** As {@link #poll}, for a reader outside of the query: the batch is only lent to {@code use}. False if there is none now. */
    boolean lend(Runnable wake, Consumer<Batch> use) {
        lending.lock();
        try (Batch batch = poll(wake)) {
            if (batch == null) {
                return false;
            }
            use.accept(batch);
            return true;
        } finally {
            lending.unlock();
        }
    }

    @Override
    public boolean finished() {
        synchronized (buffer) {
            return buffer.ended() && buffer.failure() == null && batches.isEmpty();
        }
    }

    /** The reader wants no more. */
    @Override
    public void close() {
        List<Runnable> actions = new ArrayList<>();
        synchronized (buffer) {
            if (!closed) {
                closed = true;
                free();
                actions.addAll(buffer.readerClosed());
            }
        }
        actions.forEach(Runnable::run);
    }

    void discard() {
        lending.lock();
        try {
            synchronized (buffer) {
                closed = true;
                free();
            }
        } finally {
            lending.unlock();
        }
    }

    private void free() {
        long bytes = 0;
        for (Waiting waiting : batches) {
            waiting.batch().close();
            bytes += waiting.bytes();
        }
        batches.clear();
        buffer.freed(bytes);
    }
}
