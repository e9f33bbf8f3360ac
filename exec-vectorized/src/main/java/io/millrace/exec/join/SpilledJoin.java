package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.type.SqlType;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.NodeCounters;
import io.millrace.exec.spill.SpillFile;
import io.millrace.exec.spill.SpilledPartitions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Both sides of a join on disk, in partitions by the hash of their keys (Grace hash join; DeWitt et al., "Implementation techniques for main memory
 * database systems", 1984). A join whose pairs are not found by equal keys alone has one partition.
 */
final class SpilledJoin implements AutoCloseable {
    private static final int PARTITION_BITS = 5;
    /** Rows between two looks at whether a writer holds too much. */
    private static final int SLICE_ROWS = 1024;

    private final JoinDefinition definition;
    private final BufferAllocator allocator;
    private final NodeCounters counters;
    private final SpilledPartitions build;
    private final SpilledPartitions probe;
    private final int[] probeColumns;
    private final AtomicInteger nextPartition = new AtomicInteger();
    private volatile boolean started;
    private volatile boolean anyNullKey;
    private volatile boolean anyBuildRow;

    SpilledJoin(JoinDefinition definition, ExecutionContext context, NodeCounters counters) {
        this.definition = definition;
        this.allocator = context.allocator();
        this.counters = counters;
        boolean byKey = definition.hasKeys() && !(definition.nullAware() && !plainNotIn());
        int bits = byKey ? PARTITION_BITS : 0;
        this.probeColumns = definition.leftNeeded().stream().toArray();
        List<SqlType> probeTypes = Arrays.stream(probeColumns).mapToObj(definition.left()::type).toList();
        this.build = new SpilledPartitions(context.spillDirectory(), definition.storedTypes(), bits, allocator);
        this.probe = new SpilledPartitions(context.spillDirectory(), probeTypes, bits, allocator);
    }

    /** NOT IN of one column: what a NULL does is known without looking at pairs. */
    private boolean plainNotIn() {
        return definition.nullAware() && definition.keyTypes().size() == 1 && definition.residual() == null;
    }

    boolean started() {
        return started;
    }

    /** From now on everything goes to disk. */
    void start() {
        started = true;
    }

    /** Whether the build side has a NULL that makes NOT IN never true. */
    boolean rejectsAll() {
        return plainNotIn() && anyNullKey;
    }

    /** Whether probe rows with a NULL key can be thrown away, once the build side is written: NULL is not in an empty list. */
    boolean dropsNullProbes() {
        return switch (definition.kind()) {
            case INNER, RIGHT, LEFT_SEMI, RIGHT_SEMI, RIGHT_ANTI -> definition.hasKeys();
            case LEFT_ANTI_NULL_AWARE -> plainNotIn() && anyBuildRow;
            case LEFT, FULL, LEFT_ANTI, LEFT_MARK -> false;
        };
    }

    /** Left columns that are kept on disk, ascending. */
    int[] probeColumns() {
        return probeColumns;
    }

    Writer buildWriter() {
        int[] keys = new int[definition.keyTypes().size()];
        Arrays.setAll(keys, definition::storedKey);
        return new Writer(build, keys, true);
    }

    Writer probeWriter() {
        int[] keys = new int[definition.keyTypes().size()];
        Arrays.setAll(keys, k -> Arrays.binarySearch(probeColumns, definition.node().leftKeys().get(k)));
        return new Writer(probe, keys, false);
    }

    /** Spreads one lane's rows over the partitions. */
    final class Writer implements AutoCloseable {
        private final SpilledPartitions.Collector collector;
        private final int[] keys;
        private final boolean ofBuild;
        private final KeyReader reader = new KeyReader(definition.layout(), allocator, true);

        private Writer(SpilledPartitions partitions, int[] keys, boolean ofBuild) {
            this.collector = partitions.collector();
            this.keys = keys;
            this.ofBuild = ofBuild;
        }

        /** Copies the selected rows of the kept columns, a slice at a time; the batch stays the caller's. */
        void add(Batch batch) {
            int count = batch.rows();
            if (count <= SLICE_ROWS) {
                addSlice(batch);
                return;
            }
            for (int from = 0; from < count; from += SLICE_ROWS) {
                int[] positions = new int[Math.min(SLICE_ROWS, count - from)];
                for (int i = 0; i < positions.length; i++) {
                    positions[i] = batch.selection() == null ? from + i : batch.selection().at(from + i);
                }
                try (Batch slice = batch.withSelection(new Selection(positions, positions.length))) {
                    addSlice(slice);
                }
            }
        }

        private void addSlice(Batch batch) {
            Column[] columns = new Column[keys.length];
            for (int k = 0; k < keys.length; k++) {
                columns[k] = batch.column(keys[k]);
            }
            reader.read(columns, batch.selection() == null ? null : batch.selection().positions(), batch.rows());
            if (ofBuild) {
                if (reader.anyNull) {
                    anyNullKey = true;
                }
                if (batch.rows() > 0) {
                    anyBuildRow = true;
                }
            }
            collector.add(batch, reader.hashes);
        }

        void flush() {
            collector.flush();
        }

        @Override
        public void close() {
            collector.close();
        }
    }

    /** The build side is written. */
    void buildDone() {
        counters.spilled(build.written());
    }

    /** The probe side is written. */
    void probeDone() {
        counters.spilled(probe.written());
    }

    int partitions() {
        return build.partitions();
    }

    /** The number of a partition that nobody has taken yet; -1 if there is none. */
    int takePartition() {
        int taken = nextPartition.getAndIncrement();
        return taken < build.partitions() ? taken : -1;
    }

    SpillFile buildFile(int partition) {
        return build.file(partition);
    }

    SpillFile probeFile(int partition) {
        return probe.file(partition);
    }

    @Override
    public void close() {
        build.close();
        probe.close();
    }
}
