package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;
import java.util.Arrays;

/** The rows of a finished {@link SortSink} in order, in one lane, without those that offset and fetch leave out. */
final class SortedSource implements Source {
    private final SortSink sink;
    private final ExecutionContext context;

    SortedSource(SortSink sink, ExecutionContext context) {
        this.sink = sink;
        this.context = context;
    }

    @Override
    public int parallelism(int lanes) {
        return 1;
    }

    @Override
    public Lane open(LaneContext lane) {
        PlanNode.Sort sort = sink.sort();
        SortedRun run = sink.result();
        int end = run == null ? 0 : SortedRun.cut(sort, sink.order(), run.rows().columns(), run.positions(), run.positions().length);
        int begin = (int) Math.min(end, sort.offset());
        return new Lane() {
            private int at = begin;

            @Override
            public Batch next(Runnable wake) {
                int count = Math.min(context.batchRows(), end - at);
                if (count == 0) {
                    return null;
                }
                int[] positions = Arrays.copyOfRange(run.positions(), at, at + count);
                at += count;
                return run.rows().gather(context.allocator(), positions, count);
            }

            @Override
            public boolean finished() {
                return at == end;
            }
        };
    }
}
