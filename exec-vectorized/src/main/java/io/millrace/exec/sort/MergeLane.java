package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.Source;

/** Rows of several runs, merged as they are read. */
final class MergeLane implements Source.Lane {
    private final ExecutionContext context;
    private final PlanNode.Sort sort;
    private final RowOrder order;
    private final RunMerge merge;
    /** Rows that OFFSET still drops. */
    private long toSkip;
    /** Rows that may still come, before ties. */
    private long left;
    /** The last row that came for sure, while its peers may follow. */
    private Batch last;
    private boolean finished;

    /** Takes over the merge. */
    MergeLane(SortSink sink, RunMerge merge, ExecutionContext context) {
        this.context = context;
        this.sort = sink.sort();
        this.order = sink.order();
        this.merge = merge;
        this.toSkip = sort.offset();
        this.left = sort.fetch() < 0 ? Long.MAX_VALUE : sort.fetch();
        this.finished = left == 0;
    }

    @Override
    public Batch next(Runnable wake) {
        while (!finished) {
            Batch batch = merge.next(context.batchRows());
            if (batch == null) {
                finished = true;
                return null;
            }
            Batch rows = wanted(batch);
            if (rows != null) {
                return rows;
            }
        }
        return null;
    }

    /** Those rows of the next batch that come, null if there are none; closes the batch. */
    private Batch wanted(Batch batch) {
        try (batch) {
            int rows = batch.physicalRows();
            int from = (int) Math.min(rows, toSkip);
            toSkip -= from;
            int to = from + (int) Math.min(rows - from, left);
            left -= to - from;
            if (left == 0) {
                to = withPeers(batch, from, to);
            }
            return from == to ? null : batch.slice(context.allocator(), from, to - from);
        }
    }

    /** Where the rows end that come: with the last one, or with its last peer. */
    private int withPeers(Batch batch, int from, int to) {
        if (!sort.withTies()) {
            finished = true;
            return to;
        }
        if (last == null && to > from) {
            last = batch.slice(context.allocator(), to - 1, 1);
        }
        Column[] lastKeys = order.keyColumns(last.columns());
        Column[] keys = order.keyColumns(batch.columns());
        int end = to;
        while (end < batch.physicalRows() && order.compare(lastKeys, 0, keys, end) == 0) {
            end++;
        }
        finished = end < batch.physicalRows();
        return end;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        merge.close();
        if (last != null) {
            last.close();
            last = null;
        }
    }
}
