package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.type.SqlType;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.memory.Headroom;
import io.millrace.exec.pipeline.Cancellation;
import io.millrace.exec.pipeline.NodeCounters;
import io.millrace.exec.spill.SpillFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sorted runs on disk, one file each, merged into fewer until one pass can read them all. External merge sort (Knuth, vol. 3, 5.4). */
final class SpilledRuns implements AutoCloseable {
    /** Runs that one merge reads at once. */
    private static final int FAN_IN_MAX = 16;
    /** A block of each run is in memory during a merge: together at most this share of all memory. */
    private static final int BLOCKS_SHARE = 4;
    private static final int BLOCK_ROWS_MIN = 16;

    private final List<SqlType> types;
    private final RowOrder order;
    private final ExecutionContext context;
    private final Cancellation cancellation;
    private final NodeCounters counters;
    private final long blockBytes;

    // Guarded by this
    private final List<SpillFile> runs = new ArrayList<>();

    SpilledRuns(List<SqlType> types, RowOrder order, ExecutionContext context, Cancellation cancellation, NodeCounters counters) {
        this.types = types;
        this.order = order;
        this.context = context;
        this.cancellation = cancellation;
        this.counters = counters;
        this.blockBytes = new Headroom(context.allocator()).total() / BLOCKS_SHARE / FAN_IN_MAX;
    }

    synchronized boolean isEmpty() {
        return runs.isEmpty();
    }

    private synchronized void add(SpillFile run) {
        runs.add(run);
    }

    /** Writes the first {@code count} rows of a run, which stays the caller's. */
    void write(SortedRun run, int count) {
        SpillFile file = new SpillFile(context.spillDirectory(), types, context.allocator());
        add(file);
        int blockRows = blockRows(run.rows().bytes(), run.rows().physicalRows());
        for (int from = 0; from < count; from += blockRows) {
            cancellation.check();
            int to = Math.min(count, from + blockRows);
            try (Batch block = run.rows().gather(context.allocator(), Arrays.copyOfRange(run.positions(), from, to), to - from)) {
                counters.spilled(file.write(block));
            }
        }
    }

    private int blockRows(long bytes, int rows) {
        long rowBytes = Math.max(1, bytes / Math.max(1, rows));
        return (int) Math.clamp(blockBytes / rowBytes, Math.min(BLOCK_ROWS_MIN, context.batchRows()), context.batchRows());
    }

    /** Merges runs into longer ones as long as there are more than one merge can read. */
    void reduce() {
        while (count() > FAN_IN_MAX) {
            List<SpillFile> some;
            synchronized (this) {
                some = new ArrayList<>(runs.subList(0, FAN_IN_MAX));
                runs.subList(0, FAN_IN_MAX).clear();
            }
            try {
                merge(some);
            } finally {
                some.forEach(SpillFile::close);
            }
        }
    }

    private synchronized int count() {
        return runs.size();
    }

    private void merge(List<SpillFile> some) {
        SpillFile merged = new SpillFile(context.spillDirectory(), types, context.allocator());
        add(merged);
        long bytes = some.stream().mapToLong(SpillFile::bytes).sum();
        long rows = some.stream().mapToLong(SpillFile::rows).sum();
        int blockRows = (int) Math.clamp(blockBytes / Math.max(1, bytes / Math.max(1, rows)),
                Math.min(BLOCK_ROWS_MIN, context.batchRows()), context.batchRows());
        try (RunMerge merge = new RunMerge(cursors(some), types, context.allocator(), cancellation)) {
            for (Batch block = merge.next(blockRows); block != null; block = merge.next(blockRows)) {
                try (Batch closing = block) {
                    counters.spilled(merged.write(closing));
                }
            }
        }
    }

    private List<RunCursor> cursors(List<SpillFile> files) {
        List<RunCursor> cursors = new ArrayList<>();
        try {
            files.forEach(file -> cursors.add(RunCursor.of(file, order)));
        } catch (Throwable t) {
            cursors.forEach(RunCursor::close);
            throw t;
        }
        return cursors;
    }

    /** Cursors over all runs; the caller closes them. */
    synchronized List<RunCursor> cursors() {
        return cursors(runs);
    }

    @Override
    public synchronized void close() {
        runs.forEach(SpillFile::close);
        runs.clear();
    }
}
