package io.millrace.exec.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode.AggregatePhase;
import io.millrace.common.type.SqlType;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.kernel.Hashing;
import io.millrace.exec.memory.RowPartitions;
import io.millrace.exec.pipeline.Cancellation;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.NodeCounters;
import io.millrace.exec.pipeline.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hash aggregation in two steps: each lane aggregates into a table of its own; a table that outgrows the caches is emptied, as intermediate rows, into
 * partitions by hash. At the end lanes merge disjoint partitions. Where grouping hardly reduces, rows skip the lane's table.
 */
final class HashAggregateSink implements Sink {
    /** Groups at which a lane's table no longer stays in the core's caches and is emptied into partitions. */
    static final int LANE_GROUPS_MAX = 65_536;
    /** A lane's table that makes more groups than this share of its rows is not worth its probes. */
    static final double USELESS_GROUPS_PER_ROW = 0.75;
    /** Up to so many groups one thread merges all tables. */
    private static final int MERGE_ALONE_GROUPS = 8_192;
    private static final int PARTITION_BITS = 5;
    private static final int FLUSH_ROWS = 8_192;

    private final AggregateDefinition definition;
    private final List<SqlType> rowTypes = new ArrayList<>();
    private final ExecutionContext context;
    private final Cancellation cancellation;
    private final NodeCounters counters;
    private final boolean merging;
    private final boolean partial;

    // Guarded by this
    private final List<AggregateTable> laneTables = new ArrayList<>();
    private final List<RowPartitions> lanePartitions = new ArrayList<>();

    private final Queue<AggregateTable> results = new ConcurrentLinkedQueue<>();
    private final Queue<Batch> partialRows = new ConcurrentLinkedQueue<>();

    HashAggregateSink(
            AggregateDefinition definition, List<SqlType> partialTypes, ExecutionContext context, Cancellation cancellation,
            NodeCounters counters) {
        this.definition = definition;
        this.context = context;
        this.cancellation = cancellation;
        this.counters = counters;
        this.merging = definition.node().phase() == AggregatePhase.FINAL;
        this.partial = definition.node().phase() == AggregatePhase.PARTIAL;
        rowTypes.addAll(definition.keyTypes());
        rowTypes.addAll(partialTypes);
    }

    @Override
    public Lane open(LaneContext lane) {
        return new AggregateLane();
    }

    /** Finished tables, for {@link AggregateSource}; each has one reader. */
    Queue<AggregateTable> results() {
        return results;
    }

    /** Of a PARTIAL phase: intermediate rows that left their table early. */
    Queue<Batch> partialRows() {
        return partialRows;
    }

    boolean partial() {
        return partial;
    }

    private AggregateTable newTable() {
        return new AggregateTable(definition, context.allocator());
    }

    private RowPartitions newPartitions() {
        return new RowPartitions(context.allocator(), rowTypes, PARTITION_BITS);
    }

    private void addToPartitions(RowPartitions partitions, Batch rows, long[] hashes) {
        int[] positions = rows.selection() == null ? null : rows.selection().positions();
        for (int k = 0; k < definition.keyTypes().size(); k++) {
            Hashing.hash(rows.column(k), positions, rows.rows(), hashes, k > 0);
        }
        partitions.add(rows, hashes);
    }

    private void empty(AggregateTable table, RowPartitions partitions) {
        long[] hashes = new long[FLUSH_ROWS];
        for (int from = 0; from < table.groups(); from += FLUSH_ROWS) {
            cancellation.check();
            try (Batch rows = table.partials(from, Math.min(FLUSH_ROWS, table.groups() - from))) {
                addToPartitions(partitions, rows, hashes);
            }
        }
        table.clear();
    }

    private final class AggregateLane implements Lane {
        private AggregateTable table = newTable();
        private RowPartitions partitions;
        private long rowsSinceEmptied;
        private boolean passThrough;

        @Override
        public void accept(Batch batch) {
            try (batch) {
                if (merging) {
                    table.addPartials(batch);
                } else if (passThrough) {
                    table.addUngrouped(batch);
                    try (Batch rows = table.ungroupedPartials(batch)) {
                        addToPartitions(partitions, rows, new long[rows.rows()]);
                    }
                    table.clear();
                    return;
                } else {
                    table.add(batch);
                }
                rowsSinceEmptied += batch.rows();
            }
            if (table.groups() >= LANE_GROUPS_MAX) {
                counters.held(table.bytes() + (partitions == null ? 0 : partitions.bytes()));
                if (partitions == null) {
                    partitions = newPartitions();
                }
                passThrough = !merging && definition.node().simple() && table.groups() > rowsSinceEmptied * USELESS_GROUPS_PER_ROW;
                empty(table, partitions);
                rowsSinceEmptied = 0;
            }
        }

        @Override
        public void finish() {
            counters.held(table.bytes() + (partitions == null ? 0 : partitions.bytes()));
            synchronized (HashAggregateSink.this) {
                laneTables.add(table);
                if (partitions != null) {
                    lanePartitions.add(partitions);
                }
            }
            table = null;
            partitions = null;
        }

        @Override
        public void close() {
            if (table != null) {
                table.close();
                table = null;
            }
            if (partitions != null) {
                partitions.close();
                partitions = null;
            }
        }
    }

    @Override
    public synchronized List<Runnable> finish(int phase) {
        return switch (phase) {
            case 0 -> finishLanes();
            case 1 -> lanePartitions.isEmpty() || partial ? finished() : mergePartitions();
            default -> finished();
        };
    }

    private List<Runnable> finishLanes() {
        if (partial) {
            results.addAll(laneTables);
            laneTables.clear();
            for (RowPartitions partitions : lanePartitions) {
                for (int p = 0; p < partitions.partitions(); p++) {
                    for (Batch rows = partitions.take(p); rows != null; rows = partitions.take(p)) {
                        partialRows.add(rows);
                    }
                }
            }
            return List.of();
        }
        if (laneTables.isEmpty()) {
            laneTables.add(newTable());
        }
        long groups = laneTables.stream().mapToLong(AggregateTable::groups).sum();
        if (lanePartitions.isEmpty() && (laneTables.size() == 1 || groups <= MERGE_ALONE_GROUPS)) {
            return List.of(this::mergeAlone);
        }
        List<Runnable> pieces = new ArrayList<>();
        for (AggregateTable table : laneTables) {
            RowPartitions partitions = newPartitions();
            lanePartitions.add(partitions);
            pieces.add(() -> empty(table, partitions));
        }
        return pieces;
    }

    private void mergeAlone() {
        AggregateTable first = laneTables.get(0);
        while (laneTables.size() > 1) {
            try (AggregateTable other = laneTables.get(laneTables.size() - 1)) {
                for (int from = 0; from < other.groups(); from += FLUSH_ROWS) {
                    try (Batch rows = other.partials(from, Math.min(FLUSH_ROWS, other.groups() - from))) {
                        first.addPartials(rows);
                    }
                }
            }
            laneTables.remove(laneTables.size() - 1);
        }
        first.addEmptySets();
        laneTables.clear();
        results.add(first);
    }

    private List<Runnable> mergePartitions() {
        AtomicInteger next = new AtomicInteger();
        List<Runnable> pieces = new ArrayList<>();
        for (int thread = 0; thread < context.pool().threads(); thread++) {
            pieces.add(() -> {
                for (int p = next.getAndIncrement(); p < 1 << PARTITION_BITS; p = next.getAndIncrement()) {
                    mergePartition(p);
                }
            });
        }
        laneTables.forEach(AggregateTable::close);
        laneTables.clear();
        return pieces;
    }

    private void mergePartition(int p) {
        AggregateTable table = newTable();
        try {
            for (RowPartitions partitions : lanePartitions) {
                for (Batch rows = partitions.take(p); rows != null; rows = partitions.take(p)) {
                    try (Batch closing = rows) {
                        cancellation.check();
                        table.addPartials(closing);
                    }
                }
            }
            if (p == 0) {
                table.addEmptySets();
            }
        } catch (Throwable t) {
            table.close();
            throw t;
        }
        counters.held(table.bytes());
        results.add(table);
    }

    private List<Runnable> finished() {
        lanePartitions.forEach(RowPartitions::close);
        lanePartitions.clear();
        return List.of();
    }

    @Override
    public synchronized void close() {
        laneTables.forEach(AggregateTable::close);
        lanePartitions.forEach(RowPartitions::close);
        results.forEach(AggregateTable::close);
        partialRows.forEach(Batch::close);
        laneTables.clear();
        lanePartitions.clear();
        results.clear();
        partialRows.clear();
    }
}
