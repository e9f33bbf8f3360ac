package io.millrace.cluster.node;

import io.millrace.cluster.catalog.CatalogSnapshot;
import io.millrace.cluster.catalog.InformationSchema;
import io.millrace.cluster.catalog.SystemTables;
import io.millrace.cluster.coordinator.ClusterDoor;
import io.millrace.cluster.coordinator.Coordinator;
import io.millrace.cluster.coordinator.WorkerInfo;
import io.millrace.cluster.identity.NodeIdentity;
import io.millrace.cluster.metadata.MetadataService;
import io.millrace.cluster.metadata.RaftMetadataService;
import io.millrace.cluster.query.QueryService;
import io.millrace.cluster.source.NodeSources;
import io.millrace.cluster.table.MetadataPointers;
import io.millrace.cluster.transport.ClusterSecret;
import io.millrace.cluster.view.SourceFeed;
import io.millrace.cluster.view.StreamFeed;
import io.millrace.cluster.view.TableFeed;
import io.millrace.cluster.view.ViewService;
import io.millrace.cluster.worker.StepPlaces;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.TableSource;
import io.millrace.exec.pipeline.WorkerPool;
import io.millrace.storage.disk.DataDirectory;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.external.ExternalStreams;
import io.millrace.storage.file.FileSources;
import io.millrace.storage.log.LogOptions;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.stream.StreamStore;
import io.millrace.storage.table.TableOptions;
import io.millrace.storage.table.TableStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: everything below the SQL front end, wired together over one data directory. Started whole or not at all; closed in the reverse order of
 * its making.
 */
public final class MillraceNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MillraceNode.class);
    /** Members of the metadata group do not prove who they are: where there is one alone, nobody else is to reach it. */
    private static final String LOOPBACK = "127.0.0.1";
    private static final long CHECKPOINT_SECONDS = 10;
    private static final long RETRY_SECONDS = 2;
    private static final long FLUSH_SECONDS_MAX = 30;

    private final Deque<AutoCloseable> parts;
    private final Clock clock;
    private final NodeOptions options;
    private final DataDirectory directory;
    private final String id;
    private final BufferAllocator allocator;
    private final ScheduledExecutorService timer;
    private final LogStore logs;
    private final RejectTables rejects;
    private final FileSources files;
    private final StreamStore streams;
    private final MetadataService metadata;
    private final TableStore tables;
    private final SystemTables system = new SystemTables();
    private final NodeSources sources;
    private final Optional<ClusterDoor> door;
    private final QueryService queries;
    private final ViewService views;
    private final NodeFunctions functions;

    private MillraceNode(NodeOptions options, Clock clock, RandomGenerator random, Deque<AutoCloseable> parts) {
        this.parts = parts;
        this.options = options;
        this.clock = clock;
        this.directory = own(DataDirectory.open(options.dataDirectory()));
        this.functions = new NodeFunctions(directory.functions());
        this.id = NodeIdentity.of(directory.root(), random);
        this.allocator = own(new RootAllocator(options.memoryBytesMax()));
        this.timer = scheduled("millrace-timer");
        this.logs = own(LogStore.open(new LocalDisk(), directory.logs(), LogOptions.DEFAULT, clock, random, child("logs")));
        BufferAllocator streamMemory = child("streams");
        ExternalStreams external = own(new ExternalStreams(this::byId, clock, streamMemory));
        this.streams = new StreamStore(logs, external, clock, new SplittableRandom(random.nextLong()), streamMemory);
        this.metadata = own(
                RaftMetadataService.start(new RaftMetadataService.Options(id, directory.metadata(), LOOPBACK, options.raftPort())));
        this.tables = own(new TableStore(
                new TableStore.Services(
                        new LocalDisk(), directory.tables(), logs, new MetadataPointers(metadata), clock,
                        new SplittableRandom(random.nextLong()), child("tables"), flusher()),
                TableOptions.DEFAULT));
        SplittableRandom ids = new SplittableRandom(random.nextLong());
        this.rejects =
                new RejectTables(this.tables, this.metadata, () -> String.format(Locale.ROOT, "%016x", ids.nextLong()), child("rejects"));
        this.files = new FileSources(rejects::sink);
        this.sources =
                new NodeSources(files::open, this::openTable, this::openStream, this::openView, target -> system.open(target.name()));
        this.door = options.exchangePort().isEmpty()
                ? Optional.empty()
                : Optional.of(own(new ClusterDoor(
                        id, options.host(), options.exchangePort().getAsInt(), ClusterSecret.of(directory.root(), random), clock,
                        new SplittableRandom(random.nextLong()), timer)));
        WorkerPool pool = own(new WorkerPool("millrace-worker", options.threads(), clock));
        this.queries = own(new QueryService(id, child("queries"), sources, clock, pool, emptied(directory.spill()), timer,
                door.map(ClusterDoor::coordinator).orElseGet(() -> Coordinator.alone(id))));
        this.views = own(new ViewService(
                logs, child("views"), clock, fixed("millrace-step", options.threads()), sources, this::feed, directory.checkpoints(),
                door.map(ClusterDoor::steps).orElse(StepPlaces.NONE),
                new NodeSideTables(this.tables, logs, tableId -> require(tableId, CatalogObject.Table.class), child("sides")),
                options.state()));
        external.onMoved(views::moved);
        system.add(InformationSchema.tables(metadata::state, system::all));
        system.add(SystemViews.tables(this));
    }

    /**
     * Starts a node on a data directory.
     *
     * @param planner makes the plans of views that are brought back; is given the node before they run
     * @throws MillraceException DATA_DIRECTORY_IN_USE, DATA_DIRECTORY_NEWER, PORT_IN_USE, METADATA_CORRUPT, CORRUPT_FILE, DISK_FULL or IO_ERROR; then nothing is left running
     */
    public static MillraceNode start(NodeOptions options, Clock clock, RandomGenerator random,
            Function<MillraceNode, ViewService.ViewPlanner> planner) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            MillraceNode node = new MillraceNode(options, clock, random, parts);
            LeftBehind.delete(node.metadata.state(), node.tables, node.logs);
            node.startViews(planner.apply(node));
            return node;
        } catch (RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private void startViews(ViewService.ViewPlanner planner) {
        List<CatalogObject.MaterializedView> definitions = new ArrayList<>();
        for (CatalogObject object : metadata.state().objects()) {
            if (object instanceof CatalogObject.MaterializedView view) {
                definitions.add(view);
            } else if (object instanceof CatalogObject.Sink sink) {
                definitions.add(sink.asView());
            }
        }
        views.start(definitions, planner);
        ScheduledFuture<?> checkpoints =
                timer.scheduleWithFixedDelay(this::checkpoint, CHECKPOINT_SECONDS, CHECKPOINT_SECONDS, TimeUnit.SECONDS);
        own(() -> checkpoints.cancel(false));
        ScheduledFuture<?> retries = timer.scheduleWithFixedDelay(views::retryUnreachable, RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
        own(() -> retries.cancel(false));
    }

    private void checkpoint() {
        try {
            views.checkpoint();
        } catch (RuntimeException e) {
            LOG.error("checkpoints could not be written; the next try comes in {} seconds", CHECKPOINT_SECONDS, e);
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    private BufferAllocator child(String name) {
        return own(allocator.newChildAllocator(name, 0, options.memoryBytesMax()));
    }

    private ScheduledExecutorService scheduled(String name) {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name(name).daemon().factory());
        own(executor::shutdownNow);
        return executor;
    }

    /** A flush is not interrupted, which would close the files that it shares with others; it is waited for. */
    private ScheduledExecutorService flusher() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("millrace-flush").daemon().factory());
        own(() -> {
            executor.shutdown();
            if (!executor.awaitTermination(FLUSH_SECONDS_MAX, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        });
        return executor;
    }

    private ExecutorService fixed(String name, int threads) {
        ExecutorService executor =
                Executors.newFixedThreadPool(threads, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
        own(executor::shutdownNow);
        return executor;
    }

    /** Spilled rows of a process that was killed are nobody's. */
    private static Path emptied(Path spill) {
        LocalDisk disk = new LocalDisk();
        try {
            if (disk.exists(spill)) {
                disk.deleteRecursively(spill);
            }
            disk.createDirectories(spill);
            return spill;
        } catch (IOException e) {
            throw DiskErrors.translate("empty " + spill, e);
        }
    }

    private TableSource openTable(ScanTarget.ManagedTable target) {
        return tables.source(require(target.tableId(), CatalogObject.Table.class), target);
    }

    private TableSource openStream(ScanTarget.Stream target) {
        return streams.source(stream(target), target);
    }

    /** Where all versions are read, a key means nothing. */
    private CatalogObject.Stream stream(ScanTarget.Stream target) {
        CatalogObject.Stream stream = require(target.streamId(), CatalogObject.Stream.class);
        return target.versions()
                ? new CatalogObject.Stream(
                        stream.id(), stream.name(), stream.schema(), List.of(), stream.watermark(), stream.partitions(), stream.defaults(),
                        stream.options())
                : stream;
    }

    private TableSource openView(ScanTarget.View target) {
        return views.open(target);
    }

    private Optional<CatalogObject> byId(String objectId) {
        return metadata.state().byId(objectId);
    }

    private <T extends CatalogObject> T require(String objectId, Class<T> kind) {
        return byId(objectId)
                .filter(kind::isInstance)
                .map(kind::cast)
                .orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_TABLE, "the object " + objectId + " was dropped meanwhile"));
    }

    private Optional<SourceFeed> feed(ScanTarget target) {
        return switch (target) {
            case ScanTarget.Stream stream -> Optional.of(new StreamFeed(stream(stream), streams));
            case ScanTarget.ManagedTable table ->
                    Optional.of(new TableFeed(require(table.tableId(), CatalogObject.Table.class), tables));
            case ScanTarget.Files ignored -> Optional.empty();
            case ScanTarget.View ignored -> Optional.empty();
            case ScanTarget.System ignored -> Optional.empty();
        };
    }

    public String id() {
        return id;
    }

    public NodeOptions options() {
        return options;
    }

    public Clock clock() {
        return clock;
    }

    public BufferAllocator allocator() {
        return allocator;
    }

    public MetadataService metadata() {
        return metadata;
    }

    /** Workers that have joined. */
    public List<WorkerInfo> workers() {
        return door.map(ClusterDoor::workers).orElse(List.of());
    }

    /** Where workers join; absent if they cannot. */
    public OptionalInt exchangePort() {
        return door.map(d -> OptionalInt.of(d.port())).orElse(OptionalInt.empty());
    }

    /** The jars of users' functions. */
    public NodeFunctions functions() {
        return functions;
    }

    public QueryService queries() {
        return queries;
    }

    public ViewService views() {
        return views;
    }

    public StreamStore streams() {
        return streams;
    }

    public TableStore tables() {
        return tables;
    }

    public FileSources files() {
        return files;
    }

    /** Where rows of files are kept that do not fit. */
    public RejectTables rejects() {
        return rejects;
    }

    public SystemTables system() {
        return system;
    }

    /** The catalog as a statement that starts now sees it; for one statement. */
    public CatalogView catalog() {
        return new CatalogSnapshot(metadata.state(), new NodeVersions(this), system, sources);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the node did not stop cleanly", e);
            }
        }
    }

    @Override
    public void close() {
        closeAll(parts);
    }
}
