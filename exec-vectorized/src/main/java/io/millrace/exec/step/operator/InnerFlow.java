package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.exec.step.error.ErrorRow;
import java.util.List;

/** A dataflow that an operator runs inside a step of its own. Closed by the operator. */
public interface InnerFlow extends AutoCloseable {
    /** By input, the number of the source that feeds it. */
    List<Integer> sources();

    /**
     * Takes a step.
     *
     * @param events by input, delta batches, taken over
     */
    Result step(List<List<Batch>> events);

    /** The deltas are the caller's. */
    record Result(List<Batch> deltas, List<ErrorRow> errors) {}

    @Override
    void close();
}
