package io.millrace.exec.pipeline;

import io.millrace.common.batch.Batch;

/** Where a pipeline's batches come from; shared by its lanes. Opened only when all pipelines it depends on have finished. */
public interface Source extends AutoCloseable {
    /** How many lanes can be busy at once, at most {@code lanes}; 1 where order matters. Called once, before {@link #open}. */
    int parallelism(int lanes);

    /** One thread's end. The lane is closed before the source. */
    Lane open(LaneContext context);

    /** Frees what is shared; called once, after all lanes. */
    @Override
    default void close() {}

    /** One thread's end. */
    interface Lane extends AutoCloseable {
        /**
         * The next batch, owned by the caller, or null: at the end if {@link #finished}, else {@code wake} runs when it is worth asking again. A
         * call takes no longer than about one morsel.
         */
        Batch next(Runnable wake);

        boolean finished();

        @Override
        default void close() {}
    }
}
