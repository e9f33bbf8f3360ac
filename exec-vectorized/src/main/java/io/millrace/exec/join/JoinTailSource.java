package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a join gives when all its probing is done: the partitions of a {@link SpilledJoin}, or the build rows that come out by themselves,
 * for RIGHT and FULL those that no probe row has matched.
 */
final class JoinTailSource implements Source {
    /** Build rows worth a lane. */
    private static final int LANE_ROWS_SHIFT = 16;

    private final JoinDefinition definition;
    private final BuildSink sink;
    private final SpilledJoin spilled;
    private final AtomicLong taken = new AtomicLong();
    private int width = 1;

    JoinTailSource(JoinDefinition definition, BuildSink sink, SpilledJoin spilled) {
        this.definition = definition;
        this.sink = sink;
        this.spilled = spilled;
    }

    @Override
    public int parallelism(int lanes) {
        if (spilled.started()) {
            spilled.probeDone();
            width = Math.min(lanes, spilled.partitions());
        } else if (definition.keepsRight()) {
            width = Math.max(1, Math.min(lanes, sink.table().rows() >>> LANE_ROWS_SHIFT));
        }
        return width;
    }

    @Override
    public Lane open(LaneContext context) {
        if (spilled.started()) {
            return new SpilledJoinLane(definition, spilled, context, width);
        }
        return definition.keepsRight() ? new UnmatchedLane(context) : new NoLane();
    }

    private static final class NoLane implements Lane {
        @Override
        public Batch next(Runnable wake) {
            return null;
        }

        @Override
        public boolean finished() {
            return true;
        }
    }

    private final class UnmatchedLane implements Lane {
        private final JoinTable table = sink.table();
        private final JoinOutput output;
        private final int[] positions;
        private boolean finished;

        UnmatchedLane(LaneContext context) {
            this.output = new JoinOutput(definition, context.execution().allocator());
            this.positions = new int[context.batchRows()];
        }

        @Override
        public Batch next(Runnable wake) {
            while (true) {
                long from = taken.getAndAdd(positions.length);
                if (from >= table.rows()) {
                    finished = true;
                    return null;
                }
                int end = (int) Math.min(table.rows(), from + positions.length);
                int count = 0;
                for (int row = (int) from; row < end; row++) {
                    if (table.matched(row) == definition.keepsMatched()) {
                        positions[count++] = row;
                    }
                }
                if (count > 0) {
                    return output.rightAlone(table, positions, count);
                }
            }
        }

        @Override
        public boolean finished() {
            return finished;
        }
    }
}
