package io.millrace.exec.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.common.plan.PlanNode.AggregatePhase;
import io.millrace.common.type.SqlType;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.kernel.Hashing;
import io.millrace.exec.memory.Headroom;
import io.millrace.exec.memory.RowPartitions;
import io.millrace.exec.pipeline.Cancellation;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.NodeCounters;
import io.millrace.exec.pipeline.Sink;
import io.millrace.exec.spill.SpillFile;
import io.millrace.exec.spill.SpilledPartitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hash aggregation in two steps: each lane aggregates into a table of its own; a table that outgrows the caches is emptied, as intermediate rows, into
 * partitions by hash. At the end lanes merge disjoint partitions. Where grouping hardly reduces, rows skip the lane's table. When memory runs short,
 * partitions are on disk, and are merged one by one when their groups are asked for.
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
    /** Memory is short when this many are copied. */
    private static final int SPILL_ROWS = 1_024;
    /** What is less than this share of the memory is not worth going to disk. */
    private static final int WORTH_SPILLING_SHARE = 32;
    /** A table takes up to so many times the size of its rows on disk. */
    private static final int TABLE_OVERHEAD = 4;

    private static final int PASSES_MAX = 1024;

    private final AggregateDefinition definition;
    private final List<SqlType> rowTypes = new ArrayList<>();
    private final ExecutionContext context;
    private final Cancellation cancellation;
    private final NodeCounters counters;
    private final Headroom headroom;
    private final boolean spills;
    private final boolean merging;
    private final boolean partial;

    /** Written under this; null while everything fits. */
    private volatile SpilledPartitions spilled;

    // Guarded by this
    private final List<AggregateTable> laneTables = new ArrayList<>();
    private final List<RowPartitions> lanePartitions = new ArrayList<>();
    private final List<AggregateTable> rolledUp = new ArrayList<>();

    private final SharedTuples tuples;
    private final Queue<AggregateTable> results = new ConcurrentLinkedQueue<>();
    private final Queue<Batch> partialRows = new ConcurrentLinkedQueue<>();

    HashAggregateSink(
            AggregateDefinition definition, List<SqlType> partialTypes, ExecutionContext context, Cancellation cancellation,
            NodeCounters counters) {
        this.definition = definition;
        this.context = context;
        this.cancellation = cancellation;
        this.counters = counters;
        this.tuples = new SharedTuples(context.allocator());
        this.headroom = context.headroom();
        this.spills = !definition.keyTypes().isEmpty();
        this.merging = definition.node().phase() == AggregatePhase.FINAL;
        this.partial = definition.node().phase() == AggregatePhase.PARTIAL;
        rowTypes.addAll(definition.keyTypes());
        rowTypes.addAll(partialTypes);
    }

    @Override
    public Lane open(LaneContext lane) {
        return new AggregateLane(this, definition);
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

    AggregateTable newTable() {
        return new AggregateTable(definition, context.allocator(), tuples);
    }

    RowPartitions newPartitions() {
        return new RowPartitions(context.allocator(), rowTypes, PARTITION_BITS, true);
    }

    /** Where intermediate rows go: into memory or onto disk. */
    interface Partitions {
        void add(Batch rows, long[] hashes);
    }

    private void hash(Batch rows, long[] hashes) {
        int[] positions = rows.selection() == null ? null : rows.selection().positions();
        for (int k = 0; k < definition.keyTypes().size(); k++) {
            Hashing.hash(rows.column(k), positions, rows.rows(), hashes, k > 0);
        }
    }

    void addToPartitions(Partitions partitions, Batch rows, long[] hashes) {
        hash(rows, hashes);
        partitions.add(rows, hashes);
    }

    /** On disk lie the groups of all sets, so that each partition can be finished by itself. */
    Partitions onDisk(SpilledPartitions.Collector collector) {
        if (definition.rollUp() == null) {
            return collector::add;
        }
        return (rows, hashes) -> {
            collector.add(rows, hashes);
            try (AggregateTable coarser = newTable()) {
                coarser.rollUp(rows);
                empty(coarser, collector::add);
            }
        };
    }

    void empty(AggregateTable table, Partitions partitions) {
        int chunk = spilled == null ? FLUSH_ROWS : SPILL_ROWS;
        long[] hashes = new long[chunk];
        for (int from = 0; from < table.groups(); from += chunk) {
            cancellation.check();
            try (Batch rows = table.partials(from, Math.min(chunk, table.groups() - from))) {
                addToPartitions(partitions, rows, hashes);
            }
        }
        table.clear();
    }

    void move(RowPartitions from, Partitions to) {
        for (int p = 0; p < from.partitions(); p++) {
            for (Batch rows = from.take(p); rows != null; rows = from.take(p)) {
                cancellation.check();
                try (Batch closing = rows) {
                    addToPartitions(to, closing, new long[closing.rows()]);
                }
            }
        }
    }

    /** Whether what is held should go to disk before it grows. */
    boolean pressed(long held) {
        return headroom.left() < held && held > headroom.total() / WORTH_SPILLING_SHARE;
    }

    SpilledPartitions startSpilling() {
        synchronized (this) {
            if (spilled == null) {
                spilled = new SpilledPartitions(context.spillDirectory(), rowTypes, PARTITION_BITS, context.allocator());
            }
            return spilled;
        }
    }

    /** What was written to disk, in partitions by the hash of the keys; null if nothing was. */
    SpilledPartitions spilled() {
        return spilled;
    }

    /** What a lane has left when it ends, in memory; {@code partitions} may be null. */
    synchronized void deposit(AggregateTable table, RowPartitions partitions) {
        laneTables.add(table);
        if (partitions != null) {
            lanePartitions.add(partitions);
        }
    }

    NodeCounters counters() {
        return counters;
    }

    /** Whether groups may go to disk: there is more than one. */
    boolean spills() {
        return spills;
    }

    /** Whether rows that come are intermediate ones. */
    boolean merging() {
        return merging;
    }

    @Override
    public synchronized List<Runnable> finish(int phase) {
        if (phase == 0 && spilled == null && spills) {
            long held = laneTables.stream().mapToLong(AggregateTable::bytes).sum()
                    + lanePartitions.stream().mapToLong(RowPartitions::bytes).sum();
            // The other sets' groups come on top, at most as many each
            long expected = definition.rollUp() == null ? held : held * definition.node().groupingSets().size();
            if (laneTables.size() + lanePartitions.size() > 1 && pressed(expected)) {
                startSpilling();
            }
        }
        if (spilled != null) {
            return phase == 0 ? List.of(this::spillRest) : finished();
        }
        return switch (phase) {
            case 0 -> finishLanes();
            case 1 -> lanePartitions.isEmpty() || partial ? finished() : mergePartitions(definition.rollUp() != null);
            case 2 -> rolledUp.isEmpty() ? finished() : partitionRolledUp();
            case 3 -> lanePartitions.isEmpty() ? finished() : mergePartitions(false);
            default -> finished();
        };
    }

    /** What lanes hold that had ended before memory ran short. */
    private void spillRest() {
        try (SpilledPartitions.Collector collector = spilled.collector()) {
            while (!laneTables.isEmpty()) {
                try (AggregateTable table = laneTables.remove(laneTables.size() - 1)) {
                    empty(table, onDisk(collector));
                }
            }
            for (RowPartitions partitions : lanePartitions) {
                move(partitions, onDisk(collector));
            }
            collector.flush();
        }
        counters.spilled(spilled.written());
    }

    /**
     * The groups of a spilled partition whose hash is {@code pass} modulo {@code passes}, owned by the caller.
     *
     * @param passes a power of two
     */
    AggregateTable mergeSpilled(int partition, int pass, int passes) {
        AggregateTable table = newTable();
        try {
            SpillFile file = spilled.file(partition);
            for (int b = 0; b < file.batches(); b++) {
                cancellation.check();
                try (Batch rows = file.read(b)) {
                    if (passes == 1) {
                        table.addPartials(rows);
                    } else {
                        addSome(table, rows, pass, passes);
                    }
                }
            }
            return table;
        } catch (Throwable t) {
            table.close();
            throw t;
        }
    }

    private void addSome(AggregateTable table, Batch rows, int pass, int passes) {
        long[] hashes = new long[rows.rows()];
        hash(rows, hashes);
        int[] positions = new int[rows.rows()];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            // other bits than those that chose the partition
            if ((hashes[i] >>> 48 & passes - 1) == pass) {
                positions[count++] = i;
            }
        }
        try (Batch some = rows.withSelection(new Selection(positions, count))) {
            table.addPartials(some);
        }
    }

    /** How often a spilled partition must be read so that its table fits beside those of the other lanes; a power of two. */
    int passes(int partition, int lanes) {
        long room = Math.max(1, new Headroom(context.allocator()).left() / lanes);
        long needed = TABLE_OVERHEAD * spilled.file(partition).bytes();
        int passes = 1;
        while (passes < PASSES_MAX && needed / passes > room) {
            passes *= 2;
        }
        return passes;
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
            pieces.add(() -> empty(table, partitions::add));
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
        laneTables.clear();
        results.add(first);
        if (definition.rollUp() == null) {
            first.addEmptySets();
            return;
        }
        AggregateTable coarser = newTable();
        results.add(coarser);
        coarser.rollUp(first);
        coarser.addEmptySets();
    }

    /** The partitions were those of the finest set: the groups that each gave to the other sets are put together in the same way. */
    private List<Runnable> partitionRolledUp() {
        lanePartitions.forEach(RowPartitions::close);
        lanePartitions.clear();
        List<Runnable> pieces = new ArrayList<>();
        for (AggregateTable table : rolledUp) {
            RowPartitions partitions = newPartitions();
            lanePartitions.add(partitions);
            pieces.add(() -> empty(table, partitions::add));
        }
        return pieces;
    }

    private List<Runnable> mergePartitions(boolean rollUp) {
        AtomicInteger next = new AtomicInteger();
        List<Runnable> pieces = new ArrayList<>();
        for (int thread = 0; thread < context.pool().threads(); thread++) {
            pieces.add(() -> {
                for (int p = next.getAndIncrement(); p < 1 << PARTITION_BITS; p = next.getAndIncrement()) {
                    mergePartition(p, rollUp);
                }
            });
        }
        laneTables.forEach(AggregateTable::close);
        laneTables.clear();
        rolledUp.forEach(AggregateTable::close);
        rolledUp.clear();
        return pieces;
    }

    private void mergePartition(int p, boolean rollUp) {
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
            // Where there are partitions there are rows, and so the groups of empty sets, each in a partition of its own
            if (rollUp) {
                rollUp(table);
            }
        } catch (Throwable t) {
            table.close();
            throw t;
        }
        counters.held(table.bytes());
        results.add(table);
    }

    private void rollUp(AggregateTable finest) {
        AggregateTable coarser = newTable();
        synchronized (this) {
            rolledUp.add(coarser);
        }
        coarser.rollUp(finest);
        counters.held(coarser.bytes());
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
        rolledUp.forEach(AggregateTable::close);
        rolledUp.clear();
        partialRows.forEach(Batch::close);
        laneTables.clear();
        lanePartitions.clear();
        results.clear();
        partialRows.clear();
        tuples.close();
        if (spilled != null) {
            spilled.close();
        }
    }
}
