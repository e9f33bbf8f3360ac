package io.millrace.cluster.view;

import io.millrace.cluster.sink.SinkPromise;
import io.millrace.cluster.worker.StepPlaces;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.port.TableSource;
import io.millrace.storage.checkpoint.CheckpointStore;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.log.TickLog;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
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

    /** Option of a view that holds its session's time zone, if that was not UTC. */
    public static final String ZONE_OPTION = "session.time_zone";
    /** Option of a view: how long the rows of a window stay after its end. */
    public static final String RETENTION_OPTION = "retention";
    /** Option of a view: how long what is kept of a key stays that no row touches. */
    public static final String TTL_OPTION = "ttl";
    /** Option of a view that holds the id of the table that its late rows go into. */
    public static final String LATE_ROWS_OPTION = "late_rows.table";
    /** Option of a view that holds the id of the table that rows go into which cannot be computed. */
    public static final String ERROR_ROWS_OPTION = "error_rows.table";
    /** Option of a view that says where its tasks are: {@link #TASKS_ON_WORKERS}, or here. */
    public static final String TASKS_OPTION = "tasks";

    /** Option of a view that says where its state is kept, see {@link StateOptions.Backend}. */
    public static final String STATE_BACKEND_OPTION = "state_backend";

    public static final String TASKS_ON_WORKERS = "workers";

    /** Makes a view's plan from its definition, as when it was created. */
    public interface ViewPlanner {
        PlanNode plan(CatalogObject.MaterializedView view);
    }

    private final Timeline timeline;
    private final SideTable.Opener sideTables;
    private final StateBackends backends;
    private final ViewCheckpoints checkpoints;
    private final Savepoints savepoints;
    private final ViewLifecycle lifecycle;
    private final RunningViews running = new RunningViews();
    private final ViewCompiler compiler;
    private final ViewReads reads;
    private final CheckpointRounds rounds;
    private final Freshening freshening;
    private final Grouping grouping;
    private final TickWait wait;
    private final boolean ticksByItself;

    /**
     * @param files opens targets that do not change (files as they are, system tables)
     * @param feeds gives the log of a stream or managed table
     * @param executor runs steps; its threads are the caller's to stop
     * @param sideTables where rows go that views leave out
     * @param places where tasks of views can stay that ask for it
     * @param state where views keep their state; what does not fit memory lies beside the checkpoints
     */
    public ViewService(
            LogStore logs,
            BufferAllocator allocator,
            Clock clock,
            ExecutorService executor,
            SourceProvider files,
            Function<ScanTarget, Optional<SourceFeed>> feeds,
            Path checkpoints,
            StepPlaces places,
            SideTable.Opener sideTables,
            StateOptions state) {
        this(logs, allocator, clock, executor, files, feeds, new CheckpointStore(new LocalDisk(), checkpoints),
                new CheckpointStore(new LocalDisk(), checkpoints.resolveSibling("savepoints")),
                new StateBackends(checkpoints.resolveSibling("state"), state), places, sideTables, new TickWait(), true);
    }

    /**
     * As above, for a world in which nothing happens by itself.
     *
     * @param wait what who waits does meanwhile
     * @param ticksByItself whether a thread binds ticks; if not, {@link #turn} does
     */
    ViewService(
            LogStore logs,
            BufferAllocator allocator,
            Clock clock,
            Executor executor,
            SourceProvider files,
            Function<ScanTarget, Optional<SourceFeed>> feeds,
            CheckpointStore checkpoints,
            CheckpointStore savepoints,
            StateBackends backends,
            StepPlaces places,
            SideTable.Opener sideTables,
            TickWait wait,
            boolean ticksByItself) {
        this.wait = wait;
        this.ticksByItself = ticksByItself;
        this.timeline = new Timeline(new LogTickStore(TickLog.open(logs, allocator)), clock, this::onTick);
        this.sideTables = sideTables;
        this.backends = backends;
        this.checkpoints = new StoredViewCheckpoints(checkpoints, backends);
        this.savepoints = new Savepoints(savepoints, logs.consumers(), backends);
        this.compiler = new ViewCompiler(allocator, clock, files, feeds, places, sideTables, running, backends);
        this.reads = new ViewReads(timeline, running, clock, wait);
        this.rounds = new CheckpointRounds(timeline, running, this.checkpoints, logs.consumers());
        this.freshening = new Freshening(timeline, running, this.checkpoints, rounds, clock, wait);
        this.grouping = new Grouping(timeline, executor, running, freshening, wait);
        this.lifecycle = new ViewLifecycle(timeline, running, compiler, this.savepoints, rounds, wait);
        timeline.setAlarm(freshening.schedule());
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
                restore(next, planner, true);
                if (next.paused()) {
                    paused.add(next.id());
                }
            } catch (RuntimeException e) {
                LOG.error("view {} could not be brought back", next.name(), e);
            }
        }
        rounds.retain(definitions.stream().map(CatalogObject.MaterializedView::id).toList(), savepoints.consumers());
        freshening.restored();
        // Step by step as before the restart, so that subscribers can go on after any tick that they have seen.
        long durable = timeline.latest().number();
        running.groups().forEach(group -> group.stepSinglyTo(durable));
        paused.forEach(id -> pause(id, true));
        if (ticksByItself) {
            timeline.start();
        }
        timeline.bindNow();
        running.groups().forEach(group -> group.advanceTo(timeline.latest().number()));
        freshening.start();
    }

    private void restore(CatalogObject.MaterializedView definition, ViewPlanner planner, boolean register) {
        ViewRuntime restored = checkpoints.restore(definition.id(), definition.sql(), kept -> compiler.runtime(definition, kept));
        if (restored != null && !isUsable(restored)) {
            LOG.warn("view {}: what its checkpoint at tick {} rests on is gone, it is computed anew", definition.name(),
                    restored.frontier());
            restored.close();
            restored = null;
        }
        if (restored == null && definition.options().containsKey(CatalogObject.Sink.CONNECTOR_OPTION)) {
            throw new MillraceException(ErrorCode.CORRUPT_FILE, "what sink \"" + definition.name()
                    + "\" had written is not known any more: its first contents would be written again; drop it and create it again");
        }
        ViewRuntime view = restored == null ? compiler.runtime(definition, planner.plan(definition)) : restored;
        if (register) {
            timeline.restore(view.leaves().feeds(), restored == null ? Long.MAX_VALUE : restored.frontier());
        }
        ViewGroup group = grouping.groupFor(view);
        Optional<RefreshRule> rule = RefreshRule.of(definition);
        if (restored == null) {
            startIn(group, view, rule.isPresent());
        }
        running.install(view, group);
        freshening.addHeartbeat(view, rule, ttl(definition));
        freshening.restore(view, rule, kept -> compiler.runtime(definition, kept), restored != null);
    }

    private static long ttl(CatalogObject.MaterializedView definition) {
        return WatermarkPolicy.span(definition.options(), TTL_OPTION, Long.MAX_VALUE);
    }

    /** All ticks since a checkpoint are needed; and a view's changes are kept only as long as its readers keep up with it. */
    private boolean isUsable(ViewRuntime view) {
        return timeline.between(view.frontier(), timeline.latest().number()) != null
                && view.leaves().views().stream().allMatch(read -> read.frontier() <= view.frontier());
    }

    /**
     * Starts a view; when this returns it holds what its inputs hold now and follows them from then on.
     *
     * @throws MillraceException if the plan cannot run continuously, or a row of its inputs fails it
     */
    public synchronized void create(CatalogObject.MaterializedView definition, PlanNode plan) {
        Optional<RefreshRule> rule = RefreshRule.of(definition);
        ViewRuntime view = compiler.runtime(definition, plan);
        try {
            if (rule.isPresent() && !view.isCheckpointed()) {
                throw new MillraceException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "a view with tasks on workers is continuous: what it was refreshed to would not last");
            }
            launch(view, rule.isPresent());
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
        ViewGroup group = running.group(view.id());
        group.between(() -> {
            rounds.checkpoint(view);
            return null;
        });
        freshening.addHeartbeat(view, rule, ttl(definition));
        rule.ifPresent(known -> freshening.add(view, known, kept -> compiler.runtime(definition, kept)));
    }

    /** @see ViewLifecycle#createSavepoint */
    public synchronized void createSavepoint(String name, CatalogObject.MaterializedView definition) {
        lifecycle.createSavepoint(name, definition);
    }

    /** @throws MillraceException UNDEFINED_OBJECT */
    public synchronized void dropSavepoint(String name) {
        savepoints.require(name);
        savepoints.drop(name);
    }

    /** @throws MillraceException UNDEFINED_OBJECT */
    public SavepointInfo savepoint(String name) {
        return savepoints.require(name);
    }

    public boolean hasSavepoint(String name) {
        return savepoints.exists(name);
    }

    public List<SavepointInfo.Stored> savepoints() {
        return savepoints.list();
    }

    /** Starts a view of a savepoint's query from its state; when this returns it holds what its inputs hold now and follows them from then on. */
    public synchronized void createFrom(SavepointInfo savepoint, CatalogObject.MaterializedView definition) {
        ViewRuntime view = lifecycle.restore(savepoint, definition);
        try {
            launch(view, (group, tick) -> view.catchUp(savepoint, tick, timeline));
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
        ViewGroup group = running.group(view.id());
        group.between(() -> {
            rounds.checkpoint(view);
            return null;
        });
        freshening.addHeartbeat(view, Optional.empty(), ttl(definition));
    }

    /** @see ViewLifecycle#describe */
    public synchronized List<String> describeRedefinition(CatalogObject.MaterializedView changed, PlanNode plan) {
        return lifecycle.describe(changed, plan);
    }

    /** @see ViewLifecycle#redefine */
    public synchronized void redefine(CatalogObject.MaterializedView changed, PlanNode plan, Runnable recorded) {
        lifecycle.redefine(changed, plan, recorded);
    }

    /** Fills a view that is not running yet, between steps of its group. */
    private interface Filling {
        void fill(ViewGroup group, Tick tick);
    }

    private void launch(ViewRuntime view, boolean postponed) {
        launch(view, (group, tick) -> {
            view.start(tick, timeline);
            if (postponed) {
                view.postpone(timeline);
            }
        });
    }

    private void launch(ViewRuntime view, Filling filling) {
        view.leaves().feeds().forEach(SourceFeed::refresh);
        timeline.register(view.leaves().feeds());
        try {
            ViewGroup group = grouping.groupFor(view);
            wait.await(timeline.atLatest(tick -> group.stopAt(tick.number(), () -> filling.fill(group, tick))));
            running.install(view, group);
            group.advanceTo(timeline.latest().number());
        } catch (RuntimeException e) {
            timeline.unregister(view.leaves().feeds().stream().map(SourceFeed::logId).toList());
            throw e;
        }
    }

    /** Fills a view from its inputs at a tick that the whole group is at. */
    private void startIn(ViewGroup group, ViewRuntime view, boolean postponed) {
        CompletableFuture<Void> started = timeline.atLatest(tick -> group.stopAt(tick.number(), () -> {
            view.start(tick, timeline);
            if (postponed) {
                view.postpone(timeline);
            }
        }));
        wait.await(started);
    }

    /** Ends a view that nothing reads any more; its subscribers learn it. */
    public synchronized void drop(String id) {
        ViewRuntime view = running.find(id);
        if (view == null) {
            return;
        }
        ViewGroup group = running.group(id);
        running.remove(id);
        group.between(() -> {
            group.remove(view);
            view.close();
            return null;
        });
        timeline.unregister(view.leaves().feeds().stream().map(SourceFeed::logId).toList());
        freshening.remove(id);
        rounds.drop(id);
        SideOutputs.drop(id, sideTables);
    }

    /** Stands still with all views it shares a group with, or goes on. */
    public void pause(String id, boolean paused) {
        running.require(id);
        running.group(id).pause(paused);
        freshening.pause(running.group(id), paused);
    }

    /**
     * Brings a view that has stopped with an error, and all that it moves with, back from their checkpoints, to go on from there.
     *
     * @return false if it has not stopped
     */
    public synchronized boolean revive(String id, Function<String, CatalogObject.MaterializedView> definitions, ViewPlanner planner) {
        running.require(id);
        ViewGroup group = running.group(id);
        if (!group.hasFailed()) {
            return false;
        }
        List<String> ids = group.views().stream().map(ViewRuntime::id).toList();
        group.close(ViewRuntime::close);
        for (String each : ids) {
            running.remove(each);
            freshening.remove(each);
        }
        for (String each : ids) {
            CatalogObject.MaterializedView definition = definitions.apply(each);
            restore(definition, planner, false);
        }
        long durable = timeline.latest().number();
        for (String each : ids) {
            // Step by step as before: what side tables hold is known by tick.
            running.group(each).stepSinglyTo(durable);
            running.group(each).advanceTo(durable);
        }
        return true;
    }

    /**
     * Brings a view that is not continuous up to all that is durable by now.
     *
     * @return false if it follows its inputs by itself
     * @throws MillraceException what the refresh failed with; the view then shows what it showed before
     */
    public boolean refresh(String id) {
        return freshening.refresh(id);
    }

    /** Binds what is new, and decides what is due by the clock. */
    void turn() {
        timeline.turn();
    }

    Timeline timeline() {
        return timeline;
    }

    /** Ends without writing anything, as a crash does. */
    void abandon() {
        running.groups().forEach(group -> group.close(ViewRuntime::close));
        running.clear();
    }

    /** Looks at the clock now rather than soon: for clocks that a test sets. */
    void wake() {
        timeline.moved();
    }

    /** There is something new in a feed that is elsewhere. From any thread; does not wait. */
    public void moved() {
        timeline.moved();
    }

    /** Gives a view the freshness that its new definition says. */
    public synchronized void setFreshness(CatalogObject.MaterializedView definition) {
        Optional<RefreshRule> rule = RefreshRule.of(definition);
        ViewRuntime view = running.require(definition.id());
        freshening.change(view, rule, kept -> compiler.runtime(definition, kept));
        freshening.addHeartbeat(view, rule, ttl(definition));
    }

    /**
     * Holds all views that a plan reads at one tick, which includes everything durable by now. Waits for views that lag.
     *
     * @return null if the plan reads no view
     */
    public ViewSnapshots pin(PlanNode plan) {
        return reads.pin(plan);
    }

    /** Opens a pinned view; the statement that pinned it holds it until it ends. */
    public TableSource open(ScanTarget.View target) {
        return reads.open(target);
    }

    /** Holds a view, and all that it reads, at one tick that includes everything durable by now. */
    public HeldView hold(CatalogObject.MaterializedView definition) {
        return reads.hold(definition);
    }

    /** Follows a view: its contents at a tick first if asked for, then every change. */
    public Subscription subscribe(String id, boolean withSnapshot) {
        return reads.subscribe(id, withSnapshot);
    }

    /**
     * Follows a view after a tick up to which the caller has all changes.
     *
     * @throws MillraceException SUBSCRIPTION_EXPIRED if the changes since are not kept
     */
    public Subscription resume(String id, long afterTick) {
        return reads.resume(id, afterTick);
    }

    /** As below, in UTC. */
    public Subscription subscribe(String id, PlanNode plan, boolean withSnapshot) {
        return subscribe(id, plan, ZoneOffset.UTC, withSnapshot);
    }

    /** Follows a query of its own as if it were a view; it ends with the subscription. */
    public synchronized Subscription subscribe(String id, PlanNode plan, ZoneId zone, boolean withSnapshot) {
        ViewRuntime view = compiler.unnamed(id, plan, zone);
        try {
            launch(view, false);
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
        Subscription inner = subscribe(id, withSnapshot);
        inner.onClose(() -> drop(id));
        return inner;
    }

    /** Tries again to read what other systems did not give; called now and then. */
    public void retryUnreachable() {
        running.groups().forEach(ViewGroup::retry);
    }

    /**
     * What writing a sink's changes promises.
     *
     * @throws MillraceException as {@link #create}, or what the connector says of the sink's options
     */
    public SinkPromise promiseOf(CatalogObject.MaterializedView definition, PlanNode plan) {
        return compiler.promise(definition, plan);
    }

    /**
     * What bounds the state that a view would keep.
     *
     * @throws MillraceException as {@link #create}
     */
    public List<ViewState> stateOf(CatalogObject.MaterializedView definition, PlanNode plan) {
        return compiler.state(definition, plan);
    }

    /** What a view keeps now; null if workers keep it. */
    public List<ViewState> state(String id) {
        ViewRuntime view = running.require(id);
        return running.group(id).between(view.engine()::state);
    }

    /** Where every view stands. */
    public List<ViewInfo> views() {
        return ViewInfos.of(running, freshening.schedule());
    }

    /** What views' checkpoints are kept, of each view the newest first; those on workers have none. */
    public List<CheckpointInfo> checkpoints() {
        return checkpoints.kept();
    }

    /** A view is brought to a tick that has something for it, else only now and then: most ticks are some other view's. */
    private void onTick(Tick tick, Set<String> concerned) {
        freshening.moved(concerned);
        for (ViewGroup group : running.groups()) {
            if (group.reads(concerned) || tick.number() % CATCH_UP_TICKS == 0) {
                group.advanceTo(tick.number());
            }
        }
    }

    /** Writes checkpoints of every group, each at one tick, and forgets ticks that none needs. */
    public synchronized void checkpoint() {
        rounds.all();
    }

    @Override
    public synchronized void close() {
        timeline.close();
        rounds.all();
        running.groups().forEach(group -> group.close(ViewRuntime::close));
        running.clear();
        backends.close();
    }
}
