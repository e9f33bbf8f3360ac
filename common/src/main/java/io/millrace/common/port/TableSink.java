package io.millrace.common.port;

import io.millrace.common.batch.Batch;

/**
 * A transactional write. Nothing is visible before {@link #commit} returns, and then all of it is, durably. Closing without commit leaves nothing
 * behind. {@link #write} may be called by several threads; the other methods by one, after all writes.
 */
public interface TableSink extends AutoCloseable {
    /** Takes over the batch. */
    void write(Batch batch);

    /** Makes the written rows durable and visible; returns how many rows that is. */
    long commit();

    @Override
    void close();
}
