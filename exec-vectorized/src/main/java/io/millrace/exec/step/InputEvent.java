package io.millrace.exec.step;

import io.millrace.common.batch.Batch;

/**
 * What a step takes from an input, in the log's order. Steps may be cut anywhere between events, and a batch anywhere between rows: the sum of all
 * output is the same.
 */
public sealed interface InputEvent {
    /**
     * New rows with weights, of one partition in offset order; partition 0 for inputs without. The scan's own filter need not be applied. Rows of an
     * idle partition make it active again, at a watermark of at least the input's.
     */
    record Rows(int partition, Batch batch) implements InputEvent {}

    /** The partition steps aside: the input's watermark no longer waits for it. A decision that was logged. */
    record Idle(int partition) implements InputEvent {}

    /** The partition's watermark is raised to at least this many microseconds. A decision that was logged, such as following the clock while all are idle. */
    record Advance(int partition, long watermarkMicros) implements InputEvent {}
}
