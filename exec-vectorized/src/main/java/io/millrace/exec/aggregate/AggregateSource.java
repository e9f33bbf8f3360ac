package io.millrace.exec.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;

/** The groups of a finished {@link HashAggregateSink}; a lane reads one table at a time and frees it when it is done. */
final class AggregateSource implements Source {
    private final HashAggregateSink sink;
    private final ExecutionContext context;

    AggregateSource(HashAggregateSink sink, ExecutionContext context) {
        this.sink = sink;
        this.context = context;
    }

    @Override
    public int parallelism(int lanes) {
        return Math.max(1, Math.min(lanes, sink.results().size()));
    }

    @Override
    public Lane open(LaneContext lane) {
        return new TableLane();
    }

    private final class TableLane implements Lane {
        private AggregateTable table;
        private int from;
        private boolean finished;

        @Override
        public Batch next(Runnable wake) {
            Batch early = sink.partialRows().poll();
            if (early != null) {
                return early;
            }
            while (true) {
                if (table == null) {
                    table = sink.results().poll();
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
