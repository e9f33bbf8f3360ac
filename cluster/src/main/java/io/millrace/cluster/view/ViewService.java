package io.millrace.cluster.view;

import io.millrace.cluster.worker.StepPlaces;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.ViewContents;
import io.millrace.storage.checkpoint.CheckpointStore;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.log.ConsumerOffsets;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.log.TickLog;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The continuous views of this node: makes, restores, reads and ends them. Public methods may be called from any thread; those that change which views
 * there are, one at a time.
 */
public final class ViewService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewService.class);
    /** A view that no tick concerns follows at each tick of such a number, so that ticks can be forgotten. */
    private static final long CATCH_UP_TICKS = 512;
    /** How long a read waits for lagging views. */
    private static final long READ_WAIT_MILLIS = 60_000;
    /** Changes that wait for one subscriber. */
    private static final long SUBSCRIBER_BYTES_MAX = 16L << 20;

    /** Option of a view that holds its session's time zone, if that was not UTC. */
    public static final String ZONE_OPTION = "session.time_zone";
    /** Option of a view: how long the rows of a window stay after its end. */
    public static final String RETENTION_OPTION = "retention";
    /** Option of a view that says where its tasks are: {@link #TASKS_ON_WORKERS}, or here. */
    public static final String TASKS_OPTION = "tasks";

    public static final String TASKS_ON_WORKERS = "workers";

    /** Makes a view's plan from its definition, as when it was created. */
    public interface ViewPlanner {
        PlanNode plan(CatalogObject.MaterializedView view);
    }

    private final Timeline timeline;
    private final ExecutorService executor;
    private final BufferAllocator allocator;
    private final Clock clock;
    private final SourceProvider files;
    private final Function<ScanTarget, Optional<SourceFeed>> feeds;
    private final ViewCheckpoints checkpoints;
    private final StepPlaces places;
    private final ConsumerOffsets consumers;
    private final Map<String, ViewRuntime> views = new ConcurrentHashMap<>();
    private final Map<String, ViewGroup> groups = new ConcurrentHashMap<>();
    private final ViewPins pins = new ViewPins();

    /**
     * @param files opens targets that do not change (files as they are, system tables)
     * @param feeds gives the log of a stream or managed table
     * @param executor runs steps; its threads are the caller's to stop
     * @param places where tasks of views can stay that ask for it
     */
    public ViewService(
            LogStore logs,
            BufferAllocator allocator,
            Clock clock,
            ExecutorService executor,
            SourceProvider files,
            Function<ScanTarget, Optional<SourceFeed>> feeds,
            Path checkpoints,
            StepPlaces places) {
        this.timeline = new Timeline(new LogTickStore(TickLog.open(logs, allocator)), clock, this::onTick);
        this.allocator = allocator;
        this.clock = clock;
        this.places = places;
        this.executor = executor;
        this.files = files;
        this.feeds = feeds;
        this.checkpoints = new StoredViewCheckpoints(new CheckpointStore(new LocalDisk(), checkpoints));
        this.consumers = logs.consumers();
        logs.listeners().add((log, partition, result) -> timeline.moved());
    }

    /** Brings all views back and goes on from their checkpoints; {@code definitions} in any order. */
    public synchronized void start(List<CatalogObject.MaterializedView> definitions, ViewPlanner planner) {
        List<CatalogObject.MaterializedView> left = new ArrayList<>(definitions);
        Set<String> paused = new LinkedHashSet<>();
        while (!left.isEmpty()) {
            CatalogObject.MaterializedView next = left.stream()
                    .filter(v -> left.stream().noneMatch(other -> v.dependencies().contains(other.id())))
                    .findFirst()
                    .orElseThrow(() -> new MillraceException(ErrorCode.METADATA_CORRUPT, "views read each other in a circle"));
            left.remove(next);
            try {
                restore(next, planner.plan(next));
                if (next.paused()) {
                    paused.add(next.id());
                }
            } catch (RuntimeException e) {
                LOG.error("view {} could not be brought back", next.name(), e);
            }
        }
        checkpoints.retain(definitions.stream().map(CatalogObject.MaterializedView::id).toList());
        // Step by step as before the restart, so that subscribers can go on after any tick that they have seen.
        long durable = timeline.latest().number();
        distinctGroups().forEach(group -> group.stepSinglyTo(durable));
        paused.forEach(id -> pause(id, true));
        timeline.start();
        timeline.bindNow();
        distinctGroups().forEach(group -> group.advanceTo(timeline.latest().number()));
    }

    private void restore(CatalogObject.MaterializedView definition, PlanNode plan) {
        ViewRuntime restored = checkpoints.restore(definition.id(), () -> runtime(definition, plan));
        if (restored != null && !isUsable(restored)) {
            LOG.warn("view {}: what its checkpoint at tick {} rests on is gone, it is computed anew", definition.name(),
                    restored.frontier());
            restored.close();
            restored = null;
        }
        ViewRuntime view = restored == null ? runtime(definition, plan) : restored;
        timeline.restore(view.feeds());
        ViewGroup group = groupFor(view);
        if (restored == null) {
            startIn(group, view);
        }
        install(view, group);
    }

    /** All ticks since a checkpoint are needed; and a view's changes are kept only as long as its readers keep up with it. */
    private boolean isUsable(ViewRuntime view) {
        return timeline.between(view.frontier(), timeline.latest().number()) != null && view.followsUpstream();
    }

    /**
     * Starts a view; when this returns it holds what its inputs hold now and follows them from then on.
     *
     * @throws MillraceException if the plan cannot run continuously, or a row of its inputs fails it
     */
    public synchronized void create(CatalogObject.MaterializedView definition, PlanNode plan) {
        ViewRuntime view = runtime(definition, plan);
        try {
            launch(view);
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
        ViewGroup group = groups.get(view.id());
        group.between(() -> {
            checkpoint(view);
            return null;
        });
    }

    private void launch(ViewRuntime view) {
        timeline.register(view.feeds());
        try {
            ViewGroup group = groupFor(view);
            startIn(group, view);
            install(view, group);
            group.advanceTo(timeline.latest().number());
        } catch (RuntimeException e) {
            timeline.unregister(view.feeds().stream().map(SourceFeed::logId).toList());
            throw e;
        }
    }

    /** Fills a view from its inputs at a tick that the whole group is at. */
    private void startIn(ViewGroup group, ViewRuntime view) {
        CompletableFuture<Void> started = timeline.atLatest(tick -> group.stopAt(tick.number(), () -> view.start(tick, timeline)));
        await(started);
    }

    private void install(ViewRuntime view, ViewGroup group) {
        group.add(view);
        views.put(view.id(), view);
        groups.put(view.id(), group);
    }

    private ViewRuntime runtime(CatalogObject.MaterializedView definition, PlanNode plan) {
        boolean onClose = definition.emit() instanceof CatalogObject.Emit.OnWindowClose;
        ZoneId zone = ZoneId.of(definition.options().getOrDefault(ZONE_OPTION, "UTC"));
        boolean spread = TASKS_ON_WORKERS.equals(definition.options().get(TASKS_OPTION));
        long retention = WatermarkPolicy.span(definition.options(), RETENTION_OPTION, DataflowOptions.FOREVER);
        if (spread && retention != DataflowOptions.FOREVER) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a view with tasks on workers takes no retention");
        }
        return runtime(definition.id(), definition.schema(), plan, zone, onClose, retention, true, spread ? places : StepPlaces.NONE);
    }

    private ViewRuntime runtime(String id, Schema schema, PlanNode plan, ZoneId zone, boolean emitOnWindowClose,
            long retentionMicros, boolean kept, StepPlaces taskPlaces) {
        Map<PlanNode, Leaf> byNode = new HashMap<>();
        DataflowOptions options = DataflowOptions.of(allocator, clock, leaf -> facts(leaf, byNode))
                .withZone(zone)
                .withRetention(retentionMicros);
        DataflowOptions chosen = emitOnWindowClose ? options.withEmitOnWindowClose() : options;
        ViewDataflow dataflow = DistributedDataflow.of(id, plan, chosen, taskPlaces)
                .orElseGet(() -> ViewDataflow.whole(Dataflow.compile(plan, chosen)));
        List<Leaf> leaves = new ArrayList<>();
        for (Input input : dataflow.inputs()) {
            leaves.add(byNode.get(input.leaf()));
        }
        return new ViewRuntime(id, schema, dataflow, new ViewContents(allocator, plan.schema()), leaves, allocator, kept);
    }

    /** Rows of another fragment may be taken back. */
    private InputFacts facts(PlanNode leaf, Map<PlanNode, Leaf> byNode) {
        return leaf instanceof PlanNode.RemoteSource ? InputFacts.TABLE : byNode.computeIfAbsent(leaf, this::leaf).facts();
    }

    private Leaf leaf(PlanNode node) {
        if (!(node instanceof PlanNode.Scan scan)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a view cannot read " + node);
        }
        if (scan.target() instanceof ScanTarget.View target) {
            return new Leaf.Upstream(require(target.viewId()));
        }
        return feeds.apply(scan.target()).<Leaf>map(Leaf.Feed::new).orElseGet(() -> new Leaf.Fixed(files.open(scan.target())));
    }

    /** The group of what the view reads; several are brought to one tick and become one. */
    private ViewGroup groupFor(ViewRuntime view) {
        Set<ViewGroup> upstream = new LinkedHashSet<>();
        for (Leaf leaf : view.leaves()) {
            if (leaf instanceof Leaf.Upstream(ViewRuntime read)) {
                upstream.add(groups.get(read.id()));
            }
        }
        if (upstream.stream().anyMatch(ViewGroup::isPaused)) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER, "a view that is paused cannot be read by a new view; resume it first");
        }
        if (upstream.isEmpty()) {
            return new ViewGroup(timeline, executor);
        }
        if (upstream.size() == 1) {
            return upstream.iterator().next();
        }
        return merge(List.copyOf(upstream));
    }

    private ViewGroup merge(List<ViewGroup> merged) {
        List<CompletableFuture<Void>> stopped = timeline.atLatest(
                tick -> merged.stream().map(group -> group.stopAt(tick.number(), () -> group.pause(true))).toList());
        stopped.forEach(ViewService::await);
        ViewGroup one = new ViewGroup(timeline, executor);
        for (ViewGroup group : merged) {
            for (ViewRuntime view : group.views()) {
                group.remove(view);
                one.add(view);
                groups.put(view.id(), one);
            }
        }
        one.advanceTo(timeline.latest().number());
        return one;
    }

    /** Ends a view that nothing reads any more; its subscribers learn it. */
    public synchronized void drop(String id) {
        ViewRuntime view = views.remove(id);
        if (view == null) {
            return;
        }
        ViewGroup group = groups.remove(id);
        group.between(() -> {
            group.remove(view);
            view.close();
            return null;
        });
        timeline.unregister(view.feeds().stream().map(SourceFeed::logId).toList());
        checkpoints.drop(id);
        consumers.remove(consumer(id));
    }

    /** Stands still with all views it shares a group with, or goes on. */
    public void pause(String id, boolean paused) {
        require(id);
        groups.get(id).pause(paused);
    }

    private ViewRuntime require(String id) {
        ViewRuntime view = views.get(id);
        if (view == null) {
            throw new MillraceException(ErrorCode.UNDEFINED_TABLE, "view " + id + " is not running on this node");
        }
        return view;
    }

    /**
     * Holds all views that a plan reads at one tick, which includes everything durable by now. Waits for views that lag.
     *
     * @return null if the plan reads no view
     */
    public ViewSnapshots pin(PlanNode plan) {
        Set<ViewRuntime> read = new LinkedHashSet<>();
        for (PlanNode node : PlanNode.flatten(plan)) {
            if (node instanceof PlanNode.Scan scan && scan.target() instanceof ScanTarget.View target) {
                read.add(require(target.viewId()));
            }
        }
        if (read.isEmpty()) {
            return null;
        }
        ViewSnapshots[] slot = new ViewSnapshots[1];
        List<CompletableFuture<Void>> reached = timeline.atLatest(tick -> {
            slot[0] = pins.hold(tick.number());
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (ViewRuntime view : read) {
                all.add(groups.get(view.id()).stopAt(tick.number(), () -> {
                    view.requireReadable();
                    slot[0].put(view.id(), view.schema(), view.contents().snapshot());
                }));
            }
            return all;
        });
        try {
            reached.forEach(ViewService::await);
            return slot[0];
        } catch (RuntimeException e) {
            slot[0].close();
            throw e;
        }
    }

    /** Opens a pinned view; the statement that pinned it holds it until it ends. */
    public TableSource open(ScanTarget.View target) {
        return pins.open(target);
    }

    /** Holds a view, and all that it reads, at one tick that includes everything durable by now. */
    public HeldView hold(CatalogObject.MaterializedView definition) {
        ViewRuntime view = require(definition.id());
        HeldView[] slot = new HeldView[1];
        await(timeline.atLatest(tick -> groups.get(view.id()).stopAt(tick.number(), () -> {
            ViewSnapshots snapshots = pins.hold(view.frontier());
            try {
                slot[0] = HeldView.of(definition, view, snapshots, timeline);
            } catch (RuntimeException e) {
                snapshots.close();
                throw e;
            }
        })));
        return slot[0];
    }

    /** Follows a view: its contents at a tick first if asked for, then every change. */
    public Subscription subscribe(String id, boolean withSnapshot) {
        return subscribe(id, (view, subscription) -> view.subscribe(subscription, withSnapshot));
    }

    /**
     * Follows a view after a tick up to which the caller has all changes.
     *
     * @throws MillraceException SUBSCRIPTION_EXPIRED if the changes since are not kept
     */
    public Subscription resume(String id, long afterTick) {
        return subscribe(id, (view, subscription) -> view.resume(subscription, afterTick));
    }

    private Subscription subscribe(String id, BiConsumer<ViewRuntime, Subscription> begin) {
        ViewRuntime view = require(id);
        ViewGroup group = groups.get(id);
        Subscription[] slot = new Subscription[1];
        slot[0] = new Subscription(view.schema(), SUBSCRIBER_BYTES_MAX, clock, () -> group.between(() -> {
            view.unsubscribe(slot[0]);
            return null;
        }));
        await(timeline.atLatest(tick -> group.stopAt(tick.number(), () -> begin.accept(view, slot[0]))));
        return slot[0];
    }

    /** As below, in UTC. */
    public Subscription subscribe(String id, PlanNode plan, boolean withSnapshot) {
        return subscribe(id, plan, ZoneOffset.UTC, withSnapshot);
    }

    /** Follows a query of its own as if it were a view; it ends with the subscription. */
    public synchronized Subscription subscribe(String id, PlanNode plan, ZoneId zone, boolean withSnapshot) {
        ViewRuntime view = runtime(id, plan.schema(), plan, zone, false, DataflowOptions.FOREVER, false, StepPlaces.NONE);
        try {
            launch(view);
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
        Subscription inner = subscribe(id, withSnapshot);
        inner.onClose(() -> drop(id));
        return inner;
    }

    /** Where every view stands. */
    public List<ViewInfo> views() {
        List<ViewInfo> all = new ArrayList<>();
        for (ViewRuntime view : views.values()) {
            ViewGroup group = groups.get(view.id());
            if (group != null) {
                all.add(group.between(() -> new ViewInfo(
                        view.id(),
                        view.failure().isPresent() ? "FAILED" : "RUNNING",
                        view.frontier(),
                        group.lag(),
                        view.frontierMicros(),
                        view.watermark(),
                        view.rowsIn(),
                        view.lateRows(),
                        view.heldRows(),
                        view.stateBytes(),
                        view.subscribers(),
                        view.failure().map(Throwable::getMessage))));
            }
        }
        return all;
    }

    /** A view is brought to a tick that has something for it, else only now and then: most ticks are some other view's. */
    private void onTick(Tick tick, Set<String> concerned) {
        for (ViewGroup group : distinctGroups()) {
            if (group.reads(concerned) || tick.number() % CATCH_UP_TICKS == 0) {
                group.advanceTo(tick.number());
            }
        }
    }

    private Set<ViewGroup> distinctGroups() {
        return new LinkedHashSet<>(groups.values());
    }

    private static void await(CompletableFuture<Void> future) {
        try {
            future.get(READ_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MillraceException typed) {
                throw typed;
            }
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "a view failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new MillraceException(
                    ErrorCode.QUERY_TIMEOUT,
                    "the view did not catch up within " + READ_WAIT_MILLIS / 1000 + " seconds; see sys.jobs for its lag", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted", e);
        }
    }

    /** Writes checkpoints of every group, each at one tick, and forgets ticks that none needs. */
    public synchronized void checkpoint() {
        long needed = timeline.latest().number();
        for (ViewGroup group : distinctGroups()) {
            needed = Math.min(needed, group.between(() -> checkpoint(group)));
        }
        consumers.persist();
        timeline.trim(needed);
    }

    /**
     * Readers first: a crash in between leaves them further than what they read, which then catches up. The other way round the changes between
     * would be lost. Returns the oldest tick that the group may go back to.
     */
    private long checkpoint(ViewGroup group) {
        long needed = Long.MAX_VALUE;
        for (ViewRuntime view : group.views().reversed()) {
            if (view.failure().isEmpty()) {
                needed = Math.min(needed, view.isKept() ? checkpoint(view) : view.frontier());
            }
        }
        return needed;
    }

    /** Called between steps. Returns the oldest tick that the view may go back to. */
    private long checkpoint(ViewRuntime view) {
        if (!view.isCheckpointed()) {
            for (SourceFeed feed : view.feeds()) {
                if (!consumers.isRegistered(consumer(view.id()), feed.logId())) {
                    consumers.register(consumer(view.id()), feed.logId(), Collections.nCopies(feed.partitions(), 0L));
                }
            }
            return view.frontier();
        }
        checkpoints.write(view);
        long oldest = checkpoints.oldestTick(view.id()).orElse(view.frontier());
        for (SourceFeed feed : view.feeds()) {
            List<Long> from = timeline.endsAt(feed.logId(), feed.partitions(), oldest);
            if (consumers.isRegistered(consumer(view.id()), feed.logId())) {
                consumers.advance(consumer(view.id()), feed.logId(), from);
            } else {
                consumers.register(consumer(view.id()), feed.logId(), from);
            }
        }
        return oldest;
    }

    private static String consumer(String viewId) {
        return "view-" + viewId;
    }

    @Override
    public synchronized void close() {
        timeline.close();
        checkpoint();
        distinctGroups().forEach(group -> group.close(ViewRuntime::close));
        views.clear();
        groups.clear();
    }
}
