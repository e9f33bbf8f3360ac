package io.millrace.storage.log;

import java.util.function.Consumer;

/** Reads a range of a partition in order. One thread at a time. */
public interface RowReader extends AutoCloseable {
    /** The next rows, owned by the caller; null at the end of the range. */
    LogBatch next();

    long bytesRead();

    /**
     * What to do with records that are no rows; without it the first of them fails the reading with MALFORMED_INPUT. Before the first {@link #next}. Our
     * own logs have none.
     */
    default void onMalformed(Consumer<MalformedRecord> consumer) {}

    @Override
    void close();
}
