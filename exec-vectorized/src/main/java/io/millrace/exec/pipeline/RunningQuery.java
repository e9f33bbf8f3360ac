package io.millrace.exec.pipeline;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.OperatorStatistics;
import io.millrace.exec.Progress;
import io.millrace.exec.QueryExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.OutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs pipelines in the order of their dependencies: lanes of a branch at once, then the sink's finishing phases, then whoever waited. Ends when all
 * are done or, after a failure or a cancellation, when the last task has left; then frees everything.
 */
public final class RunningQuery implements QueryExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunningQuery.class);

    private final ExecutionContext context;
    private final Schema schema;
    private final List<Pipeline> pipelines;
    private final List<AutoCloseable> resources;
    private final ResultQueue results;
    private final NodeCounters rootCounters;
    private final ScanProgress progress;
    private final Cancellation cancellation;
    private final CountDownLatch terminated = new CountDownLatch(1);
    /** Where tasks go: to whoever reads, for a beginning, or to the pool. */
    private final ReaderTasks queue;

    // Guarded by this
    private final List<PoolTask> tasks = new ArrayList<>();
    private final List<QueryExecution> children = new ArrayList<>();
    private final List<Runnable> terminationActions = new ArrayList<>();
    private int activeTasks;
    private boolean released;

    RunningQuery(LoweredPlan plan, ExecutionContext context) {
        this.context = context;
        this.schema = plan.schema();
        this.pipelines = plan.pipelines();
        this.resources = plan.resources();
        this.results = plan.results();
        this.rootCounters = plan.rootCounters();
        this.progress = plan.progress();
        this.cancellation = plan.cancellation();
        this.queue = new ReaderTasks(context.pool(), context.clock(), results::taskArrived);
    }

    /** Begins; called once. {@code read}: somebody will call {@link #next}, and may do the first work. */
    void start(boolean read) {
        if (!read) {
            queue.handOver();
        }
        startRunnable();
    }

    private void startRunnable() {
        List<PoolTask> ready = new ArrayList<>();
        synchronized (this) {
            if (cancellation.reason() == null) {
                for (Pipeline pipeline : pipelines) {
                    if (pipeline.runnable()) {
                        pipeline.started = true;
                    }
                    if (pipeline.started && !pipeline.done) {
                        for (Branch branch : pipeline.branches) {
                            if (branch.runnable()) {
                                branch.started = true;
                                branch.lanesRunning = 1;
                                ready.add(register(new OpenTask(pipeline, branch)));
                            }
                        }
                    }
                }
            }
        }
        ready.forEach(queue::start);
        releaseIfIdle();
    }

    /** Counts another execution as work of this one until it has freed everything. Called by a task of this query. */
    QueryExecution adopt(QueryExecution child) {
        MillraceException reason;
        synchronized (this) {
            activeTasks++;
            children.add(child);
            reason = cancellation.reason();
        }
        child.onTermination(() -> {
            synchronized (this) {
                children.remove(child);
            }
            taskEnded();
        });
        if (reason != null) {
            child.cancel(reason);
        }
        return child;
    }

    private PoolTask register(PoolTask task) {
        assert Thread.holdsLock(this);
        activeTasks++;
        tasks.add(task);
        return task;
    }

    /** Asks the source how wide the branch can run, and starts the lanes. */
    private final class OpenTask extends PoolTask {
        private final Pipeline pipeline;
        private final Branch branch;

        OpenTask(Pipeline pipeline, Branch branch) {
            this.pipeline = pipeline;
            this.branch = branch;
        }

        @Override
        protected Outcome run(long deadlineNanos) {
            List<PoolTask> lanes = new ArrayList<>();
            try {
                cancellation.check();
                int width = branch.source.parallelism(context.pool().threads());
                synchronized (RunningQuery.this) {
                    branch.lanesRunning += width;
                    for (int lane = 0; lane < width; lane++) {
                        lanes.add(
                                register(new LaneTask(RunningQuery.this, pipeline, branch, new LaneContext(context, cancellation, lane))));
                    }
                }
            } catch (Throwable t) {
                fail(t);
            }
            lanes.forEach(queue::start);
            laneEnded(pipeline, branch);
            return Outcome.DONE;
        }
    }

    void laneEnded(Pipeline pipeline, Branch branch) {
        boolean branchEnded = false;
        boolean lanesEnded = false;
        synchronized (this) {
            branch.lanesRunning--;
            if (branch.lanesRunning == 0) {
                branch.ended = true;
                branchEnded = true;
                lanesEnded = pipeline.allBranchesEnded();
            }
        }
        if (lanesEnded) {
            nextPhase(pipeline);
        } else if (branchEnded) {
            startRunnable();
        }
        taskEnded();
    }

    private void nextPhase(Pipeline pipeline) {
        List<PoolTask> pieces = new ArrayList<>();
        try {
            cancellation.check();
            List<Runnable> work = pipeline.sink.finish(pipeline.phase++);
            synchronized (this) {
                pipeline.piecesRunning = work.size();
                work.forEach(piece -> pieces.add(register(new PieceTask(pipeline, piece))));
            }
            if (pieces.isEmpty()) {
                synchronized (this) {
                    pipeline.done = true;
                }
                if (pipelines.stream().allMatch(p -> p.done)) {
                    results.complete();
                } else {
                    startRunnable();
                }
            }
        } catch (Throwable t) {
            fail(t);
        }
        pieces.forEach(queue::start);
    }

    /** One piece of a sink's finishing phase. */
    private final class PieceTask extends PoolTask {
        private final Pipeline pipeline;
        private final Runnable piece;

        PieceTask(Pipeline pipeline, Runnable piece) {
            this.pipeline = pipeline;
            this.piece = piece;
        }

        @Override
        protected Outcome run(long deadlineNanos) {
            long start = context.clock().monotonicNanos();
            try {
                cancellation.check();
                piece.run();
            } catch (Throwable t) {
                fail(t);
            }
            pipeline.sinkCounters.nanos.add(context.clock().monotonicNanos() - start);
            boolean last;
            synchronized (RunningQuery.this) {
                last = --pipeline.piecesRunning == 0;
            }
            if (last) {
                nextPhase(pipeline);
            }
            taskEnded();
            return Outcome.DONE;
        }
    }

    private void taskEnded() {
        synchronized (this) {
            activeTasks--;
        }
        releaseIfIdle();
    }

    private void releaseIfIdle() {
        synchronized (this) {
            boolean ended = cancellation.reason() != null || pipelines.stream().allMatch(p -> p.done);
            if (activeTasks > 0 || released || !ended) {
                return;
            }
            released = true;
        }
        for (int i = resources.size() - 1; i >= 0; i--) {
            try {
                resources.get(i).close();
            } catch (Exception e) {
                LOG.error("query {}: freeing {}", context.queryId(), resources.get(i), e);
            }
        }
        List<Runnable> actions;
        synchronized (this) {
            tasks.clear();
            actions = new ArrayList<>(terminationActions);
            terminationActions.clear();
            terminated.countDown();
        }
        actions.forEach(Runnable::run);
    }

    /** Ends the query with what went wrong in a task. */
    void fail(Throwable cause) {
        cancel(typed(cause));
    }

    private MillraceException typed(Throwable cause) {
        return switch (cause) {
            case MillraceException known -> known;
            case OutOfMemoryException full -> new MillraceException(
                    ErrorCode.OUT_OF_MEMORY, "memory limit reached in " + context.allocator().getName() + ": " + full.getMessage(), full);
            case OutOfMemoryError full ->
                    new MillraceException(ErrorCode.OUT_OF_MEMORY, "the server's heap is full: " + full.getMessage(), full);
            case StackOverflowError deep ->
                    new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX, "the statement is nested too deep to run", deep);
            default -> {
                LOG.error("query {}: unexpected error", context.queryId(), cause);
                yield new MillraceException(ErrorCode.INTERNAL_ERROR, "query " + context.queryId() + ": " + cause, cause);
            }
        };
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Batch next() {
        return results.take(queue);
    }

    @Override
    public Batch poll(Runnable wake) {
        // This reader does not wait, and so does not work.
        queue.handOver();
        return results.poll(wake);
    }

    @Override
    public boolean finished() {
        return results.finished();
    }

    @Override
    public void cancel(MillraceException reason) {
        List<PoolTask> parked;
        List<QueryExecution> running;
        synchronized (this) {
            if (released || !cancellation.cancel(reason)) {
                return;
            }
            parked = new ArrayList<>(tasks);
            running = new ArrayList<>(children);
        }
        running.forEach(child -> child.cancel(reason));
        results.fail(reason);
        pipelines.forEach(p -> p.sink.failed(reason));
        parked.forEach(PoolTask::wake);
        queue.handOver();
        releaseIfIdle();
    }

    @Override
    public Progress progress() {
        return progress.snapshot();
    }

    @Override
    public OperatorStatistics statistics() {
        return rootCounters.snapshot();
    }

    @Override
    public void onTermination(Runnable action) {
        synchronized (this) {
            if (terminated.getCount() > 0) {
                terminationActions.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void close() {
        if (terminated.getCount() > 0) {
            cancel(new MillraceException(ErrorCode.QUERY_CANCELLED, "query " + context.queryId() + " was closed before its end"));
        }
        boolean interrupted = false;
        while (true) {
            try {
                terminated.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        results.discard();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
