package io.millrace.cluster.query;

import io.millrace.cluster.coordinator.Coordinator;
import io.millrace.cluster.coordinator.FragmentedPlan;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SourceProvider;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.QueryExecution;
import io.millrace.exec.pipeline.WorkerPool;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;

/** Starts, lists and cancels the queries that this node coordinates. Thread-safe. */
public final class QueryService implements AutoCloseable {
    /** Ended queries that are remembered. */
    private static final int HISTORY_MAX = 500;
    /** Queries that may run at once; more are refused, not queued without bound. */
    private static final int RUNNING_MAX = 1_000;

    private final String nodeId;
    private final BufferAllocator serverAllocator;
    private final SourceProvider sources;
    private final Clock clock;
    private final WorkerPool pool;
    private final Path spillDirectory;
    private final ScheduledExecutorService timer;
    private final Coordinator coordinator;
    private final Map<String, ManagedQuery> running = new ConcurrentHashMap<>();
    private final Map<String, PlanningQuery> planning = new ConcurrentHashMap<>();
    private final Deque<QueryInfo> history = new ArrayDeque<>();
    private final AtomicLong numbers = new AtomicLong();

    public QueryService(
            String nodeId,
            BufferAllocator serverAllocator,
            SourceProvider sources,
            Clock clock,
            WorkerPool pool,
            Path spillDirectory,
            ScheduledExecutorService timer,
            Coordinator coordinator) {
        this.nodeId = nodeId;
        this.serverAllocator = serverAllocator;
        this.sources = sources;
        this.clock = clock;
        this.pool = pool;
        this.spillDirectory = spillDirectory;
        this.timer = timer;
        this.coordinator = coordinator;
    }

    /** A query that the caller plans from now on, and closes when that is done. */
    public PlanningQuery planning(QueryOptions options) {
        PlanningQuery query = numbered(options);
        planning.put(query.id(), query);
        return query;
    }

    private PlanningQuery numbered(QueryOptions options) {
        long number = numbers.incrementAndGet();
        String id = nodeId + "-" + options.statementMicros() / 1_000_000 + "-" + number;
        return new PlanningQuery(id, number, options, clock, query -> planning.remove(query.id()));
    }

    /** Starts a plan; the caller reads and closes it. */
    public ManagedQuery start(PlanNode plan, QueryOptions options) {
        return start(plan, options, numbered(options));
    }

    /** As the query that was planned, under its id and what is left of its timeout; only once. */
    public ManagedQuery start(PlanNode plan, QueryOptions options, PlanningQuery planned) {
        planned.check();
        if (running.size() >= RUNNING_MAX) {
            throw new MillraceException(ErrorCode.TOO_MANY_REQUESTS, RUNNING_MAX + " queries run already; try again later");
        }
        String id = planned.id();
        BufferAllocator allocator = serverAllocator.newChildAllocator("query " + id, 0, options.memoryBytesMax());
        try {
            ExecutionContext context = new ExecutionContext(
                    id,
                    allocator,
                    sources,
                    options.statementMicros(),
                    options.zone(),
                    planned.number() * 0x9E3779B97F4A7C15L ^ options.statementMicros(),
                    clock,
                    pool,
                    spillDirectory,
                    options.batchRows(),
                    Map.of(),
                    options.spillAlways());
            QueryExecution execution = coordinator.execute(plan, context, options.fragmentTasks());
            ScheduledFuture<?> timeout = options.timeoutMillis() == 0
                    ? null
                    : timer.schedule(
                            () -> execution.cancel(PlanningQuery.timeout(options)),
                            planned.leftMillis(),
                            TimeUnit.MILLISECONDS);
            ManagedQuery managed = new ManagedQuery(id, options, execution, allocator, clock, planned.startNanos(), query -> {
                if (timeout != null) {
                    timeout.cancel(false);
                }
                ended(query);
            });
            running.put(id, managed);
            return managed;
        } catch (Throwable t) {
            allocator.close();
            throw t;
        }
    }

    /** The fragments that a plan would run as, for EXPLAIN; absent if it runs whole. */
    public Optional<FragmentedPlan> fragments(PlanNode plan, int fragmentTasks) {
        return coordinator.fragments(plan, fragmentTasks, serverAllocator);
    }

    private void ended(ManagedQuery query) {
        synchronized (history) {
            history.addLast(query.info());
            if (history.size() > HISTORY_MAX) {
                history.removeFirst();
            }
            running.remove(query.id());
        }
    }

    /** Whether there was such a running query. */
    public boolean cancel(String id, String reason) {
        MillraceException cancelled = new MillraceException(ErrorCode.QUERY_CANCELLED, reason);
        PlanningQuery planned = planning.get(id);
        if (planned != null) {
            planned.cancel(cancelled);
        }
        ManagedQuery query = running.get(id);
        if (query != null) {
            query.cancel(cancelled);
        }
        return planned != null || query != null;
    }

    /** Running queries and the last ended ones, oldest first. */
    public List<QueryInfo> queries() {
        List<QueryInfo> all;
        synchronized (history) {
            all = new ArrayList<>(history);
            running.values().forEach(query -> all.add(query.info()));
            planning.values().forEach(query -> all.add(query.info()));
        }
        return all;
    }

    /** Cancels everything that runs; whoever reads gets SERVER_STOPPING. */
    @Override
    public void close() {
        planning.values().forEach(query -> query.cancel(new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping")));
        running.values().forEach(query -> query.cancel(new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping")));
    }
}
