package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.Source;
import java.util.Arrays;

/** Rows of the one run that a {@link SortSink} has put together in memory. */
final class RunLane implements Source.Lane {
    private final ExecutionContext context;
    private final SortedRun run;
    private final int end;
    private int at;

    RunLane(SortSink sink, ExecutionContext context) {
        PlanNode.Sort sort = sink.sort();
        this.context = context;
        this.run = sink.result();
        this.end = run == null ? 0 : SortedRun.cut(sort, sink.order(), run.rows().columns(), run.positions(), run.positions().length);
        this.at = (int) Math.min(end, sort.offset());
    }

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
}
