package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.memory.ColumnStore;
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
 * Collects a join's build side, each lane in batches of its own, then puts the rows together and makes the {@link JoinTable}, each step in as many
 * pieces as there are threads. When rows, their copy and the table would not fit the memory that is left, everything goes to disk instead, and the join
 * becomes a {@link SpilledJoin}.
 */
final class BuildSink implements Sink {
    private final JoinDefinition definition;
    private final ExecutionContext context;
    private final Cancellation cancellation;
    private final NodeCounters counters;
    private final SpilledJoin spilled;
    private final Headroom headroom;
    private final List<KeyFilter> filters = new ArrayList<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicLong heldRows = new AtomicLong();

    // Guarded by this
    private final List<Batch> laneRows = new ArrayList<>();

    private ColumnStore[] together;
    private int totalRows;
    private JoinTable table;

    BuildSink(
            JoinDefinition definition, SpilledJoin spilled, ExecutionContext context, Cancellation cancellation, NodeCounters counters) {
        this.definition = definition;
        this.spilled = spilled;
        this.context = context;
        this.headroom = context.headroom();
        this.cancellation = cancellation;
        this.counters = counters;
    }

    /** Fills the filter from the build side's keys once they are all there. */
    void add(KeyFilter filter) {
        filters.add(filter);
    }

    /** Once the sink is done; null if the join is spilled. */
    JoinTable table() {
        return table;
    }

    private boolean mustSpill() {
        long needed = heldBytes.get() + JoinTable.directoryBytes(definition, heldRows.get());
        return headroom.left() < needed;
    }

    @Override
    public Lane open(LaneContext lane) {
        return new BuildLane();
    }

    private final class BuildLane implements Lane {
        private final BuildRows rows = new BuildRows(definition, context.allocator());
        private SpilledJoin.Writer writer;
        private long reportedBytes;
        private long reportedRows;

        @Override
        public void accept(Batch batch) {
            try (batch;
                    Batch stored = rows.stored(batch)) {
                if (writer != null) {
                    writer.add(stored);
                    return;
                }
                rows.add(stored);
            }
            report(rows.bytes(), rows.rows());
            if (spilled.started() || mustSpill()) {
                spill();
            }
        }

        private void report(long bytes, long count) {
            heldBytes.addAndGet(bytes - reportedBytes);
            heldRows.addAndGet(count - reportedRows);
            reportedBytes = bytes;
            reportedRows = count;
        }

        private void spill() {
            spilled.start();
            writer = spilled.buildWriter();
            for (Batch batch = rows.take(); batch != null; batch = rows.take()) {
                try (Batch closing = batch) {
                    writer.add(closing);
                }
            }
            report(0, 0);
        }

        @Override
        public void finish() {
            counters.held(rows.bytes());
            if (spilled.started()) {
                if (writer == null) {
                    spill();
                }
                writer.flush();
                return;
            }
            synchronized (BuildSink.this) {
                for (Batch batch = rows.take(); batch != null; batch = rows.take()) {
                    laneRows.add(batch);
                }
            }
        }

        @Override
        public void close() {
            rows.close();
            if (writer != null) {
                writer.close();
            }
        }
    }

    @Override
    public synchronized List<Runnable> finish(int phase) {
        if (phase == 0 && !spilled.started() && mustSpill()) {
            spilled.start();
        }
        if (spilled.started()) {
            return phase == 0 ? List.of(this::spillRest) : List.of();
        }
        return switch (phase) {
            case 0 -> concatenate();
            case 1 -> prepare();
            case 2 -> List.of(this::complete);
            default -> List.of();
        };
    }

    /** Rows of lanes that had ended before the first one ran out of memory. */
    private void spillRest() {
        try (SpilledJoin.Writer writer = spilled.buildWriter()) {
            while (!laneRows.isEmpty()) {
                cancellation.check();
                try (Batch batch = laneRows.remove(laneRows.size() - 1)) {
                    writer.add(batch);
                }
            }
            writer.flush();
        }
        spilled.buildDone();
    }

    /** One piece a column; a phase without pieces would be the last. */
    private List<Runnable> concatenate() {
        if (laneRows.size() < 2) {
            return List.of(() -> {});
        }
        long total = laneRows.stream().mapToLong(Batch::physicalRows).sum();
        totalRows = (int) Math.min(total, JoinTable.ROWS_MAX + 1L);
        together = definition.storedTypes().stream().map(t -> new ColumnStore(context.allocator(), t)).toArray(ColumnStore[]::new);
        List<Runnable> pieces = new ArrayList<>();
        for (int c = 0; c < together.length; c++) {
            int column = c;
            pieces.add(() -> {
                together[column].reserve(totalRows);
                for (Batch rows : laneRows) {
                    cancellation.check();
                    together[column].append(rows.column(column), null, rows.physicalRows());
                }
            });
        }
        return pieces.isEmpty() ? List.of(() -> {}) : pieces;
    }

    private List<Runnable> prepare() {
        table = new JoinTable(definition, takeRows(), context.allocator());
        table.prepare(Math.max(1, Integer.highestOneBit(context.pool().threads())));
        List<Runnable> pieces = new ArrayList<>();
        for (int p = 0; p < table.parts(); p++) {
            int part = p;
            pieces.add(() -> table.insert(part, cancellation));
        }
        for (KeyFilter filter : filters) {
            pieces.add(() -> filter.fill(table, cancellation));
        }
        return pieces.isEmpty() ? List.of(() -> {}) : pieces;
    }

    private Batch takeRows() {
        if (together != null) {
            List<Column> columns = new ArrayList<>(together.length);
            for (ColumnStore column : together) {
                columns.add(column.build());
            }
            together = null;
            laneRows.forEach(Batch::close);
            laneRows.clear();
            return Batch.of(columns, totalRows);
        }
        if (laneRows.isEmpty()) {
            try (RowStore none = new RowStore(context.allocator(), definition.storedTypes())) {
                return none.build();
            }
        }
        return laneRows.remove(0);
    }

    private void complete() {
        table.complete();
        counters.held(table.bytes());
    }

    @Override
    public synchronized void close() {
        laneRows.forEach(Batch::close);
        laneRows.clear();
        if (together != null) {
            for (ColumnStore column : together) {
                column.close();
            }
        }
        if (table != null) {
            table.close();
        }
        filters.forEach(KeyFilter::close);
    }
}
