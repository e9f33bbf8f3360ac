package io.millrace.exec.sort;

import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;

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
        RunMerge merge = sink.merge();
        return merge == null ? new RunLane(sink, context) : new MergeLane(sink, merge, context);
    }
}
