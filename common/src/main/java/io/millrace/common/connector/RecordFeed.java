package io.millrace.common.connector;

import java.util.List;
import java.util.Map;

/** A pull of records. One thread at a time, but for {@link #wakeup}. */
public interface RecordFeed extends AutoCloseable {
    /**
     * Records that came, in offset order within a partition; those of a partition one after the other.
     *
     * @param positions by partition, the offset up to which everything was given with these records or before
     */
    record Polled(List<SourceRecord> records, Map<Integer, Long> positions) {}

    /** Waits at most so long for something to come. Errors as {@link ExternalLog} says. */
    Polled poll(long waitMillis);

    /** Ends a poll that waits. From any thread. */
    void wakeup();

    @Override
    void close();
}
