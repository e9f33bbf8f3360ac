package io.millrace.storage.external;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.connector.ExternalLog;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.type.Schema;
import io.millrace.storage.log.MalformedRecord;
import io.millrace.storage.log.RowReader;
import io.millrace.storage.log.StreamLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A stream whose rows are in another system. While views follow it, rows are fetched as they come and its ends are what was fetched; else its ends are what
 * the system said when it was asked last. Thread-safe.
 */
public final class ExternalStreamLog implements StreamLog, AutoCloseable {
    /** How long who reads what is on its way here waits for it, rather than to ask for it by itself. */
    private static final long RANGE_MILLIS_MAX = 5_000;
    private static final long RANGE_WAIT_MILLIS = 50;

    private final CatalogObject.Stream stream;
    private final ExternalLog log;
    private final Clock clock;
    private final BufferAllocator allocator;
    private final Runnable moved;
    private final List<Long> begin;
    private final AtomicLong skipped = new AtomicLong();
    private Follower follower;
    private int followers;
    private volatile List<Long> asked = List.of();
    private volatile List<Long> earliest;
    /** Null while nobody follows. */
    private volatile FollowBuffer buffer;
    /** What the ends were when somebody began to follow: they never go back. */
    private volatile List<Long> floor = List.of();
    private volatile MillraceException failure;

    /** @param moved is told, from any thread, that there is more to read; must not wait */
    ExternalStreamLog(CatalogObject.Stream stream, ExternalLog log, Clock clock, BufferAllocator allocator, Runnable moved) {
        this.stream = stream;
        this.log = log;
        this.clock = clock;
        this.allocator = allocator;
        this.moved = moved;
        this.begin = ExternalOptions.begin(stream.options());
        new RecordDecoder(stream, clock, allocator).close(); // Says now what is wrong with the columns
    }

    @Override
    public String id() {
        return stream.id();
    }

    @Override
    public int partitions() {
        return Math.max(stream.partitions(), endOffsets().size());
    }

    @Override
    public long beginOffset(int partition) {
        return partition < begin.size() ? begin.get(partition) : 0;
    }

    @Override
    public long earliestOffset(int partition) {
        List<Long> known = earliest;
        if (known == null || partition >= known.size()) {
            refresh();
            known = earliest;
        }
        return partition < known.size() ? Math.max(known.get(partition), beginOffset(partition)) : beginOffset(partition);
    }

    /** As {@link #earliestOffset}, as of when the system was asked last. */
    public long knownEarliestOffset(int partition) {
        List<Long> known = earliest;
        return Math.max(beginOffset(partition), known == null || partition >= known.size() ? 0 : known.get(partition));
    }

    @Override
    public List<Long> endOffsets() {
        FollowBuffer now = buffer;
        if (now == null) {
            return asked;
        }
        List<Long> ends = new ArrayList<>(now.ends());
        List<Long> least = floor;
        for (int p = 0; p < least.size(); p++) {
            if (p < ends.size()) {
                ends.set(p, Math.max(ends.get(p), least.get(p)));
            } else {
                ends.add(least.get(p));
            }
        }
        return List.copyOf(ends);
    }

    /**
     * Asks the system where the log begins and ends now.
     *
     * @throws MillraceException CONNECTION_FAILURE, or what became of the log
     */
    public ScanTarget.Stream refresh() {
        try {
            ExternalLog.Description description = log.describe();
            requireSame(description);
            List<Long> first = log.earliest(description.partitions());
            List<Long> ends = log.latest(description.partitions());
            List<Long> from = new ArrayList<>();
            List<Long> to = new ArrayList<>();
            for (int p = 0; p < ends.size(); p++) {
                to.add(Math.max(ends.get(p), beginOffset(p)));
                from.add(Math.min(Math.max(first.get(p), beginOffset(p)), to.get(p)));
            }
            earliest = first;
            asked = List.copyOf(to);
            return new ScanTarget.Stream(stream.id(), from, to);
        } catch (MillraceException e) {
            throw named(e);
        }
    }

    private MillraceException named(MillraceException e) {
        return new MillraceException(e.code(), "stream \"" + stream.name() + "\": " + e.getMessage(), e);
    }

    private void requireSame(ExternalLog.Description description) {
        String known = stream.options().get(ExternalOptions.INCARNATION);
        Optional<String> now = description.incarnation();
        if (known != null && now.isPresent() && !known.equals(now.get())) {
            throw new MillraceException(ErrorCode.UNDEFINED_OBJECT,
                    "what it read was deleted and made anew: offsets mean other rows now").withHint("drop the stream and create it again");
        }
    }

    /**
     * Rows from these offsets on come soon. Several may follow, each ends with {@link #unfollow}.
     *
     * @param knownEnds up to where there are rows, whether they have come here or not
     */
    public synchronized void follow(List<Long> from, List<Long> knownEnds) {
        if (followers++ == 0) {
            floor = List.copyOf(knownEnds);
            List<Long> padded = new ArrayList<>(from);
            for (int p = 0; p < padded.size(); p++) {
                padded.set(p, Math.max(padded.get(p), beginOffset(p)));
            }
            for (int p = padded.size(); p < stream.partitions(); p++) {
                padded.add(beginOffset(p));
            }
            buffer = new FollowBuffer(padded);
            follower = new Follower(stream, log, buffer, clock, allocator, new Events());
        }
    }

    public synchronized void unfollow() {
        if (--followers == 0) {
            FollowBuffer last = buffer;
            asked = endOffsets();
            buffer = null;
            follower.close();
            last.close();
        }
    }

    private final class Events implements Follower.Listener {
        @Override
        public void moved() {
            moved.run();
        }

        @Override
        public void described(ExternalLog.Description description) {
            requireSame(description);
        }

        @Override
        public void failed(MillraceException reason) {
            failure = reason;
        }

        @Override
        public void skipped(long records) {
            skipped.addAndGet(records);
        }
    }

    /** Says what is wrong with a record, and where it is. */
    public static String message(CatalogObject.Stream stream, MalformedRecord record) {
        return RecordDecoder.message(stream, record);
    }

    /** What keeps rows from coming, of a stream that views follow. */
    public Optional<MillraceException> failure() {
        return isFollowed() ? Optional.ofNullable(failure) : Optional.empty();
    }

    public boolean isFollowed() {
        return buffer != null;
    }

    /** Records that were no rows and were passed over since the process began. */
    public long skippedRecords() {
        return skipped.get();
    }

    @Override
    public RowReader read(int partition, long from, long to, Schema schema, int batchRows, BufferAllocator readerAllocator) {
        long first = Math.max(from, beginOffset(partition));
        if (first >= to) {
            return DecodedReader.of(stream, List.of(), batchRows, readerAllocator);
        }
        FollowBuffer now = buffer;
        awaitRange(now, partition, first, to);
        List<Decoded> held = now == null ? null : now.read(partition, first, to, readerAllocator);
        return held != null
                ? DecodedReader.of(stream, held, batchRows, readerAllocator)
                : new RangeReader(stream, log, clock, partition, first, to, batchRows, readerAllocator);
    }

    private void awaitRange(FollowBuffer now, int partition, long from, long to) {
        long until = clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(RANGE_MILLIS_MAX);
        try {
            while (now != null && failure == null && !now.holds(partition, from, to) && now == buffer && clock.monotonicNanos() < until) {
                if (!now.awaitRange(partition, from, to, RANGE_WAIT_MILLIS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted while waiting for rows of stream \"" + stream.name() + "\"",
                    e);
        }
    }

    @Override
    public synchronized void close() {
        if (buffer != null) {
            follower.close();
            buffer.close();
            buffer = null;
        }
        if (follower != null) {
            follower.join();
        }
        log.close();
    }
}
