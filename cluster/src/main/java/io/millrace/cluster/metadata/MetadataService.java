package io.millrace.cluster.metadata;

import java.util.function.Consumer;

/** The replicated metadata, as one node sees it. Thread-safe. */
public interface MetadataService extends AutoCloseable {
    /** The newest state known to be committed when this is called: includes every change whose {@link #apply} returned on any node that this one has heard of. */
    MetadataState state();

    /**
     * Commits a change: durable on a majority when this returns.
     *
     * @return a state that includes it
     * @throws io.millrace.common.error.MillraceException if it does not fit the state it met; then nothing has changed
     */
    MetadataState apply(MetadataChange change);

    /** Calls back after each change, in order, from one thread; the listener must be quick. */
    void onChange(Consumer<MetadataState> listener);

    @Override
    void close();
}
