package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.exec.memory.RowStore;
import io.millrace.exec.spill.SpillFile;
import java.util.Arrays;

/**
 * A place in a sorted run, wherever the run lies. One block of the run's rows is in memory; rows taken from it are noted and copied together. Rows of a
 * run on disk lie there in order, those of a run in memory as its positions say.
 */
final class RunCursor implements AutoCloseable {
    private final RowOrder order;
    private final SortedRun memory;
    private final SpillFile file;
    private int nextBlock;
    private Batch block;
    private Column[] keys;
    private long[] prefixes;
    private int[] positions;
    private int count;
    private int at;

    /** Positions in the block of the rows taken and not yet copied, and which rows of the result they are. */
    private int[] taken = new int[256];
    private int[] results = new int[256];
    private int pending;

    private RunCursor(RowOrder order, SortedRun memory, SpillFile file) {
        this.order = order;
        this.memory = memory;
        this.file = file;
    }

    /** At the first row of a run that stays the caller's. */
    static RunCursor of(SortedRun run, RowOrder order) {
        RunCursor cursor = new RunCursor(order, run, null);
        cursor.positions = run.positions();
        cursor.show(run.rows(), run.positions().length);
        return cursor;
    }

    /** At the first row of a run on disk, which stays the caller's; it has rows. */
    static RunCursor of(SpillFile run, RowOrder order) {
        RunCursor cursor = new RunCursor(order, null, run);
        cursor.advanceBlock();
        return cursor;
    }

    private void show(Batch rows, int rowCount) {
        block = rows;
        count = rowCount;
        at = 0;
        keys = order.keyColumns(rows.columns());
        prefixes = new long[rowCount];
        order.prefixes(keys, positions, rowCount, prefixes);
    }

    /** Whether all rows of the block are taken; then the pending ones must be copied before {@link #advanceBlock}. */
    boolean blockDone() {
        return at == count;
    }

    /** Goes on to the run's next block; false at its end. */
    boolean advanceBlock() {
        assert pending == 0;
        if (memory != null || nextBlock == file.batches()) {
            close();
            return false;
        }
        if (block != null) {
            block.close();
            block = null;
        }
        Batch next = file.read(nextBlock++);
        show(next, next.physicalRows());
        return true;
    }

    private int position() {
        return positions == null ? at : positions[at];
    }

    /** Negative, zero or positive as this cursor's row comes before, with or after another's. */
    int compareTo(RunCursor other) {
        int byPrefix = Long.compareUnsigned(prefixes[at], other.prefixes[other.at]);
        return byPrefix != 0 ? byPrefix : order.compareTied(keys, position(), other.keys, other.position());
    }

    /** Takes the row as row number {@code result} of the batch that is being made. */
    void take(int result) {
        if (pending == taken.length) {
            taken = Arrays.copyOf(taken, pending * 2);
            results = Arrays.copyOf(results, pending * 2);
        }
        taken[pending] = position();
        results[pending++] = result;
        at++;
    }

    /** Appends the rows taken to {@code rows} and notes in {@code places} where each row of the result lies there. */
    void copyTaken(RowStore rows, int[] places) {
        if (pending == 0) {
            return;
        }
        int base = rows.rows();
        rows.append(block, taken, pending);
        for (int i = 0; i < pending; i++) {
            places[results[i]] = base + i;
        }
        pending = 0;
    }

    @Override
    public void close() {
        if (block != null && memory == null) {
            block.close();
        }
        block = null;
    }
}
