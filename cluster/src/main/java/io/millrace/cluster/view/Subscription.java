package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.common.type.Schema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One reader of a view's changes: first the contents at a tick (weights +1), then each change. Bounded: a reader that lets more than the limit pile
 * up is cut off with SLOW_CLIENT, and the view does not notice.
 */
public final class Subscription implements AutoCloseable {
    private final Schema schema;
    private final long pendingBytesMax;
    private final Clock clock;
    private Runnable onClose;
    private final Deque<ViewChange> pending = new ArrayDeque<>();
    private long pendingBytes;
    private MillraceException failure;
    private boolean closed;
    private Runnable wake;

    Subscription(Schema schema, long pendingBytesMax, Clock clock, Runnable onClose) {
        this.schema = schema;
        this.pendingBytesMax = pendingBytesMax;
        this.clock = clock;
        this.onClose = onClose;
    }

    public Schema schema() {
        return schema;
    }

    /** Takes over the change. */
    void offer(ViewChange change) {
        Runnable toRun;
        synchronized (this) {
            if (closed || failure != null) {
                change.close();
                return;
            }
            pending.addLast(change);
            pendingBytes += change.bytes();
            // What is at the head may be a snapshot of any size: it alone never cuts its reader off.
            if (pendingBytes - pending.getFirst().bytes() > pendingBytesMax) {
                fail(new MillraceException(
                        ErrorCode.SLOW_CLIENT,
                        "the subscriber fell behind: " + pendingBytes + " bytes of changes wait, at most " + pendingBytesMax
                                + " are kept; subscribe again"));
            }
            notifyAll();
            toRun = wake;
            wake = null;
        }
        if (toRun != null) {
            toRun.run();
        }
    }

    /** The view failed or was dropped; the reader hears of it after nothing else. */
    void fail(MillraceException reason) {
        Runnable toRun;
        synchronized (this) {
            if (failure == null) {
                failure = reason;
            }
            pending.forEach(ViewChange::close);
            pending.clear();
            pendingBytes = 0;
            notifyAll();
            toRun = wake;
            wake = null;
        }
        if (toRun != null) {
            toRun.run();
        }
    }

    /**
     * The next change, owned by the caller; null if none came within the time.
     *
     * @throws MillraceException SLOW_CLIENT, or what became of the view
     */
    public ViewChange next(long timeoutMillis) throws InterruptedException {
        long deadline = clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        synchronized (this) {
            while (pending.isEmpty() && failure == null && !closed) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - clock.monotonicNanos());
                if (left <= 0) {
                    return null;
                }
                wait(left);
            }
            return take();
        }
    }

    /** The next change, owned by the caller; null if there is none now, and then {@code wake} runs once when there is. */
    public synchronized ViewChange poll(Runnable newWake) {
        ViewChange change = take();
        if (change == null && !closed) {
            wake = newWake;
        }
        return change;
    }

    private ViewChange take() {
        if (failure != null) {
            throw failure;
        }
        ViewChange change = pending.pollFirst();
        if (change != null) {
            pendingBytes -= change.bytes();
        }
        return change;
    }

    /** Runs {@code more} after this is closed. */
    synchronized void onClose(Runnable more) {
        Runnable before = onClose;
        onClose = () -> {
            before.run();
            more.run();
        };
    }

    static List<Batch> retained(List<Batch> batches) {
        return batches.stream().map(Batch::retain).toList();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.forEach(ViewChange::close);
            pending.clear();
            notifyAll();
        }
        onClose.run();
    }
}
