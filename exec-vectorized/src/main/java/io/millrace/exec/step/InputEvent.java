package io.millrace.exec.step;

import io.millrace.common.batch.Batch;
import java.util.Arrays;

/**
 * What a step takes from an input, in the log's order. Steps may be cut anywhere between events, and a batch anywhere between rows: the sum of all
 * output is the same.
 */
public sealed interface InputEvent {
    /**
     * New rows with weights, of one partition in offset order; partition 0 for inputs without. The scan's own filter need not be applied. Rows of an
     * idle partition make it active again, at a watermark of at least the input's.
     *
     * @param held physical positions, ascending, of rows whose time lies too far in the future to move the watermark; null: none
     * @param firstOffset of the batch's first physical row in the partition's log; -1 if there is none
     */
    record Rows(int partition, Batch batch, int[] held, long firstOffset) implements InputEvent {
        public Rows(int partition, Batch batch) {
            this(partition, batch, null, -1);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Rows rows && rows.partition == partition && rows.batch == batch && rows.firstOffset == firstOffset
                    && Arrays.equals(rows.held, held);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(batch) * 31 + partition;
        }
    }

    /**
     * A record of the log that is no row: as a row that cannot be computed, with its error.
     *
     * @param message with the record's place
     * @param text of the record, as JSON
     */
    record Malformed(int partition, long offset, String message, String text) implements InputEvent {}

    /** The partition steps aside: the input's watermark no longer waits for it. A decision that was logged. */
    record Idle(int partition) implements InputEvent {}

    /** The partition's watermark is raised to at least this many microseconds. A decision that was logged, such as following the clock while all are idle. */
    record Advance(int partition, long watermarkMicros) implements InputEvent {}

    /**
     * So much time went by while all partitions were idle. Where rows are held until their window closes, watermarks rise by it; elsewhere it does
     * nothing. A decision that was logged.
     */
    record Elapse(long micros) implements InputEvent {}
}
