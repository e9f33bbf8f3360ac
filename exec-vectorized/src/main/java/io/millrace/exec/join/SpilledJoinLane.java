package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.exec.memory.RowStore;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;
import io.millrace.exec.spill.SpillFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Joins one partition of a {@link SpilledJoin} after another. A partition's build rows are loaded in blocks that fit the memory (most often one), and
 * the probe rows run past each block; with several blocks which probe rows have matched is carried along, and what comes out of them alone comes last.
 *
 * <pre>
 * partition := block (probe batch)* unmatched build rows, for each block; then with several blocks (probe batch)* again
 * </pre>
 */
final class SpilledJoinLane implements Source.Lane {
    /** A block takes about so many times its size while it grows. */
    private static final int BLOCK_GROWTH = 3;

    private final JoinDefinition definition;
    private final SpilledJoin spilled;
    private final LaneContext lane;
    private final BufferAllocator allocator;
    private final JoinOutput output;
    private final int lanes;

    private SpillFile build;
    private SpillFile probe;
    private int buildBatch;
    private int probeBatch;
    private JoinTable table;
    private JoinOperator operator;
    private int unmatchedRow;
    /** By probe batch: which of its rows have matched in a block before; null if there is one block. */
    private List<boolean[]> carried;
    private boolean lastPass;
    private boolean finished;

    SpilledJoinLane(JoinDefinition definition, SpilledJoin spilled, LaneContext lane, int lanes) {
        this.definition = definition;
        this.spilled = spilled;
        this.lane = lane;
        this.lanes = lanes;
        this.allocator = lane.execution().allocator();
        this.output = new JoinOutput(definition, allocator);
    }

    @Override
    public Batch next(Runnable wake) {
        while (!finished) {
            lane.cancellation().check();
            if (build == null && !nextPartition()) {
                finished = true;
                return null;
            }
            Batch batch = operator.next();
            if (batch != null) {
                return batch;
            }
            if (probeBatch < probe.batches()) {
                probeNext();
                continue;
            }
            batch = lastPass ? null : unmatched();
            if (batch != null) {
                return batch;
            }
            endPass();
        }
        return null;
    }

    private boolean nextPartition() {
        while (true) {
            int partition = spilled.takePartition();
            if (partition < 0) {
                return false;
            }
            build = spilled.buildFile(partition);
            probe = spilled.probeFile(partition);
            buildBatch = 0;
            lastPass = false;
            carried = null;
            if (probe.batches() > 0 || build.batches() > 0 && definition.keepsRight()) {
                startBlock();
                return true;
            }
            build = null;
        }
    }

    private void startBlock() {
        boolean first = buildBatch == 0;
        table = new JoinTable(definition, load(), allocator);
        table.prepare(1);
        if (definition.hasKeys()) {
            table.insert(0, lane.cancellation());
        }
        table.complete();
        boolean several = !first || buildBatch < build.batches();
        if (several && first) {
            carried = new ArrayList<>();
        }
        operator = new JoinOperator(definition, table, lane);
        probeBatch = 0;
        unmatchedRow = 0;
    }

    /** At least one batch of build rows, if there is one left. */
    private Batch load() {
        long budget = Math.max(0, allocator.getHeadroom()) / lanes * 3 / 4;
        try (RowStore rows = new RowStore(allocator, definition.storedTypes())) {
            long bytes = 0;
            while (buildBatch < build.batches()
                    && (rows.rows() == 0 || BLOCK_GROWTH * bytes + JoinTable.directoryBytes(definition, rows.rows()) < budget)) {
                try (Batch batch = build.read(buildBatch++)) {
                    bytes += batch.bytes();
                    rows.append(batch);
                }
            }
            return rows.build();
        }
    }

    private void probeNext() {
        Batch batch = widened(probe.read(probeBatch));
        if (carried == null) {
            operator.accept(batch);
        } else {
            if (carried.size() == probeBatch) {
                carried.add(new boolean[batch.rows()]);
            }
            if (lastPass) {
                operator.release(batch, carried.get(probeBatch));
            } else {
                operator.accept(batch, carried.get(probeBatch));
            }
        }
        probeBatch++;
    }

    /** All left columns; takes over the narrow batch. */
    private Batch widened(Batch narrow) {
        try (narrow) {
            List<Column> columns = new ArrayList<>();
            int kept = 0;
            try {
                for (int c = 0; c < definition.left().size(); c++) {
                    boolean there = kept < spilled.probeColumns().length && spilled.probeColumns()[kept] == c;
                    columns.add(
                            there
                                    ? narrow.column(kept++).retain()
                                    : Values.constant(allocator, definition.left().type(c), null, narrow.physicalRows()));
                }
            } catch (Throwable t) {
                columns.forEach(Column::close);
                throw t;
            }
            return Batch.of(columns, narrow.physicalRows());
        }
    }

    /** The next build rows of the block that come out by themselves; null if there are none. */
    private Batch unmatched() {
        if (!definition.keepsRight()) {
            return null;
        }
        int[] rows = new int[lane.batchRows()];
        int count = 0;
        for (; unmatchedRow < table.rows() && count < rows.length; unmatchedRow++) {
            if (table.matched(unmatchedRow) == definition.keepsMatched()) {
                rows[count++] = unmatchedRow;
            }
        }
        return count == 0 ? null : output.rightAlone(table, rows, count);
    }

    private void endPass() {
        if (carried != null && buildBatch == build.batches() && !lastPass && definition.outlivesPairs()) {
            lastPass = true;
            probeBatch = 0;
            return;
        }
        closeBlock();
        if (buildBatch < build.batches() && !lastPass) {
            startBlock();
            return;
        }
        build.close();
        probe.close();
        build = null;
    }

    private void closeBlock() {
        if (operator != null) {
            operator.close();
            operator = null;
        }
        if (table != null) {
            table.close();
            table = null;
        }
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        closeBlock();
    }
}
