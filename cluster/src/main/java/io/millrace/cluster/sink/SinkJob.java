package io.millrace.cluster.sink;

import io.millrace.common.batch.Batch;
import io.millrace.common.connector.Connector;
import io.millrace.common.connector.ExternalSink;
import io.millrace.common.connector.SinkDefinition;
import io.millrace.common.connector.SinkKind;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a query changes into another system, on a thread of its own, so that no step waits for that system. After an error it opens the sink again,
 * later each time up to a bound, asks how far it had come, and goes on from there; what came of it in between waits.
 *
 * <pre>
 * new --start--&gt; recovering --the system says its last tick--&gt; writing --error--&gt; waiting --&gt; recovering
 * writing --error while parts of the first contents are open--&gt; failed
 * </pre>
 */
public final class SinkJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkJob.class);
    private static final long OUTBOX_BYTES_MAX = 64L << 20;
    private static final long COMMIT_BYTES_MAX = 16L << 20;
    private static final long WAIT_MILLIS = 500;
    private static final long CLOSE_MILLIS_MAX = 5_000;
    private static final long BACKOFF_MILLIS_MIN = 100;
    private static final long BACKOFF_MILLIS_MAX = 10_000;

    private final SinkDefinition definition;
    private final Connector connector;
    private final SinkKind kind;
    private final Clock clock;
    private final SinkOutbox outbox;
    private final AtomicLong rowsWritten = new AtomicLong();
    private volatile Runnable room = () -> {};
    private volatile MillraceException failure;
    /** The first contents could not be written: they would have to be computed again. */
    private volatile MillraceException firstContentsFailed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Thread thread;

    /** @throws MillraceException if the options cannot be */
    public SinkJob(SinkDefinition definition, Connector connector, Clock clock) {
        this(definition, connector, clock, new SinkOutbox(OUTBOX_BYTES_MAX));
    }

    SinkJob(SinkDefinition definition, Connector connector, Clock clock, SinkOutbox outbox) {
        this.definition = definition;
        this.connector = connector;
        this.kind = connector.sinkKind(definition);
        this.clock = clock;
        this.outbox = outbox;
    }

    public SinkKind kind() {
        return kind;
    }

    SinkOutbox outbox() {
        return outbox;
    }

    /** Runs when there is room again after {@link #isFull}; from the job's thread, must not wait. */
    public void onRoom(Runnable newRoom) {
        room = newRoom;
    }

    /** Begins to write. Once, after a restore. */
    public synchronized void start() {
        if (thread == null && !isClosed()) {
            thread = Thread.ofVirtual().name("millrace-sink-" + definition.name()).start(this::run);
        }
    }

    /**
     * Puts in what a step changed.
     *
     * @param changes taken over
     * @param held whether a row of the query cannot be computed
     */
    public void offer(long tick, List<Batch> changes, boolean held) {
        outbox.add(tick, true, held, changes);
    }

    /**
     * Puts in a part of the query's first contents, and waits for room.
     *
     * @throws MillraceException if they cannot be written
     */
    public void offerPart(long tick, List<Batch> changes) {
        outbox.add(tick, false, false, changes);
        try {
            while (outbox.isFull() && firstContentsFailed == null) {
                outbox.awaitRoom(WAIT_MILLIS);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        requireFirstContents();
    }

    /** Whether some of the first contents are on their way, not committed, and not kept here any more. */
    public boolean hasPartsOpen() {
        return outbox.hasPartsOpen();
    }

    /**
     * Waits, after the first contents were put in whole, until all that is not committed of them is kept here: before that they must not be taken to be there.
     *
     * @throws MillraceException if they cannot be written
     */
    public void awaitFirstContents() {
        try {
            while (outbox.hasPartsOpen() && firstContentsFailed == null && !isClosed()) {
                outbox.awaitNoPartsOpen(WAIT_MILLIS);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        requireFirstContents();
    }

    private void requireFirstContents() {
        if (firstContentsFailed != null) {
            throw firstContentsFailed;
        }
    }

    private MillraceException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new MillraceException(ErrorCode.SERVER_STOPPING, "interrupted while sink \"" + definition.name() + "\" was filled", e);
    }

    /** Whether so much waits that no step should be taken. */
    public boolean isFull() {
        return outbox.isFull();
    }

    /** What keeps rows from getting there. */
    public Optional<MillraceException> failure() {
        return Optional.ofNullable(failure);
    }

    public boolean isHeld() {
        return outbox.isHeld();
    }

    public long rowsWritten() {
        return rowsWritten.get();
    }

    public long pendingBytes() {
        return outbox.bytes();
    }

    /** The last tick whose rows are known to be in the other system. */
    public OptionalLong committedTick() {
        long tick = outbox.committed();
        return tick == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(tick);
    }

    private void run() {
        long backoff = BACKOFF_MILLIS_MIN;
        while (!isClosed()) {
            boolean[] worked = {false};
            try (ExternalSink sink = connector.openSink(definition, clock)) {
                recover(sink);
                failure = null;
                write(sink, worked);
            } catch (MillraceException e) {
                note(e);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("sink {} failed", definition.name(), e);
                note(new MillraceException(ErrorCode.INTERNAL_ERROR, "the sink failed: " + e, e));
            }
            if (firstContentsFailed != null) {
                // Whoever comes after would write what follows them, as if they were there.
                return;
            }
            backoff = worked[0] ? BACKOFF_MILLIS_MIN : backoff;
            if (!pause(backoff)) {
                return;
            }
            backoff = Math.min(BACKOFF_MILLIS_MAX, 2 * backoff);
        }
    }

    private void note(MillraceException e) {
        if (!isClosed()) {
            failure = e;
            if (outbox.hasPartsOpen()) {
                firstContentsFailed = e;
            }
            LOG.warn("sink {} stands still: {}", definition.name(), e.getMessage());
        }
    }

    private void recover(ExternalSink sink) {
        OptionalLong there = sink.recover();
        if (there.isPresent()) {
            outbox.committed(there.getAsLong());
            room.run();
        } else if (kind == SinkKind.TRANSACTIONAL && outbox.committed() != Long.MIN_VALUE) {
            throw new MillraceException(ErrorCode.SUBSCRIPTION_EXPIRED,
                    "sink \"" + definition.name() + "\" had committed tick " + outbox.committed()
                            + ", of which the other system knows nothing any more: what was written since is not known")
                    .withHint("drop the sink, and what it wrote, and create it again");
        }
    }

    private void write(ExternalSink sink, boolean[] worked) throws InterruptedException {
        while (!isClosed()) {
            List<SinkOutbox.Entry> entries = outbox.peek(COMMIT_BYTES_MAX, WAIT_MILLIS);
            if (entries.isEmpty()) {
                continue;
            }
            long rows = 0;
            try {
                for (SinkOutbox.Entry entry : entries) {
                    sink.write(entry.changes());
                    rows += entry.changes().stream().mapToLong(Batch::rows).sum();
                }
            } finally {
                entries.forEach(SinkOutbox.Entry::close);
            }
            // Parts of a tick come before everything else.
            SinkOutbox.Entry last = entries.getLast();
            if (last.whole()) {
                sink.commit(last.tick());
                outbox.committed(last.tick());
            } else {
                outbox.forget(entries.size());
            }
            rowsWritten.addAndGet(rows);
            worked[0] = true;
            room.run();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Returns false if it was closed meanwhile. */
    private boolean pause(long millis) {
        try {
            return !closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends writing; what was not committed is not there. */
    @Override
    public void close() {
        Thread writer;
        synchronized (this) {
            closed.countDown();
            writer = thread;
        }
        outbox.close();
        if (writer != null) {
            writer.interrupt();
            try {
                writer.join(CLOSE_MILLIS_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
