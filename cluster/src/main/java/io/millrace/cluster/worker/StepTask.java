package io.millrace.cluster.worker;

import io.millrace.common.batch.Batch;
import io.millrace.exec.step.error.ErrorRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A task of a continuous query: it stays with its state and takes one step after another. Used by one thread at a time. */
public interface StepTask extends AutoCloseable {
    /**
     * What a step gave.
     *
     * @param deltas of the task's result, the caller's
     * @param stateBytes that it holds after the step
     */
    record Result(List<Batch> deltas, List<ErrorRow> errors, long stateBytes) {
        public Result {
            deltas = List.copyOf(deltas);
            errors = List.copyOf(errors);
        }
    }

    /** Rows of the next step for one of the task's inputs; takes over the batch. */
    void rows(int input, Batch batch);

    /** The marker that ends a step; the result comes, or WORKER_LOST, or what the step failed with: then the task is broken. */
    CompletableFuture<Result> step(long tick, long micros);

    /** Frees it, wherever it is. */
    @Override
    void close();
}
