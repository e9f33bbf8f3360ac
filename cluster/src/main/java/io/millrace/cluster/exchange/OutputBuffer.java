package io.millrace.cluster.exchange;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.ExchangeSink;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task has put out and its readers have not taken yet: a bounded queue a reader. Within a process a reader takes from it directly; for others a
 * {@link StreamServer} does. Outlives the task's execution until {@link #discard}. Thread-safe; the monitor of this object guards all partitions.
 */
public final class OutputBuffer implements ExchangeSink {
    /** Senders park while so many bytes wait for all readers together. */
    static final long BYTES_MAX = 4L << 20;

    private final List<OutputPartition> partitions = new ArrayList<>();
    private final Runnable unwanted;
    private List<Runnable> writersWaiting = new ArrayList<>();
    private long bytes;
    private int readersOpen;
    private boolean finished;
    private MillraceException failure;

    /** @param unwanted runs when no reader wants more although there may be more; not under any lock */
    public OutputBuffer(int partitions, Runnable unwanted) {
        this.unwanted = unwanted;
        this.readersOpen = partitions;
        for (int p = 0; p < partitions; p++) {
            this.partitions.add(new OutputPartition(this));
        }
    }

    @Override
    public int partitions() {
        return partitions.size();
    }

    public OutputPartition partition(int index) {
        return partitions.get(index);
    }

    @Override
    public synchronized boolean ready(Runnable wake) {
        if (bytes < BYTES_MAX || ended() || readersOpen == 0) {
            return true;
        }
        writersWaiting.add(wake);
        return false;
    }

    @Override
    public void send(int partition, Batch batch) {
        Runnable reader;
        synchronized (this) {
            long size = batch.bytes();
            reader = ended() ? null : partitions.get(partition).add(batch, size);
            if (reader == null) {
                batch.close();
                return;
            }
            bytes += size;
        }
        reader.run();
    }

    @Override
    public void finish() {
        end(null);
    }

    @Override
    public void fail(MillraceException reason) {
        end(reason);
    }

    private void end(MillraceException reason) {
        List<Runnable> waiting = new ArrayList<>();
        synchronized (this) {
            if (ended()) {
                return;
            }
            finished = reason == null;
            failure = reason;
            partitions.forEach(partition -> waiting.add(partition.takeWaiting()));
            waiting.addAll(takeWriters());
        }
        waiting.forEach(Runnable::run);
    }

    /** What was sent stays for its readers. */
    @Override
    public void close() {}

    /** Frees what was not taken; readers that come later learn that the query has ended. */
    public void discard() {
        fail(new MillraceException(ErrorCode.QUERY_CANCELLED, "the query has ended"));
        partitions.forEach(OutputPartition::discard);
    }

    boolean ended() {
        assert Thread.holdsLock(this);
        return finished || failure != null;
    }

    /** Null if it finished, or has not ended. */
    MillraceException failure() {
        assert Thread.holdsLock(this);
        return failure;
    }

    /** Returns who may send again. */
    List<Runnable> taken(long size) {
        assert Thread.holdsLock(this);
        bytes -= size;
        return bytes < BYTES_MAX ? takeWriters() : List.of();
    }

    void freed(long size) {
        assert Thread.holdsLock(this);
        bytes -= size;
    }

    /** Returns what is to run once the lock is released. */
    List<Runnable> readerClosed() {
        assert Thread.holdsLock(this);
        readersOpen--;
        List<Runnable> actions = new ArrayList<>(takeWriters());
        if (readersOpen == 0 && !ended()) {
            actions.add(unwanted);
        }
        return actions;
    }

    private List<Runnable> takeWriters() {
        List<Runnable> writers = writersWaiting;
        writersWaiting = new ArrayList<>();
        return writers;
    }
}
