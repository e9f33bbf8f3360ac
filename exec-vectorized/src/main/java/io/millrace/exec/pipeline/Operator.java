package io.millrace.exec.pipeline;

import io.millrace.common.batch.Batch;

/** A streaming operator's state in one lane: batches in, batches out, no more than one input at a time. The definition is its {@link Factory}. */
public interface Operator extends AutoCloseable {
    /** Takes over a batch; only after {@link #next} has returned null. */
    void accept(Batch batch);

    /** The next output, owned by the caller; null if it needs more input, or after {@link #finish} if there is no more. */
    Batch next();

    /** There is no more input in this lane. */
    default void finish() {}

    /** Whether it needs no more input, for good: the lane then ends early. */
    default boolean satisfied() {
        return false;
    }

    /** Frees what it holds, at any moment. */
    @Override
    void close();

    /** Immutable definition, shared by all lanes (what lanes share at run time, such as a limit's counter, it may hold). */
    interface Factory extends AutoCloseable {
        Operator open(LaneContext context);

        @Override
        default void close() {}
    }
}
