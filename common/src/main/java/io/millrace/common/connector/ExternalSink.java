package io.millrace.common.connector;

import io.millrace.common.batch.Batch;
import java.util.List;
import java.util.OptionalLong;

/**
 * Writes a query's changes, tick by tick, into another system. After any error it is closed, and another one recovers. One thread at a time.
 *
 * <pre>
 * opened --recover--&gt; ready --write--&gt; writing --write--&gt; writing --commit--&gt; ready
 * </pre>
 *
 * <p>Errors: MillraceException CONNECTION_FAILURE if the system does not answer, or what it refuses.
 */
public interface ExternalSink extends AutoCloseable {
    /**
     * Takes over from whoever wrote before, who can write no more if the system can see to that; what was not committed is undone.
     *
     * @return the last tick that was committed with its rows; empty if none was, or the system does not keep it
     */
    OptionalLong recover();

    /** Writes what one step changed, rows with their weights, each row at most once in all batches, which stay the caller's. */
    void write(List<Batch> changes);

    /** Makes what was written since the last commit durable and, if the kind of the sink is so, visible at once, together with the tick. */
    void commit(long tick);

    /** Undoes what was not committed, where that can be. */
    @Override
    void close();
}
