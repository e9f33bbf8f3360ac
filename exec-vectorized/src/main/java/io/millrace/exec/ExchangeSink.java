package io.millrace.exec;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;

/** Where a fragment's output goes instead of to a result queue. Called by several threads at once. */
public interface ExchangeSink extends AutoCloseable {
    /** Tasks of the next fragment. */
    int partitions();

    /** Whether more is taken now; if not, {@code wake} is run once, from any thread, when it may be worth asking again. */
    boolean ready(Runnable wake);

    /** Takes over a batch without selection for one partition. Never refused: {@link #ready} bounds how many come too early (one a thread). */
    void send(int partition, Batch batch);

    /** No more comes; every partition learns it. */
    void finish();

    /** The fragment failed or was cancelled; every partition learns it. */
    void fail(MillraceException reason);

    @Override
    void close();
}
