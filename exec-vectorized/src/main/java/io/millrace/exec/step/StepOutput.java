package io.millrace.exec.step;

import io.millrace.common.batch.Batch;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.error.RowOrigin;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a step gives. The caller owns it and closes it.
 *
 * @param tick of the input
 * @param deltas of the result: each row at most once in all of them, no weight zero; weights null where all are +1
 * @param watermarkMicros no window that ends at or before it will change any more; absent if no input has event time, or none was seen in some partition
 * @param lateRows how many input rows were dropped because all their windows were closed
 * @param lateWindows how many rows of windows were dropped, at least {@code lateRows} (a row of HOP has several windows)
 * @param heldRows how many input rows had a time too far in the future to move the watermark
 * @param late the dropped rows, as they reached the window assignment, if the options ask for them
 * @param errors changes of the rows that could not be computed
 */
public record StepOutput(
        long tick, List<Batch> deltas, OptionalLong watermarkMicros, long lateRows, long lateWindows, long heldRows,
        List<LateRows> late, List<ErrorRow> errors) implements AutoCloseable {
    public StepOutput {
        deltas = List.copyOf(deltas);
        late = List.copyOf(late);
        errors = List.copyOf(errors);
    }

    /** Late rows of one window assignment, which is numbered among the plan's from 0, and where each came from. */
    public record LateRows(int windowAssign, Batch rows, List<RowOrigin> origins) {
        public LateRows {
            origins = List.copyOf(origins);
        }
    }

    /** The same without errors, which shares the batches: they stay this one's. */
    public StepOutput withoutErrors() {
        return new StepOutput(tick, deltas, watermarkMicros, lateRows, lateWindows, heldRows, late, List.of());
    }

    /** Distinct rows that changed. */
    public long rows() {
        return deltas.stream().mapToLong(Batch::rows).sum();
    }

    @Override
    public void close() {
        deltas.forEach(Batch::close);
        late.forEach(rows -> rows.rows().close());
    }
}
