package io.millrace.common.port;

import io.millrace.common.batch.Batch;

/** A pull of batches in one thread. The caller owns each batch and closes the reader, at any time. */
public interface BatchReader extends AutoCloseable {
    /** The next batch, never of zero physical rows; null at the end. */
    Batch next();

    /** Bytes read from disk or network so far. */
    default long bytesRead() {
        return 0;
    }

    @Override
    void close();
}
