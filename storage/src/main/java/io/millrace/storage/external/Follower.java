package io.millrace.storage.external;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.connector.ExternalLog;
import io.millrace.common.connector.RecordFeed;
import io.millrace.common.connector.SourceRecord;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.MalformedRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection for a stream that views read, on a thread of its own, and puts what comes into a {@link FollowBuffer}. It goes on for ever: after an
 * error it waits, longer each time up to a bound, and begins again from where it was.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final long POLL_MILLIS = 200;
    /** How often it is looked whether the log is still there, and how many partitions it has. */
    private static final long CHECK_MILLIS = 5_000;
    private static final long BACKOFF_MILLIS_MIN = 100;
    private static final long BACKOFF_MILLIS_MAX = 10_000;

    private final CatalogObject.Stream stream;
    private final ExternalLog log;
    private final FollowBuffer buffer;
    private final Clock clock;
    private final BufferAllocator allocator;
    private final Listener listener;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private RecordFeed feed;

    /** Hears of what happens, from the follower's thread; must not wait. */
    interface Listener {
        /** There is more in the buffer. */
        void moved();

        /** The log was looked at; throws if it is not the one that it was. */
        void described(ExternalLog.Description description);

        /** Null: all is well. */
        void failed(MillraceException reason);

        /** Records that were passed over since the last call. */
        void skipped(long records);
    }

    Follower(CatalogObject.Stream stream, ExternalLog log, FollowBuffer buffer, Clock clock, BufferAllocator allocator, Listener listener) {
        this.stream = stream;
        this.log = log;
        this.buffer = buffer;
        this.clock = clock;
        this.allocator = allocator;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("millrace-follow-" + stream.name()).start(this::run);
    }

    private void run() {
        long backoff = BACKOFF_MILLIS_MIN;
        while (!isClosed()) {
            try (RecordDecoder decoder = new RecordDecoder(stream, clock, allocator)) {
                if (follow(decoder)) {
                    backoff = BACKOFF_MILLIS_MIN;
                    continue;
                }
            } catch (MillraceException e) {
                if (isClosed()) {
                    return;
                }
                listener.failed(e);
                LOG.warn("stream {} cannot be followed, the next try comes in {} ms: {}", stream.name(), backoff, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("stream {} cannot be followed, the next try comes in {} ms", stream.name(), backoff, e);
            } catch (InterruptedException e) {
                return;
            }
            if (!pause(backoff)) {
                return;
            }
            backoff = Math.min(BACKOFF_MILLIS_MAX, 2 * backoff);
        }
    }

    /** Until something is to be begun anew; returns whether there is anything wrong. */
    private boolean follow(RecordDecoder decoder) throws InterruptedException {
        ExternalLog.Description description = log.describe();
        listener.described(description);
        List<Long> ends = buffer.ends();
        for (int p = ends.size(); p < description.partitions(); p++) {
            buffer.addPartition(0);
        }
        Map<Integer, Long> from = new HashMap<>();
        ends = buffer.ends();
        for (int p = 0; p < ends.size(); p++) {
            from.put(p, ends.get(p));
        }
        try (RecordFeed opened = begin(log.open(from))) {
            listener.failed(null);
            long checked = clock.monotonicNanos();
            while (!isClosed()) {
                if (!buffer.awaitRoom(POLL_MILLIS)) {
                    continue;
                }
                take(opened.poll(POLL_MILLIS), decoder);
                if (clock.monotonicNanos() - checked > TimeUnit.MILLISECONDS.toNanos(CHECK_MILLIS)) {
                    description = log.describe();
                    listener.described(description);
                    if (description.partitions() > from.size()) {
                        return true;
                    }
                    checked = clock.monotonicNanos();
                }
            }
            return true;
        } finally {
            begin(null);
        }
    }

    private synchronized RecordFeed begin(RecordFeed opened) {
        feed = opened;
        return opened;
    }

    private void take(RecordFeed.Polled polled, RecordDecoder decoder) {
        Map<Integer, List<SourceRecord>> records = new HashMap<>();
        polled.records().forEach(record -> records.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(record));
        boolean moved = false;
        List<Long> ends = buffer.ends();
        long skippedBefore = decoder.skipped();
        for (Map.Entry<Integer, Long> position : polled.positions().entrySet()) {
            int partition = position.getKey();
            if (position.getValue() > ends.get(partition)) {
                List<Decoded> items = new ArrayList<>();
                decoder.decode(records.getOrDefault(partition, List.of()), new RecordDecoder.Target() {
                    @Override
                    public void rows(LogBatch rows) {
                        items.add(new Decoded.Rows(rows));
                    }

                    @Override
                    public void malformed(MalformedRecord record) {
                        items.add(new Decoded.Malformed(record));
                    }
                });
                buffer.add(partition, items, position.getValue());
                moved = true;
            }
        }
        if (decoder.skipped() > skippedBefore) {
            listener.skipped(decoder.skipped() - skippedBefore);
        }
        if (moved) {
            listener.moved();
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

    /** It ends soon; does not wait for it. */
    @Override
    public synchronized void close() {
        closed.countDown();
        if (feed != null) {
            feed.wakeup();
        }
    }

    /** Waits until it has ended, after {@link #close}. */
    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
