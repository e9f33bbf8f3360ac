package io.millrace.exec;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;

/** One run of a plan. Work goes on in the pool until the bounded result queue is full. Methods may be called from any thread. */
public interface QueryExecution extends AutoCloseable {
    Schema schema();

    /**
     * The next batch (it may carry a selection), owned by the caller; null at the end. Blocks the caller.
     *
     * @throws MillraceException what the execution failed with or was cancelled for
     */
    Batch next();

    /** As {@link #next}, but returns null at once if no batch is there yet, and then runs {@code wake} when it is worth asking again. */
    Batch poll(Runnable wake);

    /** Whether every batch was taken and nothing failed. */
    boolean finished();

    /** Ends the execution soon, with this error for whoever reads on; does not block. Without effect once it has ended. */
    void cancel(MillraceException reason);

    Progress progress();

    OperatorStatistics statistics();

    /** Runs {@code action} once everything is freed; at once if it is. */
    void onTermination(Runnable action);

    /** Cancels if need be, and blocks until all memory and files are freed (batches that were handed out aside). Not for pool threads. */
    @Override
    void close();
}
