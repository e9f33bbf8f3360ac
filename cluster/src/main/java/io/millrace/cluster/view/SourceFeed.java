package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.InputFacts;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/** A stream or a table as a log of weighted changes, which views consume by ticks. Thread-safe. */
public interface SourceFeed {
    /** Names the log in ticks. */
    String logId();

    InputFacts facts();

    int partitions();

    /** Durable ends, one a partition; never waits. */
    List<Long> ends();

    /**
     * Asks where the log ends now, if that is known elsewhere only: then {@link #ends} says it until something follows the feed.
     *
     * @throws MillraceException CONNECTION_FAILURE
     */
    default void refresh() {}

    /** Whether reading may wait for another system. */
    default boolean mayWait() {
        return false;
    }

    /** Views read it from these offsets on: rows that are elsewhere are to come here. Up to {@code ends} there are some already. Does not wait. */
    default void follow(List<Long> from, List<Long> ends) {}

    /** No view reads it any more. */
    default void unfollow() {}

    /**
     * Gives changes {@code from .. to} of a partition in order, batch by batch, each owned by the consumer.
     *
     * @param columns of the object's schema, in this order
     */
    void read(int partition, long from, long to, List<Integer> columns, BufferAllocator allocator, Consumer<Batch> consumer);

    /**
     * As {@link #read}, with the rows that must not move the watermark named, and with what is no row. A feed without event time has none.
     */
    default void readEvents(
            int partition, long from, long to, List<Integer> columns, BufferAllocator allocator, Consumer<InputEvent> consumer) {
        read(partition, from, to, columns, allocator, batch -> consumer.accept(new InputEvent.Rows(partition, batch)));
    }

    /** As {@link #snapshot}, with the rows that must not move the watermark named. */
    default void snapshotEvents(List<Long> ends, List<Integer> columns, BufferAllocator allocator, Consumer<InputEvent> consumer) {
        snapshot(ends, columns, allocator, (partition, batch) -> consumer.accept(new InputEvent.Rows(partition, batch)));
    }

    /**
     * What a scan reads to see exactly the changes up to {@code ends}.
     *
     * @throws MillraceException if that is no longer kept
     */
    ScanTarget at(List<Long> ends);

    /** After how long without rows a partition steps aside; 0: never. */
    default long idleTimeoutMicros() {
        return 0;
    }

    /**
     * Gives everything up to {@code ends}, from which a new view starts: a table's contents at that version; of a stream the rows that are kept.
     * {@code consumer} is called with partition and batch; streams in offset order.
     */
    void snapshot(List<Long> ends, List<Integer> columns, BufferAllocator allocator, SnapshotConsumer consumer);

    /** Takes over the batch. */
    interface SnapshotConsumer {
        void accept(int partition, Batch batch);
    }
}
