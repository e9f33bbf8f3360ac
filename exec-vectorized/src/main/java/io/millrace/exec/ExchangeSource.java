package io.millrace.exec;

import io.millrace.common.batch.Batch;

/** What other fragments' tasks send to this one. One reader at a time. */
public interface ExchangeSource extends AutoCloseable {
    /**
     * The next batch, owned by the caller; null if there is none now or ever. In the first case {@code wake} is run once, from any thread, when it
     * may be worth asking again.
     *
     * @throws io.millrace.common.error.MillraceException WORKER_LOST and what the sender failed with
     */
    Batch poll(Runnable wake);

    /** Whether all senders have ended and all batches were taken. */
    boolean finished();

    @Override
    void close();
}
