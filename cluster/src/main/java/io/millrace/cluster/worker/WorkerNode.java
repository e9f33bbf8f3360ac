package io.millrace.cluster.worker;

import io.millrace.cluster.exchange.OutputAddress;
import io.millrace.cluster.exchange.StreamClients;
import io.millrace.cluster.exchange.StreamServer;
import io.millrace.cluster.exchange.WireError;
import io.millrace.cluster.identity.NodeIdentity;
import io.millrace.cluster.transport.ClusterSecret;
import io.millrace.cluster.transport.ClusterTransport;
import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameHandler;
import io.millrace.cluster.transport.FrameType;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExchangeSource;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.WorkerPool;
import io.millrace.storage.disk.DataDirectory;
import io.millrace.storage.file.FileSources;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that runs tasks for a coordinator: it registers, runs what it is told, and is gone for its queries when the connection is. */
public final class WorkerNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerNode.class);
    private static final MillraceException LEFT =
            new MillraceException(ErrorCode.WORKER_LOST, "the worker has lost its coordinator");

    private final WorkerOptions options;
    private final Clock clock;
    private final DataDirectory directory;
    private final BufferAllocator allocator;
    private final WorkerPool pool;
    private final ClusterTransport transport;
    private final StreamClients clients;
    private final FileSources files = new FileSources();
    private final WorkerQueries queries = new WorkerQueries(this::tasks);
    private final TaskPlace place;
    private final Path spill;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("millrace-timer").daemon().factory());
    /** Starts and ends tasks, which may wait for other nodes. */
    private final ExecutorService starter = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("millrace-task-", 0).factory());
    private final ResidentTasks residents;
    private volatile Connection coordinator;
    private volatile long heardNanos;
    private volatile boolean closed;

    private WorkerNode(WorkerOptions options, ClusterSecret secret, Clock clock, RandomGenerator random) {
        this.options = options;
        this.clock = clock;
        this.directory = DataDirectory.open(options.dataDirectory());
        this.spill = directory.spill();
        try {
            Files.createDirectories(spill);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.allocator = new RootAllocator(options.memoryBytesMax());
        this.residents = new ResidentTasks(allocator, clock, starter);
        this.pool = new WorkerPool("millrace-worker", options.threads(), clock);
        this.transport = new ClusterTransport(secret, random);
        this.clients = new StreamClients(transport);
        int port = transport.listen(options.host(), options.exchangePort(), connection -> new StreamServer(connection, queries));
        this.place = new TaskPlace(NodeIdentity.of(directory.root(), random), options.host(), port);
    }

    /**
     * Starts a worker; it looks for its coordinator from then on, and again whenever it loses it.
     *
     * @throws MillraceException PORT_IN_USE, DATA_DIRECTORY_IN_USE, …
     */
    public static WorkerNode start(WorkerOptions options, ClusterSecret secret, Clock clock, RandomGenerator random) {
        WorkerNode node = new WorkerNode(options, secret, clock, random);
        var _ = node.timer.scheduleWithFixedDelay(node::beat, 0, ControlMessage.HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
        return node;
    }

    public TaskPlace place() {
        return place;
    }

    /** Says that this node is here; connects first if need be. */
    private void beat() {
        try {
            Connection now = coordinator;
            if (now == null) {
                connect();
            } else if (clock.monotonicNanos() - heardNanos > TimeUnit.MILLISECONDS.toNanos(ControlMessage.LOST_MILLIS)) {
                LOG.warn("nothing heard from the coordinator for {} ms", ControlMessage.LOST_MILLIS);
                now.close();
            } else {
                ControlMessage.send(now, new ControlMessage.Heartbeat(allocator.getAllocatedMemory(), queries.figures()));
            }
        } catch (RuntimeException e) {
            LOG.info("no coordinator at {}:{}: {}", options.coordinatorHost(), options.coordinatorPort(), e.getMessage());
        }
    }

    private void connect() {
        Connection made = transport.connect(options.coordinatorHost(), options.coordinatorPort(), connection -> new Control());
        heardNanos = clock.monotonicNanos();
        coordinator = made;
        ControlMessage.send(made, new ControlMessage.Register(place, options.threads(), options.memoryBytesMax()));
        LOG.info("joined the coordinator at {}:{}", options.coordinatorHost(), options.coordinatorPort());
    }

    private QueryTasks tasks(TaskSpec spec) {
        TaskOptions query = spec.options();
        BufferAllocator own = allocator.newChildAllocator("query " + spec.queryId(), 0, query.memoryBytesMax());
        ExecutionContext context = new ExecutionContext(
                spec.queryId(), own, sources(), query.statementMicros(), ZoneId.of(query.zone()), query.randomSeed(), clock, pool, spill,
                query.batchRows(), Map.of());
        return new QueryTasks(place.nodeId(), context, this::open, reason -> tell(new ControlMessage.Failed(spec.queryId(),
                WireError.of(reason))));
    }

    private ExchangeSource open(TaskPlace of, OutputAddress output, Schema schema, BufferAllocator payer) {
        return clients.open(of.nodeId(), of.host(), of.port(), output, schema, payer);
    }

    private SourceProvider sources() {
        return target -> {
            if (target instanceof ScanTarget.Files named) {
                return files.open(named);
            }
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "a worker was told to read " + target);
        };
    }

    private void tell(ControlMessage message) {
        Connection now = coordinator;
        if (now != null) {
            ControlMessage.send(now, message);
        }
    }

    /** What the coordinator says. */
    private final class Control implements FrameHandler {
        @Override
        public void frame(FrameType type, ByteBuf payload) {
            heardNanos = clock.monotonicNanos();
            if (type == FrameType.STEP_ROWS || type == FrameType.STEP_END) {
                residents.frame(type, payload);
                return;
            }
            if (type != FrameType.CONTROL) {
                throw new IllegalArgumentException("a coordinator does not send " + type);
            }
            switch (ControlMessage.read(payload)) {
                case ControlMessage.Start start -> {
                    // Made here, in the order of messages, so that an end that follows finds it
                    QueryTasks tasks = queries.of(start.spec());
                    starter.execute(() -> start(tasks, start));
                }
                case ControlMessage.End end -> starter.execute(() -> queries.end(end.queryId(), end.reason().exception()));
                case ControlMessage.Report report ->
                        tell(new ControlMessage.Reported(report.number(), queries.figures(report.queryId())));
                case ControlMessage.StartResident start -> startResident(start);
                case ControlMessage.EndResident end -> starter.execute(() -> residents.end(end.task()));
                case ControlMessage.Heartbeat ignored -> {}
                case ControlMessage.Register m -> throw new IllegalArgumentException("not for a worker: " + m);
                case ControlMessage.Reported m -> throw new IllegalArgumentException("not for a worker: " + m);
                case ControlMessage.Started m -> throw new IllegalArgumentException("not for a worker: " + m);
                case ControlMessage.Failed m -> throw new IllegalArgumentException("not for a worker: " + m);
            }
        }

        @Override
        public void closed() {
            if (!closed) {
                LOG.warn("the coordinator is gone; its queries end");
                starter.execute(() -> {
                    queries.endAll(LEFT);
                    residents.endAll();
                    // Joins again with nothing left of before
                    coordinator = null;
                });
            }
        }
    }

    /** In the order of messages: rows for it may follow at once. */
    private void startResident(ControlMessage.StartResident start) {
        try {
            residents.start(start, coordinator);
            tell(new ControlMessage.Started(start.number(), Optional.empty()));
        } catch (RuntimeException | AssertionError e) {
            tell(new ControlMessage.Started(start.number(), Optional.of(WireError.of(e))));
        }
    }

    private void start(QueryTasks tasks, ControlMessage.Start start) {
        try {
            tasks.start(start.spec());
            tell(new ControlMessage.Started(start.number(), Optional.empty()));
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            tell(new ControlMessage.Started(start.number(), Optional.of(WireError.of(e))));
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        Connection now = coordinator;
        if (now != null) {
            now.close();
        }
        queries.endAll(LEFT);
        residents.endAll();
        starter.close();
        transport.close();
        pool.close();
        allocator.close();
        directory.close();
    }
}
