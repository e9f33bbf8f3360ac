package io.millrace.exec.pipeline;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import java.util.List;

/** Where a pipeline ends: shared state. Each lane has a {@link Lane}; when all have finished, {@link #finish} completes the result. */
public interface Sink extends AutoCloseable {
    Lane open(LaneContext context);

    /**
     * After all lanes have finished: pieces of work that may run at once, called with 0, 1, … until it gives none. Then pipelines that depend on this
     * one start. Pieces check for cancellation as often as operators do.
     */
    List<Runnable> finish(int phase);

    /** The query has failed or was cancelled; called at once, from any thread, for sinks that others wait for. */
    default void failed(MillraceException reason) {}

    /** Frees what it holds; called once, after everything that reads it. */
    @Override
    void close();

    /** One thread's state. */
    interface Lane extends AutoCloseable {
        /** Whether {@link #accept} may be called now; if not, {@code wake} runs when it is worth asking again. */
        default boolean ready(Runnable wake) {
            return true;
        }

        /** Takes over a batch. */
        void accept(Batch batch);

        /** This lane has no more input: hands its state over to the sink. */
        void finish();

        /** Whether no lane needs to send more, for good. */
        default boolean satisfied() {
            return false;
        }

        /** Frees what {@link #finish} has not handed over. */
        @Override
        void close();
    }
}
