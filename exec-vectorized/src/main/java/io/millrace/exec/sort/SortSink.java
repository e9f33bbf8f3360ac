package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.memory.Headroom;
import io.millrace.exec.memory.RowStore;
import io.millrace.exec.pipeline.Cancellation;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.NodeCounters;
import io.millrace.exec.pipeline.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects and sorts. Each lane sorts what it has; at the end the lanes' rows are put into one place and their orders merged. With a fetch a lane now
 * and then drops what can no longer be among the first rows, and then turns such rows away by their prefix. A lane that could not double what it holds
 * writes its rows to disk as a sorted run; what is in memory at the end is merged with the runs on disk as it is read.
 */
final class SortSink implements Sink {
    /** A fetch larger than this is sorted like everything. */
    private static final long TOP_ROWS_MAX = 1_000_000;
    /** Rows over the wanted ones that a lane collects before it drops the rest. */
    private static final int SLACK_ROWS = 16_384;
    /** A run of less than this share of all memory is not worth a file. */
    private static final int WORTH_SPILLING_SHARE = 64;

    private final PlanNode.Sort sort;
    private final List<SqlType> types;
    private final RowOrder order;
    private final ExecutionContext context;
    private final Cancellation cancellation;
    private final NodeCounters counters;
    /** Rows that may come out, or -1: all. */
    private final long wanted;

    private final SpilledRuns spilled;
    private final Headroom headroom;
    /** Bytes in all lanes and runs. */
    private final AtomicLong held = new AtomicLong();

    // Guarded by this
    private final List<SortedRun> runs = new ArrayList<>();

    SortSink(PlanNode.Sort sort, ExecutionContext context, Cancellation cancellation, NodeCounters counters) {
        this.sort = sort;
        this.types = sort.schema().fields().stream().map(Field::type).toList();
        this.order = new RowOrder(sort.keys(), types);
        this.context = context;
        this.cancellation = cancellation;
        this.counters = counters;
        this.spilled = new SpilledRuns(types, order, context, cancellation, counters);
        this.headroom = context.headroom();
        boolean top = sort.fetch() >= 0 && sort.offset() + sort.fetch() <= TOP_ROWS_MAX;
        this.wanted = top ? sort.offset() + sort.fetch() : -1;
    }

    PlanNode.Sort sort() {
        return sort;
    }

    RowOrder order() {
        return order;
    }

    /** The one run that is left at the end; null if there were no rows, or if there are {@link #merge} ones. */
    SortedRun result() {
        return runs.isEmpty() ? null : runs.get(0);
    }

    /** The rows of several runs, for one reader who closes it; null if there is one run at most. */
    RunMerge merge() {
        if (spilled.isEmpty() && runs.size() <= 1) {
            return null;
        }
        List<RunCursor> cursors = spilled.cursors();
        runs.forEach(run -> cursors.add(RunCursor.of(run, order)));
        return new RunMerge(cursors, types, context.allocator(), cancellation);
    }

    /** Whether memory is too short for what is held to double. */
    private boolean pressed() {
        return headroom.left() < 2 * held.get();
    }

    /** Whether a lane that holds so much should write it. */
    private boolean worthSpilling(long bytes) {
        return bytes > headroom.total() / WORTH_SPILLING_SHARE;
    }

    /** Writes and closes a run. */
    private void spill(SortedRun run) {
        try (run) {
            spilled.write(run, SortedRun.cut(sort, order, run.rows().columns(), run.positions(), run.positions().length));
        }
    }

    /** Writes what lanes have left in memory that have ended. */
    private void spillFinished() {
        List<SortedRun> finished;
        synchronized (this) {
            finished = new ArrayList<>(runs);
            runs.clear();
        }
        try {
            while (!finished.isEmpty()) {
                SortedRun run = finished.removeLast();
                held.addAndGet(-run.rows().bytes());
                spill(run);
            }
        } finally {
            finished.forEach(SortedRun::close);
        }
    }

    @Override
    public Lane open(LaneContext lane) {
        return new SortLane();
    }

    private final class SortLane implements Lane {
        private final RowStore rows = new RowStore(context.allocator(), types);
        private long counted;
        private boolean bounded;
        private long lastPrefix;

        @Override
        public void accept(Batch batch) {
            try (batch) {
                if (wanted == 0) {
                    return;
                }
                if (bounded) {
                    appendBelow(batch);
                } else {
                    rows.append(batch);
                }
            }
            if (wanted >= 0 && rows.rows() >= wanted * 2 + SLACK_ROWS) {
                truncate();
            }
            count();
            if (worthSpilling(counted) && pressed()) {
                relieve();
            }
        }

        /** Drops rows that cannot come out, and writes the others if they are still many. */
        private void relieve() {
            counters.held(held.get());
            if (wanted >= 0 && rows.rows() > wanted * 2) {
                truncate();
                count();
            }
            if (worthSpilling(counted)) {
                spillFinished();
                spill(SortedRun.of(rows.build(), order, cancellation));
                count();
            }
        }

        private void count() {
            long bytes = rows.bytes();
            held.addAndGet(bytes - counted);
            counted = bytes;
        }

        /** Appends the rows that may still be among the first. */
        private void appendBelow(Batch batch) {
            int count = batch.rows();
            int[] positions = batch.selection() == null ? null : batch.selection().positions();
            long[] prefixes = new long[count];
            order.prefixes(order.keyColumns(batch.columns()), positions, count, prefixes);
            int[] kept = new int[count];
            int n = 0;
            for (int k = 0; k < count; k++) {
                if (Long.compareUnsigned(prefixes[k], lastPrefix) <= 0) {
                    kept[n++] = positions == null ? k : positions[k];
                }
            }
            rows.append(batch, kept, n);
        }

        private void truncate() {
            counters.held(rows.bytes());
            try (Batch all = rows.build()) {
                long[] prefixes = new long[all.physicalRows()];
                int[] sorted = order.sort(all.columns(), all.physicalRows(), prefixes, cancellation);
                int keep = SortedRun.cut(sort, order, all.columns(), sorted, sorted.length);
                rows.append(all, sorted, keep);
                bounded = true;
                lastPrefix = prefixes[keep - 1];
            }
        }

        @Override
        public void finish() {
            counters.held(rows.bytes());
            if (rows.rows() == 0) {
                return;
            }
            held.addAndGet(-counted);
            counted = 0;
            SortedRun run = SortedRun.of(rows.build(), order, cancellation);
            held.addAndGet(run.rows().bytes());
            synchronized (SortSink.this) {
                runs.add(run);
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @Override
    public List<Runnable> finish(int phase) {
        if (phase > 0) {
            return List.of();
        }
        if (!spilled.isEmpty()) {
            return List.of(spilled::reduce);
        }
        // runs that cannot be put together in memory are merged as they are read
        return runs.size() > 1 && headroom.left() > held.get() * 2 ? List.of(this::mergeRuns) : List.of();
    }

    private void mergeRuns() {
        List<SortedRun> sources = new ArrayList<>(runs);
        SortedRun merged = SortedRun.merge(sources, types, order, context.allocator(), cancellation);
        runs.forEach(SortedRun::close);
        runs.clear();
        runs.add(merged);
    }

    @Override
    public synchronized void close() {
        runs.forEach(SortedRun::close);
        runs.clear();
        spilled.close();
    }
}
