package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;

/**
 * The state of one aggregate call for all groups, as arrays by group (a small number; reused once {@link #clear}ed). Works on batches of rows whose
 * groups are known.
 */
public interface Accumulator extends AutoCloseable {
    /**
     * Rows of a delta and where they belong: row {@code i} is at {@code positions[i]} of the batch (null: at {@code i}), in {@code groups[i]}, with
     * {@code weights[i]} (null: +1). The arrays may be longer than {@code count}.
     */
    record Rows(Batch batch, int[] positions, int count, int[] groups, long[] weights) {
        public int position(int row) {
            return positions == null ? row : positions[row];
        }

        public long weight(int row) {
            return weights == null ? 1 : weights[row];
        }
    }

    /** Takes the error of a group's result, which is then NULL. */
    interface ErrorConsumer {
        void error(int row, MillraceException error);
    }

    /** Groups below {@code capacity} may be used from here on; new ones are empty. */
    void reserve(int capacity);

    /** Takes rows in, or back out if their weights are below zero. */
    void add(Rows rows);

    /** The results of {@code groups[0..count)} as a column of the call's type, which the caller owns. */
    Column result(int[] groups, int count, ErrorConsumer errors);

    /** Empties a group. */
    void clear(int group);

    /** Writes what there is of a group into its page. */
    void save(int group, PageWriter page);

    /** Takes on what {@link #save} wrote, for a group that is empty. */
    void load(int group, PageReader page);

    /** Call between steps: gives memory of what was cleared back. */
    default void compact() {}

    /** Whether a group may keep as many values as it has rows. */
    default boolean keepsValues() {
        return false;
    }

    long bytes();

    /** Writes groups below {@code limit}. */
    void write(StateWriter out, int limit);

    /** Reads what {@link #write} wrote, into an accumulator with room for the groups. */
    void read(StateReader in, int limit);

    @Override
    default void close() {}
}
