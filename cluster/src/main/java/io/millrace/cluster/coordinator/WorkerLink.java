package io.millrace.cluster.coordinator;

import io.millrace.cluster.exchange.WireError;
import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameType;
import io.millrace.cluster.worker.ControlMessage;
import io.millrace.cluster.worker.TaskFigures;
import io.millrace.cluster.worker.TaskNode;
import io.millrace.cluster.worker.TaskPlace;
import io.millrace.cluster.worker.TaskSpec;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.apache.arrow.memory.BufferAllocator;

/** One worker that has joined, over the connection that it made. Thread-safe. */
final class WorkerLink implements TaskNode {
    private static final long START_MILLIS_MAX = 30_000;
    private static final long REPORT_MILLIS_MAX = 1_000;

    private final Connection connection;
    private final ControlMessage.Register worker;

    // Guarded by this
    private final Map<Long, CompletableFuture<Optional<WireError>>> starting = new HashMap<>();
    private final Map<String, List<TaskFigures>> figures = new HashMap<>();
    private final Set<String> queries = new HashSet<>();
    private final Map<Long, CompletableFuture<Void>> reporting = new HashMap<>();
    private final Map<Long, RemoteStepTask> residents = new HashMap<>();
    private long residentNumbers;
    private long numbers;
    private long heardNanos;
    private long memoryBytes;
    private boolean lost;

    WorkerLink(Connection connection, ControlMessage.Register worker, long nowNanos) {
        this.connection = connection;
        this.worker = worker;
        this.heardNanos = nowNanos;
    }

    @Override
    public TaskPlace place() {
        return worker.place();
    }

    ControlMessage.Register worker() {
        return worker;
    }

    synchronized long memoryBytes() {
        return memoryBytes;
    }

    synchronized int running() {
        return queries.size();
    }

    synchronized long heardNanos() {
        return heardNanos;
    }

    MillraceException lostError() {
        return new MillraceException(ErrorCode.WORKER_LOST, "worker " + place() + " was lost while it ran a part of the query")
                .withHint("the query can be run again");
    }

    @Override
    public void start(TaskSpec spec) {
        synchronized (this) {
            queries.add(spec.queryId());
        }
        ask(number -> new ControlMessage.Start(number, spec));
    }

    /** Starts a task of a continuous query, which stays until it is closed. */
    RemoteStepTask start(String viewId, PlanNode root, String zone, BufferAllocator allocator) {
        RemoteStepTask task;
        long id;
        synchronized (this) {
            id = residentNumbers++;
            task = new RemoteStepTask(connection, id, root.schema(), allocator, () -> end(id));
            residents.put(id, task);
        }
        try {
            ask(number -> new ControlMessage.StartResident(number, id, viewId, root, zone));
            return task;
        } catch (RuntimeException e) {
            task.close();
            throw e;
        }
    }

    private void end(long resident) {
        synchronized (this) {
            residents.remove(resident);
        }
        ControlMessage.send(connection, new ControlMessage.EndResident(resident));
    }

    /** A frame for one of the continuous queries' tasks. */
    void stepped(FrameType type, ByteBuf payload) {
        RemoteStepTask task;
        synchronized (this) {
            task = residents.get(payload.readLong());
        }
        if (task != null) {
            task.frame(type, payload);
        }
    }

    /** Sends a message that is answered by {@link ControlMessage.Started}, and waits for that. */
    private void ask(LongFunction<ControlMessage> message) {
        CompletableFuture<Optional<WireError>> started = new CompletableFuture<>();
        long number;
        synchronized (this) {
            if (lost) {
                throw lostError();
            }
            number = numbers++;
            starting.put(number, started);
        }
        ControlMessage.send(connection, message.apply(number));
        try {
            Optional<WireError> error = started.get(START_MILLIS_MAX, TimeUnit.MILLISECONDS);
            if (error.isPresent()) {
                throw error.get().exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted while a task was started", e);
        } catch (ExecutionException | TimeoutException e) {
            throw lostError();
        }
    }

    /** Takes in what the worker says; returns a failure of a query's task, if it is one. */
    Optional<ControlMessage.Failed> heard(ControlMessage message, long nowNanos) {
        CompletableFuture<Optional<WireError>> answered = null;
        CompletableFuture<Void> reported = null;
        Optional<WireError> error = Optional.empty();
        Optional<ControlMessage.Failed> failed = Optional.empty();
        synchronized (this) {
            heardNanos = nowNanos;
            switch (message) {
                case ControlMessage.Started started -> {
                    answered = starting.remove(started.number());
                    error = started.error();
                }
                case ControlMessage.Heartbeat beat -> {
                    memoryBytes = beat.memoryBytes();
                    for (ControlMessage.QueryFigures query : beat.queries()) {
                        if (queries.contains(query.queryId())) {
                            figures.put(query.queryId(), query.tasks());
                        }
                    }
                }
                case ControlMessage.Reported report -> {
                    reported = reporting.remove(report.number());
                    if (queries.contains(report.figures().queryId())) {
                        figures.put(report.figures().queryId(), report.figures().tasks());
                    }
                }
                case ControlMessage.Failed failure -> failed = Optional.of(failure);
                case ControlMessage.Register m -> throw new IllegalArgumentException("registered already: " + m);
                case ControlMessage.Start m -> throw new IllegalArgumentException("not for a coordinator: " + m);
                case ControlMessage.Report m -> throw new IllegalArgumentException("not for a coordinator: " + m);
                case ControlMessage.StartResident m -> throw new IllegalArgumentException("not for a coordinator: " + m);
                case ControlMessage.EndResident m -> throw new IllegalArgumentException("not for a coordinator: " + m);
                case ControlMessage.End m -> throw new IllegalArgumentException("not for a coordinator: " + m);
            }
        }
        if (reported != null) {
            reported.complete(null);
        }
        if (answered != null) {
            answered.complete(error);
        }
        return failed;
    }

    void beat() {
        ControlMessage.send(connection, new ControlMessage.Heartbeat(0, List.of()));
    }

    /** Nothing more comes; returns the queries that had tasks there. */
    Set<String> lost() {
        List<CompletableFuture<Optional<WireError>>> waiting;
        Set<String> had;
        List<RemoteStepTask> stepping;
        List<CompletableFuture<Void>> reports;
        synchronized (this) {
            lost = true;
            waiting = List.copyOf(starting.values());
            reports = List.copyOf(reporting.values());
            had = Set.copyOf(queries);
            stepping = List.copyOf(residents.values());
        }
        stepping.forEach(task -> task.failed(lostError()));
        reports.forEach(report -> report.complete(null));
        waiting.forEach(start -> start.completeExceptionally(lostError()));
        return had;
    }

    void close() {
        connection.close();
    }

    @Override
    public synchronized List<TaskFigures> figures(String queryId) {
        return figures.getOrDefault(queryId, List.of());
    }

    @Override
    public void refresh(String queryId) {
        CompletableFuture<Void> reported = new CompletableFuture<>();
        long number;
        synchronized (this) {
            if (lost || !queries.contains(queryId)) {
                return;
            }
            number = numbers++;
            reporting.put(number, reported);
        }
        ControlMessage.send(connection, new ControlMessage.Report(number, queryId));
        try {
            reported.get(REPORT_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            synchronized (this) {
                reporting.remove(number);
            }
        }
    }

    @Override
    public void end(String queryId, MillraceException reason) {
        boolean known;
        synchronized (this) {
            known = queries.remove(queryId) && !lost;
            figures.remove(queryId);
        }
        if (known) {
            ControlMessage.send(connection, new ControlMessage.End(queryId, WireError.of(reason)));
        }
    }
}
