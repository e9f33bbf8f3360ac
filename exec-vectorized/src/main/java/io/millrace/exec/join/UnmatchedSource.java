package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;
import java.util.concurrent.atomic.AtomicLong;

/** The build rows that no probe row has matched, for RIGHT and FULL; opened when all probing is done. */
final class UnmatchedSource implements Source {
    private final JoinDefinition definition;
    private final BuildSink sink;
    private final AtomicLong taken = new AtomicLong();

    UnmatchedSource(JoinDefinition definition, BuildSink sink) {
        this.definition = definition;
        this.sink = sink;
    }

    @Override
    public int parallelism(int lanes) {
        return Math.max(1, Math.min(lanes, sink.table().rows() >>> 16));
    }

    @Override
    public Lane open(LaneContext context) {
        JoinTable table = sink.table();
        JoinOutput output = new JoinOutput(definition, context.execution().allocator());
        return new Lane() {
            private boolean finished;

            @Override
            public Batch next(Runnable wake) {
                int[] positions = new int[context.batchRows()];
                while (true) {
                    long from = taken.getAndAdd(positions.length);
                    if (from >= table.rows()) {
                        finished = true;
                        return null;
                    }
                    int end = (int) Math.min(table.rows(), from + positions.length);
                    int count = 0;
                    for (int row = (int) from; row < end; row++) {
                        if (!table.matched(row)) {
                            positions[count++] = row;
                        }
                    }
                    if (count > 0) {
                        return output.unmatchedRight(table, positions, count);
                    }
                }
            }

            @Override
            public boolean finished() {
                return finished;
            }
        };
    }
}
