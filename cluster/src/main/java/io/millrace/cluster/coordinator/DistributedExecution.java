package io.millrace.cluster.coordinator;

import io.millrace.cluster.worker.QueryTasks;
import io.millrace.cluster.worker.TaskFigures;
import io.millrace.cluster.worker.TaskNode;
import io.millrace.cluster.worker.TaskOptions;
import io.millrace.cluster.worker.TaskSpec;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Split;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.OperatorStatistics;
import io.millrace.exec.Progress;
import io.millrace.exec.QueryEngine;
import io.millrace.exec.QueryExecution;
import io.millrace.planner.fragment.Fragment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A query whose fragments run as tasks on several nodes. The last fragment runs here and its rows are read as those of any execution; a failure of any
 * task ends the whole. Sources start before what reads them, so that whoever asks for an output finds it.
 */
final class DistributedExecution implements QueryExecution {
    private final String queryId;
    private final FragmentedPlan plan;
    private final QueryTasks here;
    private final FragmentPlacement placement;
    private final Set<TaskNode> nodes = new LinkedHashSet<>();
    private final Runnable onEnd;
    private final QueryExecution root;
    /** How far it came; null before it is closed. */
    private volatile Progress last;

    /**
     * Starts all tasks; on failure none is left.
     *
     * @param context of the query, without remote sources
     * @param here the query's tasks of this node
     * @param self this node
     * @param places where fragments run that need not run here, one task each
     * @param onEnd runs when all is freed on this node
     */
    DistributedExecution(FragmentedPlan plan, ExecutionContext context, TaskOptions options, QueryTasks here, TaskNode self,
            List<TaskNode> places, FailureRelay failures, Runnable onEnd) {
        this.queryId = context.queryId();
        this.plan = plan;
        this.here = here;
        this.placement = new FragmentPlacement(plan, self, places);
        this.onEnd = onEnd;
        nodes.addAll(places);
        nodes.add(self);
        try {
            for (Fragment fragment : plan.fragments()) {
                if (fragment != plan.root()) {
                    start(fragment, context, options);
                }
            }
            root = QueryEngine.execute(plan.root().root(), new ExecutionContext(
                    queryId, context.allocator(), context.sources(), context.statementMicros(), context.zone(), context.randomSeed(),
                    context.clock(), context.pool(), context.spillDirectory(), context.batchRows(),
                    here.inputs(placement.inputs(plan.root()), plan.root().root(), 0), context.spillAlways()));
        } catch (Throwable t) {
            end(new MillraceException(ErrorCode.QUERY_CANCELLED, "the query could not be started"));
            throw t;
        }
        failures.runs(root);
    }

    private void start(Fragment fragment, ExecutionContext context, TaskOptions options) {
        List<TaskNode> tasks = placement.tasks(fragment);
        List<List<List<Split>>> splits = tasks.size() == 1
                ? List.of(List.of())
                : SplitAssignment.assign(fragment.root(), tasks.size(), context.sources(), context.batchRows());
        for (int task = 0; task < tasks.size(); task++) {
            tasks.get(task).start(new TaskSpec(
                    queryId, fragment.id(), task, fragment.root(), fragment.output(), placement.readers(fragment), splits.get(task),
                    placement.inputs(fragment), options));
        }
    }

    private void end(MillraceException reason) {
        try {
            nodes.forEach(node -> node.end(queryId, reason));
        } finally {
            onEnd.run();
        }
    }

    @Override
    public Schema schema() {
        return root.schema();
    }

    @Override
    public Batch next() {
        return root.next();
    }

    @Override
    public Batch poll(Runnable wake) {
        return root.poll(wake);
    }

    @Override
    public boolean finished() {
        return root.finished();
    }

    /** The tasks learn it as their readers go. */
    @Override
    public void cancel(MillraceException reason) {
        root.cancel(reason);
        here.cancel(reason);
    }

    private List<TaskFigures> figures() {
        List<TaskFigures> all = new ArrayList<>();
        nodes.forEach(node -> all.addAll(node.figures(queryId)));
        Fragment last = plan.root();
        all.add(TaskFigures.of(last.id(), 0, last.root(), root.progress(), root.statistics()));
        return all;
    }

    @Override
    public Progress progress() {
        Progress atEnd = last;
        return atEnd == null ? progressNow() : atEnd;
    }

    private Progress progressNow() {
        long rowsRead = 0;
        double rowsEstimated = 0;
        int splitsDone = 0;
        int splitsTotal = 0;
        long bytesRead = 0;
        for (TaskFigures task : figures()) {
            rowsRead += task.rowsRead();
            rowsEstimated += task.rowsEstimated();
            splitsDone += task.splitsDone();
            splitsTotal += task.splitsTotal();
            bytesRead += task.bytesRead();
        }
        return new Progress(rowsRead, rowsEstimated, splitsDone, splitsTotal, bytesRead);
    }

    /** Of the plan with its exchanges, all tasks of a fragment together. */
    @Override
    public OperatorStatistics statistics() {
        nodes.forEach(node -> node.refresh(queryId));
        return new FragmentStatistics(plan, figures()).tree();
    }

    @Override
    public void onTermination(Runnable action) {
        root.onTermination(action);
    }

    @Override
    public void close() {
        if (root.finished()) {
            nodes.forEach(node -> node.refresh(queryId));
        }
        root.close();
        last = progressNow();
        end(new MillraceException(ErrorCode.QUERY_CANCELLED, "the query has ended"));
    }
}
