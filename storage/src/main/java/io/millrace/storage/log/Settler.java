package io.millrace.storage.log;

import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that moves rows from the journal to their partitions' segments: partitions with many small blocks, and everything in closed journal
 * files, which are deleted then. Small blocks are gathered into large ones on the way. A failure (a full disk) leaves everything where it is and is
 * tried again.
 */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final long RETRY_MILLIS = 1000;

    private final Journal journal;
    private final LogOptions options;
    private final PartitionSettling settling;
    private final Supplier<Iterable<Partition>> partitions;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition roomMade = lock.newCondition();
    /** Held by who settles: the thread, or a caller of {@link #settleClosed}. */
    private final ReentrantLock working = new ReentrantLock();
    private boolean woken;
    private boolean stopped;
    private IOException lastFailure;

    Settler(Disk disk, Journal journal, LogOptions options, BlockReader reader, Supplier<Iterable<Partition>> partitions) {
        this.journal = journal;
        this.options = options;
        this.settling = new PartitionSettling(disk, options, reader);
        this.partitions = partitions;
        this.thread = Thread.ofPlatform().name("log-settler").daemon(true).unstarted(this::run);
    }

    void start() {
        if (options.backgroundSettling()) {
            thread.start();
        }
    }

    void wake() {
        lock.lock();
        try {
            woken = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while too many closed journals are unsettled; throws why if settling fails. */
    void awaitRoom() throws IOException {
        if (!options.backgroundSettling() || journal.closed().size() < options.closedJournalsMax()) {
            return;
        }
        lock.lock();
        try {
            woken = true;
            wanted.signal();
            while (!stopped && journal.closed().size() >= options.closedJournalsMax()) {
                if (lastFailure != null) {
                    throw new IOException(lastFailure.getMessage(), lastFailure);
                }
                roomMade.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWork()) {
            try {
                settleClosed();
                succeeded();
            } catch (IOException e) {
                failed(e);
            } catch (MillraceException e) {
                failed(new IOException(e.getMessage(), e));
            } catch (RuntimeException | Error e) {
                LOG.error("settling the log failed", e);
                failed(new IOException("settling the log failed: " + e, e));
            }
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            while (!woken && !stopped) {
                if (lastFailure == null) {
                    wanted.awaitUninterruptibly();
                } else if (!wanted.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            woken = false;
            return !stopped;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void succeeded() {
        lock.lock();
        try {
            lastFailure = null;
            roomMade.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(IOException e) {
        lock.lock();
        try {
            if (lastFailure == null) {
                LOG.warn("cannot settle the log, trying again: {}", DiskErrors.isDiskFull(e) ? "the disk is full" : e.toString());
            }
            lastFailure = e;
            roomMade.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Settles what closed journals hold and partitions with too many small blocks. */
    void settleClosed() throws IOException {
        working.lock();
        try {
            for (Journal.File file : journal.closed()) {
                for (Partition partition : file.partitions()) {
                    settling.settle(partition);
                }
                journal.deleteSettled();
            }
            Set<Partition> crowded = new LinkedHashSet<>();
            for (Partition partition : partitions.get()) {
                if (partition.unsettledBlocks() >= options.unsettledBlocksMax()) {
                    crowded.add(partition);
                }
            }
            for (Partition partition : crowded) {
                settling.settle(partition);
            }
        } finally {
            working.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            stopped = true;
            wanted.signalAll();
            roomMade.signalAll();
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
