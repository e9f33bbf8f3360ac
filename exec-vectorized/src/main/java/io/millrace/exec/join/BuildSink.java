package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.memory.ColumnStore;
import io.millrace.exec.memory.RowStore;
import io.millrace.exec.pipeline.Cancellation;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.NodeCounters;
import io.millrace.exec.pipeline.Sink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects a join's build side, each lane in a store of its own, then puts the rows together and makes the {@link JoinTable}, each step in as many
 * pieces as there are threads.
 */
final class BuildSink implements Sink {
    private final JoinDefinition definition;
    private final ExecutionContext context;
    private final Cancellation cancellation;
    private final NodeCounters counters;
    private final List<KeyFilter> filters = new ArrayList<>();

    // Guarded by this
    private final List<Batch> laneRows = new ArrayList<>();

    private ColumnStore[] together;
    private int totalRows;
    private JoinTable table;

    BuildSink(JoinDefinition definition, ExecutionContext context, Cancellation cancellation, NodeCounters counters) {
        this.definition = definition;
        this.context = context;
        this.cancellation = cancellation;
        this.counters = counters;
    }

    /** Fills the filter from the build side's keys once they are all there. */
    void add(KeyFilter filter) {
        filters.add(filter);
    }

    /** Once the sink is done. */
    JoinTable table() {
        return table;
    }

    @Override
    public Lane open(LaneContext lane) {
        return new BuildLane();
    }

    private final class BuildLane implements Lane {
        private final RowStore rows = new RowStore(context.allocator(), definition.storedTypes());

        @Override
        public void accept(Batch batch) {
            try (batch) {
                int count = batch.rows();
                int[] positions = batch.selection() == null ? null : batch.selection().positions();
                if (definition.dropsNullKeys()) {
                    for (int k = 0; k < definition.keyTypes().size(); k++) {
                        Column key = batch.column(definition.node().rightKeys().get(k));
                        if (!definition.layout().nullSafe()[k] && key.mayHaveNulls()) {
                            positions = notNull(key, positions, count);
                            count = positions.length;
                        }
                    }
                }
                rows.append(stored(batch), positions, count);
            }
        }

        private static int[] notNull(Column key, int[] positions, int count) {
            int[] kept = new int[count];
            int n = 0;
            for (int i = 0; i < count; i++) {
                int position = positions == null ? i : positions[i];
                if (!key.isNull(position)) {
                    kept[n++] = position;
                }
            }
            return Arrays.copyOf(kept, n);
        }

        @Override
        public void finish() {
            counters.held(rows.bytes());
            if (rows.rows() == 0) {
                return;
            }
            synchronized (BuildSink.this) {
                laneRows.add(rows.build());
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** Not retained. */
    private List<Column> stored(Batch batch) {
        List<Column> columns = new ArrayList<>(definition.stored().length);
        for (int c : definition.stored()) {
            columns.add(batch.column(c));
        }
        return columns;
    }

    @Override
    public synchronized List<Runnable> finish(int phase) {
        return switch (phase) {
            case 0 -> concatenate();
            case 1 -> prepare();
            case 2 -> List.of(this::complete);
            default -> List.of();
        };
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
        int parts = Math.max(1, Integer.highestOneBit(context.pool().threads()));
        table.prepare(parts);
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
