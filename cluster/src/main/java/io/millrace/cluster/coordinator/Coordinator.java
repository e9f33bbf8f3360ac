package io.millrace.cluster.coordinator;

import io.millrace.cluster.worker.LocalTasks;
import io.millrace.cluster.worker.QueryTasks;
import io.millrace.cluster.worker.RemoteExchange;
import io.millrace.cluster.worker.TaskNode;
import io.millrace.cluster.worker.TaskOptions;
import io.millrace.cluster.worker.TaskPlace;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.QueryEngine;
import io.millrace.exec.QueryExecution;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;

/** Cuts plans and runs their fragments as tasks: on workers where there are any, or in this process. Thread-safe. */
public final class Coordinator {
    private final TaskPlace place;
    private final RemoteExchange remote;
    private final Workers workers;
    private final Map<String, QueryTasks> queries = new ConcurrentHashMap<>();

    /** @param place of this node, as workers reach it */
    public Coordinator(TaskPlace place, RemoteExchange remote, Workers workers) {
        this.place = place;
        this.remote = remote;
        this.workers = workers;
    }

    /** Of a node that no worker can join. */
    public static Coordinator alone(String nodeId) {
        return new Coordinator(new TaskPlace(nodeId, "", 0), RemoteExchange.NONE, Workers.NONE);
    }

    /**
     * The fragments that a plan would run as; absent if it runs whole, in this process.
     *
     * @param localTasks 0: fragments run on workers, if there are any; more: as so many tasks in this process; less: the plan is not cut
     */
    public Optional<FragmentedPlan> fragments(PlanNode plan, int localTasks, BufferAllocator scratch) {
        if (localTasks < 0 || localTasks == 0 && (workers.active().isEmpty() || !FragmentedPlan.worthwhile(plan))) {
            return Optional.empty();
        }
        FragmentedPlan cut = FragmentedPlan.of(plan, scratch);
        return cut.fragments().size() == 1 ? Optional.empty() : Optional.of(cut);
    }

    /** Starts a plan as {@link #fragments} says; see {@link QueryEngine#execute}. */
    public QueryExecution execute(PlanNode plan, ExecutionContext context, int localTasks) {
        Optional<FragmentedPlan> cut = fragments(plan, localTasks, context.allocator());
        if (cut.isEmpty()) {
            return QueryEngine.execute(plan, context);
        }
        FailureRelay failures = new FailureRelay();
        QueryTasks tasks = new QueryTasks(place.nodeId(), context, remote, failures);
        TaskNode self = new LocalTasks(place, tasks);
        List<TaskNode> places = localTasks > 0 ? Collections.nCopies(localTasks, self) : List.copyOf(workers.active());
        TaskOptions options = new TaskOptions(context.statementMicros(), context.zone().getId(), context.randomSeed(),
                context.batchRows(), context.allocator().getLimit());
        queries.put(context.queryId(), tasks);
        workers.watch(context.queryId(), failures);
        return new DistributedExecution(cut.get(), context, options, tasks, self, places, failures, () -> {
            workers.forget(context.queryId());
            queries.remove(context.queryId());
        });
    }

    /** The tasks of a running query on this node. */
    public Optional<QueryTasks> tasks(String queryId) {
        return Optional.ofNullable(queries.get(queryId));
    }
}
