package io.millrace.cluster.coordinator;

import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.worker.ControlMessage;
import io.millrace.cluster.worker.QueryTasks;
import io.millrace.cluster.worker.StepPlaces;
import io.millrace.cluster.worker.StepTask;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers come, say again and again that they are there, and go; whoever goes fails the queries that had tasks there. Thread-safe. */
public final class WorkerRegistry implements Workers {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerRegistry.class);

    private final Clock clock;
    private final Map<String, WorkerLink> workers = new ConcurrentHashMap<>();
    private final Map<String, QueryTasks.FailureListener> listeners = new ConcurrentHashMap<>();

    public WorkerRegistry(Clock clock) {
        this.clock = clock;
    }

    /** By name, so that a query's tasks are placed the same way again. */
    @Override
    public List<WorkerLink> active() {
        List<WorkerLink> all = new ArrayList<>(workers.values());
        all.sort(Comparator.comparing(link -> link.place().nodeId()));
        return all;
    }

    /** A task of a continuous query's fragment on each worker; see {@link StepPlaces}. */
    public List<StepTask> startSteps(String viewId, PlanNode root, String zone, BufferAllocator allocator) {
        List<StepTask> tasks = new ArrayList<>();
        try {
            for (WorkerLink link : active()) {
                tasks.add(link.start(viewId, root, zone, allocator));
            }
            return tasks;
        } catch (RuntimeException e) {
            tasks.forEach(StepTask::close);
            throw e;
        }
    }

    public List<WorkerInfo> infos() {
        return active().stream()
                .map(link -> new WorkerInfo(link.place().nodeId(), link.place().host() + ":" + link.place().port(),
                        link.worker().threads(), link.memoryBytes(), link.worker().memoryBytesMax(), link.running()))
                .toList();
    }

    @Override
    public void watch(String queryId, QueryTasks.FailureListener listener) {
        listeners.put(queryId, listener);
    }

    @Override
    public void forget(String queryId) {
        listeners.remove(queryId);
    }

    /** What came over a connection; {@code link} is what it belongs to, null before the worker has registered. Returns the link. */
    WorkerLink heard(Connection connection, WorkerLink link, ControlMessage message) {
        if (link == null) {
            if (!(message instanceof ControlMessage.Register register)) {
                throw new IllegalArgumentException("a worker registers first");
            }
            WorkerLink joined = new WorkerLink(connection, register, clock.monotonicNanos());
            WorkerLink before = workers.put(register.place().nodeId(), joined);
            if (before != null) {
                lost(before);
            }
            LOG.info("worker {} joined", register.place());
            return joined;
        }
        link.heard(message, clock.monotonicNanos()).ifPresent(failed -> {
            QueryTasks.FailureListener listener = listeners.get(failed.queryId());
            if (listener != null) {
                listener.failed(failed.error().exception());
            }
        });
        return link;
    }

    void lost(WorkerLink link) {
        if (workers.remove(link.place().nodeId(), link)) {
            LOG.warn("worker {} was lost", link.place());
        }
        for (String query : link.lost()) {
            QueryTasks.FailureListener listener = listeners.get(query);
            if (listener != null) {
                listener.failed(link.lostError());
            }
        }
    }

    /** To be called every {@link ControlMessage#HEARTBEAT_MILLIS}. */
    public void beat() {
        for (WorkerLink link : active()) {
            long silence = clock.monotonicNanos() - link.heardNanos();
            if (silence > TimeUnit.MILLISECONDS.toNanos(ControlMessage.LOST_MILLIS)) {
                link.close();
                lost(link);
            } else {
                link.beat();
            }
        }
    }
}
