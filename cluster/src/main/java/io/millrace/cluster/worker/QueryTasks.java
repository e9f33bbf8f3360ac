package io.millrace.cluster.worker;

import io.millrace.cluster.exchange.MergedSource;
import io.millrace.cluster.exchange.OutputAddress;
import io.millrace.cluster.exchange.OutputBuffer;
import io.millrace.cluster.exchange.OutputPartition;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.SourceProvider;
import io.millrace.exec.ExchangeSource;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.QueryEngine;
import io.millrace.exec.QueryExecution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The tasks of one query on this node. They share one allocator, since batches pass from one to another. Ended once, by whoever coordinates; nothing of
 * it is left after that. Thread-safe.
 */
public final class QueryTasks {
    /** Where a task's failure is told; called by threads of the pool. */
    public interface FailureListener {
        void failed(MillraceException reason);
    }

    private record Key(int fragment, int task) {}

    /** A task with its output; {@code execution} is set once it runs. */
    private static final class Task {
        private final TaskSpec spec;
        private final OutputBuffer output;
        private QueryExecution execution;
        private boolean unwanted;

        Task(TaskSpec spec) {
            this.spec = spec;
            this.output = new OutputBuffer(spec.partitions(), this::unwanted);
        }

        /** Nobody reads on, as under a LIMIT: the task ends early, and that is no failure. */
        private void unwanted() {
            synchronized (this) {
                unwanted = true;
            }
            QueryExecution running = execution();
            if (running != null) {
                running.cancel(new MillraceException(ErrorCode.QUERY_CANCELLED, "nobody reads its rows any more"));
            }
        }

        void runs(QueryExecution started) {
            boolean late;
            synchronized (this) {
                execution = started;
                late = unwanted;
            }
            if (late) {
                unwanted();
            }
        }

        synchronized QueryExecution execution() {
            return execution;
        }

        synchronized boolean isUnwanted() {
            return unwanted;
        }
    }

    private final String nodeId;
    private final ExecutionContext context;
    private final RemoteExchange remote;
    private final FailureListener listener;
    private final Map<Key, Task> tasks = new LinkedHashMap<>();
    /** Held while a task starts and while all end, so that nothing starts behind the end. */
    private final ReentrantLock lifecycle = new ReentrantLock();
    private boolean ended;

    /** @param context of the query on this node, without remote sources; its allocator is the caller's, to be closed after {@link #end} */
    public QueryTasks(String nodeId, ExecutionContext context, RemoteExchange remote, FailureListener listener) {
        this.nodeId = nodeId;
        this.context = context;
        this.remote = remote;
        this.listener = listener;
    }

    /**
     * Starts a task; tasks whose output it reads run already.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED, WORKER_LOST, or what hinders its sources from being opened
     */
    public void start(TaskSpec spec) {
        lifecycle.lock();
        try {
            startNow(spec);
        } finally {
            lifecycle.unlock();
        }
    }

    private void startNow(TaskSpec spec) {
        Task task = new Task(spec);
        synchronized (this) {
            if (ended) {
                throw new MillraceException(ErrorCode.QUERY_CANCELLED, "query " + context.queryId() + " has ended");
            }
            tasks.put(new Key(spec.fragment(), spec.task()), task);
        }
        SourceProvider sources = spec.splits().isEmpty()
                ? context.sources()
                : new AssignedSources(context.sources(), spec.root(), spec.splits());
        ExecutionContext own = new ExecutionContext(
                context.queryId(), context.allocator(), sources, context.statementMicros(), context.zone(),
                context.randomSeed() + 31L * spec.fragment() + 1009L * spec.task(), context.clock(), context.pool(),
                context.spillDirectory(), context.batchRows(), inputs(spec.inputs(), spec.root(), spec.task()),
                context.spillAlways());
        QueryExecution execution = QueryEngine.execute(spec.root(), own, spec.output(), task.output);
        task.runs(execution);
        execution.onTermination(() -> ended(task));
    }

    /** Opens what a task reads of other fragments, by fragment; the caller closes the sources. */
    public Map<Integer, ExchangeSource> inputs(List<TaskInput> inputs, PlanNode root, int partition) {
        Map<Integer, ExchangeSource> opened = new HashMap<>();
        try {
            for (PlanNode node : PlanNode.flatten(root)) {
                if (node instanceof PlanNode.RemoteSource source) {
                    TaskInput input = inputs.stream().filter(i -> i.fragment() == source.fragmentId()).findFirst().orElseThrow();
                    opened.put(input.fragment(), merged(input, source, partition));
                }
            }
            return opened;
        } catch (Throwable t) {
            opened.values().forEach(ExchangeSource::close);
            throw t;
        }
    }

    private ExchangeSource merged(TaskInput input, PlanNode.RemoteSource source, int partition) {
        List<ExchangeSource> sources = new ArrayList<>();
        try {
            for (int task = 0; task < input.producers().size(); task++) {
                TaskPlace place = input.producers().get(task);
                sources.add(place.nodeId().equals(nodeId)
                        ? output(input.fragment(), task, partition).orElseThrow()
                        : remote.open(place, new OutputAddress(context.queryId(), input.fragment(), task, partition),
                                source.schema(), context.allocator()));
            }
            return new MergedSource(sources);
        } catch (Throwable t) {
            sources.forEach(ExchangeSource::close);
            throw t;
        }
    }

    /** What a task puts out for one reader; absent if there is no such task. */
    public synchronized Optional<OutputPartition> output(int fragment, int task, int partition) {
        Task found = tasks.get(new Key(fragment, task));
        return found == null || partition >= found.output.partitions() || partition < 0
                ? Optional.empty()
                : Optional.of(found.output.partition(partition));
    }

    public BufferAllocator allocator() {
        return context.allocator();
    }

    private void ended(Task task) {
        try {
            task.execution().poll(() -> {});
        } catch (MillraceException e) {
            if (!task.isUnwanted()) {
                listener.failed(e);
            }
        }
    }

    /** Of all its tasks. */
    public List<TaskFigures> figures() {
        List<Task> all;
        synchronized (this) {
            all = new ArrayList<>(tasks.values());
        }
        List<TaskFigures> figures = new ArrayList<>();
        for (Task task : all) {
            QueryExecution execution = task.execution();
            if (execution != null) {
                figures.add(TaskFigures.of(task.spec.fragment(), task.spec.task(), task.spec.root(), execution.progress(),
                        execution.statistics()));
            }
        }
        return figures;
    }

    /** Makes all tasks end soon; does not block. */
    public void cancel(MillraceException reason) {
        List<Task> all;
        synchronized (this) {
            all = new ArrayList<>(tasks.values());
        }
        all.stream().map(Task::execution).filter(Objects::nonNull).forEach(execution -> execution.cancel(reason));
    }

    /** Cancels what runs, and blocks until all memory and files are freed. Not for pool threads. Without effect the second time. */
    public void end(MillraceException reason) {
        List<Task> all;
        synchronized (this) {
            ended = true;
        }
        cancel(reason);
        lifecycle.lock();
        try {
            synchronized (this) {
                all = new ArrayList<>(tasks.values());
                tasks.clear();
            }
            List<QueryExecution> executions = all.stream().map(Task::execution).filter(Objects::nonNull).toList();
            executions.forEach(execution -> execution.cancel(reason));
            executions.forEach(QueryExecution::close);
            all.forEach(task -> task.output.discard());
        } finally {
            lifecycle.unlock();
        }
    }
}
