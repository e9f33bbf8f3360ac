package io.millrace.exec.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;
import io.millrace.exec.spill.SpillFile;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The groups of a finished {@link HashAggregateSink}; a lane reads one table at a time and frees it when it is done. Partitions on disk become tables
 * here, one after another; of a PARTIAL phase their rows go on as they are.
 */
final class AggregateSource implements Source {
    private final HashAggregateSink sink;
    private final ExecutionContext context;
    private final AtomicInteger nextPartition = new AtomicInteger();
    private int width = 1;

    AggregateSource(HashAggregateSink sink, ExecutionContext context) {
        this.sink = sink;
        this.context = context;
    }

    @Override
    public int parallelism(int lanes) {
        int tables = sink.spilled() == null ? sink.results().size() : sink.spilled().partitions();
        width = Math.max(1, Math.min(lanes, tables));
        return width;
    }

    @Override
    public Lane open(LaneContext lane) {
        return new TableLane();
    }

    private final class TableLane implements Lane {
        private AggregateTable table;
        private int from;
        private int partition = -1;
        private int pass;
        private int passes;
        private int spilledBatch;
        private boolean finished;

        @Override
        public Batch next(Runnable wake) {
            Batch early = sink.partialRows().poll();
            if (early != null) {
                return early;
            }
            while (true) {
                if (sink.partial() && sink.spilled() != null) {
                    return nextSpilledRows();
                }
                if (table == null) {
                    table = nextTable();
                    from = 0;
                    if (table == null) {
                        finished = true;
                        return null;
                    }
                }
                int count = Math.min(context.batchRows(), table.groups() - from);
                if (count > 0) {
                    Batch batch = sink.partial() ? table.partials(from, count) : table.results(context.allocator(), from, count);
                    from += count;
                    return batch;
                }
                close();
            }
        }

        private AggregateTable nextTable() {
            if (sink.spilled() == null) {
                return sink.results().poll();
            }
            if (pass == passes) {
                if (!nextPartition()) {
                    return null;
                }
                pass = 0;
                passes = sink.passes(partition, width);
            }
            return sink.mergeSpilled(partition, pass++, passes);
        }

        private boolean nextPartition() {
            partition = nextPartition.getAndIncrement();
            return partition < sink.spilled().partitions();
        }

        private Batch nextSpilledRows() {
            while (true) {
                if (partition >= 0) {
                    SpillFile file = sink.spilled().file(partition);
                    if (spilledBatch < file.batches()) {
                        return file.read(spilledBatch++);
                    }
                }
                spilledBatch = 0;
                if (!nextPartition()) {
                    finished = true;
                    return null;
                }
            }
        }

        @Override
        public boolean finished() {
            return finished;
        }

        @Override
        public void close() {
            if (table != null) {
                table.close();
                table = null;
            }
        }
    }
}
