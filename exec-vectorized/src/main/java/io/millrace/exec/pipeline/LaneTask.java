package io.millrace.exec.pipeline;

import io.millrace.common.batch.Batch;
import io.millrace.common.port.Clock;
import java.util.ArrayList;
import java.util.List;

/** One lane of a branch: pulls batches through the operators and pushes them into the sink, a slice at a time. */
final class LaneTask extends PoolTask {
    private final RunningQuery query;
    private final Pipeline pipeline;
    private final Branch branch;
    private final LaneContext context;
    private final Clock clock;
    private final Runnable waker = this::wake;
    private final List<Operator> operators = new ArrayList<>();
    private boolean[] finishCalled;
    private boolean[] outputEnded;
    private Source.Lane source;
    private Sink.Lane sink;
    private boolean opened;
    private boolean sourceEnded;
    /** Set where {@link #pull} gave null: the source has nothing now. */
    private boolean blocked;

    LaneTask(RunningQuery query, Pipeline pipeline, Branch branch, LaneContext context) {
        this.query = query;
        this.pipeline = pipeline;
        this.branch = branch;
        this.context = context;
        this.clock = context.execution().clock();
    }

    @Override
    protected Outcome run(long deadlineNanos) {
        try {
            context.cancellation().check();
            if (!opened) {
                open();
            }
            Outcome outcome = work(deadlineNanos);
            if (outcome != Outcome.DONE) {
                return outcome;
            }
            sink.finish();
        } catch (Throwable t) {
            query.fail(t);
        }
        closeAll();
        query.laneEnded(pipeline, branch);
        return Outcome.DONE;
    }

    private void open() {
        opened = true;
        source = branch.source.open(context);
        for (Operator.Factory factory : branch.operators) {
            operators.add(factory.open(context));
        }
        sink = pipeline.sink.open(context);
        finishCalled = new boolean[operators.size()];
        outputEnded = new boolean[operators.size()];
    }

    private Outcome work(long deadlineNanos) {
        while (true) {
            if (sink.satisfied()) {
                return Outcome.DONE;
            }
            if (!sink.ready(waker)) {
                return Outcome.PARK;
            }
            blocked = false;
            Batch batch = pull(operators.size() - 1, deadlineNanos);
            if (batch != null) {
                long start = clock.monotonicNanos();
                pipeline.sinkCounters.rowsIn.add(batch.rows());
                sink.accept(batch);
                long end = clock.monotonicNanos();
                pipeline.sinkCounters.nanos.add(end - start);
                if (end > deadlineNanos) {
                    return Outcome.YIELD;
                }
            } else if (blocked) {
                return Outcome.PARK;
            } else if (ended(operators.size() - 1)) {
                return Outcome.DONE;
            } else {
                return Outcome.YIELD;
            }
            context.cancellation().check();
        }
    }

    private boolean ended(int level) {
        return level < 0 ? sourceEnded : outputEnded[level];
    }

    /** The next batch out of operator {@code level} (-1: the source); null if ended, blocked, or out of time with nothing to show. */
    private Batch pull(int level, long deadlineNanos) {
        if (level < 0) {
            return pullSource();
        }
        Operator operator = operators.get(level);
        NodeCounters counters = branch.operatorCounters.get(level);
        while (true) {
            long start = clock.monotonicNanos();
            Batch output = operator.next();
            long end = clock.monotonicNanos();
            counters.nanos.add(end - start);
            if (output != null) {
                counters.rowsOut.add(output.rows());
                counters.batchesOut.increment();
                if (output.rows() == 0) {
                    output.close();
                    continue;
                }
                return output;
            }
            if (finishCalled[level]) {
                outputEnded[level] = true;
                return null;
            }
            if (end > deadlineNanos) {
                return null;
            }
            Batch input = operator.satisfied() ? null : pull(level - 1, deadlineNanos);
            if (input != null) {
                counters.rowsIn.add(input.rows());
                start = clock.monotonicNanos();
                operator.accept(input);
                counters.nanos.add(clock.monotonicNanos() - start);
            } else if (operator.satisfied() || ended(level - 1)) {
                operator.finish();
                finishCalled[level] = true;
            } else {
                return null;
            }
        }
    }

    private Batch pullSource() {
        if (sourceEnded) {
            return null;
        }
        long start = clock.monotonicNanos();
        Batch batch = source.next(waker);
        NodeCounters counters = branch.sourceCounters;
        counters.nanos.add(clock.monotonicNanos() - start);
        if (batch != null) {
            counters.rowsOut.add(batch.rows());
            counters.batchesOut.increment();
            return batch;
        }
        sourceEnded = source.finished();
        blocked = !sourceEnded;
        return null;
    }

    private void closeAll() {
        closeQuietly(source);
        operators.forEach(this::closeQuietly);
        closeQuietly(sink);
    }

    private void closeQuietly(AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception e) {
            query.fail(e);
        }
    }
}
