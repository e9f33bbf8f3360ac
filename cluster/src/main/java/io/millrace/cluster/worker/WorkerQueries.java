package io.millrace.cluster.worker;

import io.millrace.cluster.exchange.OutputAddress;
import io.millrace.cluster.exchange.StreamServer;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queries of which a worker runs tasks, each with an allocator of its own. Thread-safe. */
final class WorkerQueries implements StreamServer.Outputs {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerQueries.class);

    private final Map<String, QueryTasks> queries = new ConcurrentHashMap<>();
    private final Function<TaskSpec, QueryTasks> factory;

    /** @param factory makes the tasks of a query, whose allocator is closed here */
    WorkerQueries(Function<TaskSpec, QueryTasks> factory) {
        this.factory = factory;
    }

    QueryTasks of(TaskSpec spec) {
        return queries.computeIfAbsent(spec.queryId(), id -> factory.apply(spec));
    }

    @Override
    public Optional<Lent> find(OutputAddress address) {
        return Optional.ofNullable(queries.get(address.queryId()))
                .flatMap(tasks -> tasks.output(address.fragment(), address.task(), address.partition())
                        .map(partition -> new Lent(partition, tasks.allocator())));
    }

    List<ControlMessage.QueryFigures> figures() {
        List<ControlMessage.QueryFigures> all = new ArrayList<>();
        queries.forEach((id, tasks) -> all.add(new ControlMessage.QueryFigures(id, tasks.figures())));
        return all;
    }

    ControlMessage.QueryFigures figures(String queryId) {
        QueryTasks tasks = queries.get(queryId);
        return new ControlMessage.QueryFigures(queryId, tasks == null ? List.of() : tasks.figures());
    }

    /** Blocks until everything of the query is freed. */
    void end(String queryId, MillraceException reason) {
        QueryTasks tasks = queries.remove(queryId);
        if (tasks == null) {
            return;
        }
        tasks.end(reason);
        BufferAllocator allocator = tasks.allocator();
        try {
            allocator.close();
        } catch (IllegalStateException e) {
            LOG.error("query {}: memory is left", queryId, e);
        }
    }

    void endAll(MillraceException reason) {
        List.copyOf(queries.keySet()).forEach(id -> end(id, reason));
    }
}
