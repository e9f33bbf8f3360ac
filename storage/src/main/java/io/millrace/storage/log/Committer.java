package io.millrace.storage.log;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The thread that makes appends durable: it takes all units that queued while the last group was being synced, gives their rows offsets, writes them
 * to the journal, syncs once, makes them readable and answers. Appenders wait when too many bytes are queued.
 */
final class Committer {
    private static final long GROUP_BYTES_MAX = 16L << 20;

    /** Blocks that become durable together or not at all. */
    static final class Unit {
        private final List<Append> appends;
        private final List<BlockEncoder.Body> bodies;
        private final long bytes;
        private final CompletableFuture<List<AppendResult>> answer = new CompletableFuture<>();
        private List<AppendResult> results;

        Unit(List<Append> appends, List<BlockEncoder.Body> bodies) {
            this.appends = appends;
            this.bodies = bodies;
            this.bytes = bodies.stream().mapToLong(body -> BlockHeader.totalBytes(body.bodyBytes())).sum();
        }

        CompletableFuture<List<AppendResult>> answer() {
            return answer;
        }

        /** Index of the last append that has a block, -1 if none has. */
        private int lastWithRows() {
            int last = bodies.size() - 1;
            while (last >= 0 && bodies.get(last).rows() == 0) {
                last--;
            }
            return last;
        }

        private void closeBodies() {
            bodies.forEach(BlockEncoder.Body::close);
        }
    }

    private record Written(Partition partition, BlockRef ref) {}

    private final Journal journal;
    private final Settler settler;
    private final LogOptions options;
    private final Clock clock;
    private final AppendListeners listeners;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Deque<Unit> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean closed;
    /** Why nothing can be written any more; only bugs and crashes set it. */
    private Throwable broken;

    private long lastMicros;

    Committer(Journal journal, Settler settler, LogOptions options, Clock clock, AppendListeners listeners, long lastMicros) {
        this.journal = journal;
        this.settler = settler;
        this.options = options;
        this.clock = clock;
        this.listeners = listeners;
        this.lastMicros = lastMicros;
        this.thread = Thread.ofPlatform().name("log-committer").daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Queues the unit, waiting for room if need be. Takes over its bodies. */
    CompletableFuture<List<AppendResult>> submit(Unit unit) {
        lock.lock();
        try {
            while (broken == null && !closed && queuedBytes > 0 && queuedBytes + unit.bytes > options.pendingBytesMax()) {
                notFull.awaitUninterruptibly();
            }
            if (broken != null || closed) {
                unit.closeBodies();
                unit.answer.completeExceptionally(closedError());
                return unit.answer;
            }
            queuedBytes += unit.bytes;
            queue.add(unit);
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
        return unit.answer;
    }

    private MillraceException closedError() {
        return broken == null
                ? new MillraceException(ErrorCode.SERVER_STOPPING, "the log store is closed")
                : new MillraceException(ErrorCode.IO_ERROR, "the log store stopped after an error: " + broken, broken);
    }

    private void run() {
        List<Unit> group = new ArrayList<>();
        try {
            while (take(group)) {
                commit(group);
                group.clear();
            }
        } catch (Throwable t) {
            fail(group, t);
        }
    }

    /** Moves what is queued into {@code group}; false when closed and empty. */
    private boolean take(List<Unit> group) throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty()) {
                if (closed) {
                    return false;
                }
                notEmpty.await();
            }
            long bytes = 0;
            while (!queue.isEmpty() && (bytes == 0 || bytes + queue.peek().bytes <= GROUP_BYTES_MAX)) {
                Unit unit = queue.poll();
                bytes += unit.bytes;
                group.add(unit);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Unit> group) {
        List<Written> written = new ArrayList<>();
        Map<Partition, Long> ends = new HashMap<>();
        MillraceException error = null;
        try {
            settler.awaitRoom();
            journal.repair();
            journal.rollIfFull(options.journalBytes());
            long groupStart = journal.beginGroup();
            lastMicros = Math.max(lastMicros, clock.epochMicros());
            for (Unit unit : group) {
                write(unit, groupStart, written, ends);
            }
            if (!written.isEmpty()) {
                journal.endGroup();
            }
        } catch (IOException e) {
            error = DiskErrors.translate("append to the log " + journal.active().blocks().path(), e);
        }
        if (error == null) {
            publish(written);
        }
        finish(group, error);
    }

    private void write(Unit unit, long groupStart, List<Written> written, Map<Partition, Long> ends) throws IOException {
        MillraceException conflict = conflict(unit, ends);
        if (conflict != null) {
            unit.answer.completeExceptionally(conflict);
            return;
        }
        unit.results = new ArrayList<>();
        int last = unit.lastWithRows();
        for (int i = 0; i < unit.appends.size(); i++) {
            Append append = unit.appends.get(i);
            BlockEncoder.Body body = unit.bodies.get(i);
            Partition partition = append.log().partition(append.partition());
            long firstOffset = ends.getOrDefault(partition, partition.end());
            unit.results.add(new AppendResult(firstOffset, body.rows(), lastMicros));
            if (body.rows() == 0) {
                continue;
            }
            BlockHeader header = new BlockHeader(
                    append.log().number(),
                    append.partition(),
                    options.epoch(),
                    firstOffset,
                    body.rows(),
                    append.schemaId(),
                    lastMicros,
                    groupStart,
                    body.flags() | (i < last ? BlockHeader.FLAG_MORE : 0),
                    body.bodyBytes(),
                    body.rawBytes(),
                    body.crc());
            long position = journal.write(header, body.bytes());
            written.add(new Written(partition, new BlockRef(journal.active().blocks(), position, header, true)));
            ends.put(partition, header.endOffset());
        }
    }

    private static MillraceException conflict(Unit unit, Map<Partition, Long> ends) {
        for (Append append : unit.appends) {
            if (append.log().isDropped()) {
                return new MillraceException(ErrorCode.UNDEFINED_OBJECT, "log " + append.log().id() + " was dropped");
            }
            Partition partition = append.log().partition(append.partition());
            long end = ends.getOrDefault(partition, partition.end());
            if (append.expectedOffset() != Append.ANY && append.expectedOffset() != end) {
                return new MillraceException(
                        ErrorCode.WRITE_CONFLICT,
                        "log " + append.log().id() + ": expected to write at offset " + append.expectedOffset() + ", found " + end
                                + ": another writer was first");
            }
        }
        return null;
    }

    private void publish(List<Written> written) {
        boolean settleSoon = false;
        for (Written block : written) {
            journal.active().holds(block.partition, block.ref.endOffset());
            block.partition.publish(block.ref);
            settleSoon |= block.partition.unsettledBlocks() >= options.unsettledBlocksMax();
        }
        if (settleSoon || !journal.closed().isEmpty()) {
            settler.wake();
        }
    }

    private void finish(List<Unit> group, MillraceException error) {
        long bytes = 0;
        for (Unit unit : group) {
            unit.closeBodies();
            bytes += unit.bytes;
        }
        lock.lock();
        try {
            queuedBytes -= bytes;
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        for (Unit unit : group) {
            if (unit.answer.isDone()) {
                continue;
            }
            if (error != null) {
                unit.answer.completeExceptionally(error);
            } else {
                unit.answer.complete(unit.results);
                for (int i = 0; i < unit.results.size(); i++) {
                    listeners.appended(unit.appends.get(i), unit.results.get(i));
                }
            }
        }
    }

    private void fail(List<Unit> group, Throwable cause) {
        List<Unit> left;
        lock.lock();
        try {
            broken = cause;
            left = new ArrayList<>(queue);
            queue.clear();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(Unit::closeBodies);
        left.addAll(group);
        left.forEach(unit -> unit.answer.completeExceptionally(closedError()));
    }

    /** Writes what is queued, then stops. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
