package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Views that read each other, moved together from tick to tick in the order of their dependencies, so that they always agree. Groups are independent: a
 * slow view delays only its own. A group that lags takes several ticks in one step, but never goes past a tick at which somebody wants to read.
 *
 * <p>Two locks: the group's own is held over a step, so that whoever holds it sees all views at one tick; {@code control} guards what is asked of the
 * group and is never held for long, so that asking (the timeline does, under its lock) never waits for a step.
 */
final class ViewGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ViewGroup.class);
    /** Rows that the ticks of one step bind, at most, if they are several: bounds what is in memory at once. */
    private static final long STEP_ROWS_MAX = 1 << 20;
    /** Most ticks that one step takes together. */
    private static final int STEP_TICKS_MAX = 64;

    /** Ticks that a view which waits for its refresh may keep in memory. */
    private static final int BACKLOG_TICKS_MAX = 1 << 18;

    private final Timeline timeline;
    private final Executor executor;
    private final RefreshListener refreshes;
    private final List<ViewRuntime> views = new ArrayList<>();
    /** What the views read, or have read; and the views themselves, which decisions may be about. */
    private final Set<String> logs = ConcurrentHashMap.newKeySet();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final Object control = new Object();
    private final TreeMap<Long, List<Stop>> stops = new TreeMap<>();
    /** The newest tick that was asked for; -1 lies before all ticks. */
    private long target = -1;
    private long singlyTo = Long.MIN_VALUE;
    private boolean scheduled;
    /** Something was asked while a run was under way, which may have looked already. */
    private boolean askedAgain;
    private boolean paused;
    private volatile MillraceException failure;
    /** A system whose rows the next step needs does not answer. */
    private volatile MillraceException unreachable;
    /** No step is taken before a sink has written some of what waits. */
    private volatile boolean waitsForRoom;

    /** Hears of the refreshes of views that are not continuous, between steps. */
    interface RefreshListener {
        /** The view shows its inputs as of this tick. */
        void refreshed(ViewRuntime view, Tick tick);

        /** The refresh failed; returns whether the view could be brought back to what it showed before. */
        boolean failed(ViewRuntime view, Tick tick, MillraceException reason);

        /** So much waits in memory that the view should be refreshed. */
        void overdue(ViewRuntime view);
    }

    /** Something to do between steps, at one tick exactly. */
    private record Stop(Runnable action, CompletableFuture<Void> done) {
        void run() {
            try {
                action.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        }
    }

    ViewGroup(Timeline timeline, Executor executor, RefreshListener refreshes) {
        this.timeline = timeline;
        this.executor = executor;
        this.refreshes = refreshes;
    }

    /** Adds a view behind all that it reads; it has come as far as the group. */
    synchronized void add(ViewRuntime view) {
        views.add(view);
        ids.add(view.id());
        logs.add(view.id());
        view.leaves().feeds().forEach(feed -> logs.add(feed.logId()));
        view.sink().start(this::roomCame);
    }

    /** A sink of the group takes more again. */
    private void roomCame() {
        if (waitsForRoom) {
            waitsForRoom = false;
            wake();
        }
    }

    private void wake() {
        synchronized (control) {
            schedule();
        }
    }

    /** Tries again to read what another system did not give. */
    void retry() {
        if (unreachable != null) {
            unreachable = null;
            wake();
        }
    }

    /** A view reads other logs than before. */
    synchronized void readsAnew(ViewRuntime view) {
        view.leaves().feeds().forEach(feed -> logs.add(feed.logId()));
    }

    /** Whether any view reads any of these logs itself. */
    boolean reads(Set<String> logIds) {
        return logIds.stream().anyMatch(logs::contains);
    }

    /** Ticks that the group was asked to take and has not. */
    synchronized long lag() {
        synchronized (control) {
            return Math.max(0, target - frontier());
        }
    }

    synchronized List<ViewRuntime> views() {
        return List.copyOf(views);
    }

    /** Does not wait for a step, so a view that is being added may be missing. */
    List<String> viewIds() {
        return List.copyOf(ids);
    }

    synchronized void remove(ViewRuntime view) {
        ids.remove(view.id());
        views.remove(view);
    }

    /** Runs {@code action} between steps; waits for the one that runs. */
    synchronized <T> T between(Supplier<T> action) {
        return action.get();
    }

    /** The tick that all views have reached. */
    synchronized long frontier() {
        return views.stream().mapToLong(ViewRuntime::frontier).min().orElse(Long.MIN_VALUE);
    }

    private long furthest() {
        return views.stream().mapToLong(ViewRuntime::frontier).max().orElse(Long.MIN_VALUE);
    }

    /** There is a new tick: go there some time soon. */
    void advanceTo(long tick) {
        synchronized (control) {
            target = Math.max(target, tick);
            schedule();
        }
    }

    /** Runs {@code action} under the group's lock when every view is exactly at this tick, which must not be passed yet. */
    CompletableFuture<Void> stopAt(long tick, Runnable action) {
        Stop stop = new Stop(action, new CompletableFuture<>());
        synchronized (control) {
            stops.computeIfAbsent(tick, t -> new ArrayList<>()).add(stop);
            target = Math.max(target, tick);
            schedule();
        }
        return stop.done();
    }

    /** Takes every tick up to this one in a step of its own. */
    void stepSinglyTo(long tick) {
        synchronized (control) {
            singlyTo = tick;
        }
    }

    /** Whether its views have stopped with an error. */
    boolean hasFailed() {
        return failure != null;
    }

    /** What the next step needs and does not get. */
    Optional<MillraceException> unreachable() {
        return Optional.ofNullable(unreachable);
    }

    boolean isPaused() {
        synchronized (control) {
            return paused;
        }
    }

    /** Stands still, or goes on. While it stands still it is read as it is, whatever tick was asked for. */
    void pause(boolean newPaused) {
        synchronized (control) {
            paused = newPaused;
            schedule();
        }
    }

    /** Under {@code control}. */
    private void schedule() {
        if (scheduled) {
            askedAgain = true;
        } else {
            scheduled = true;
            executor.execute(this::run);
        }
    }

    private void run() {
        synchronized (control) {
            askedAgain = false;
        }
        boolean more = true;
        try {
            synchronized (this) {
                more = work();
            }
        } finally {
            synchronized (control) {
                scheduled = false;
                if (more || askedAgain) {
                    schedule();
                }
            }
        }
    }

    /** One step, or what is to be done between steps; false if there is nothing left to do now. */
    private boolean work() {
        long from = frontier();
        List<Stop> due = due(from);
        MillraceException reason = failure == null ? unreachable : failure;
        due.forEach(reason == null ? Stop::run : stop -> stop.done().completeExceptionally(reason));
        long to = next(from);
        if (to <= from || failure != null) {
            return !due.isEmpty();
        }
        step(from, to);
        return true;
    }

    /** Takes the stops of a tick; of a group that is empty, has failed or stands still, all. */
    private List<Stop> due(long tick) {
        synchronized (control) {
            List<Stop> due = new ArrayList<>();
            boolean stuck = paused || views.stream().anyMatch(view -> view.sink().isStuck());
            if (views.isEmpty() || failure != null || unreachable != null || stuck && tick == furthest()) {
                stops.values().forEach(due::addAll);
                stops.clear();
            } else {
                List<Stop> here = stops.remove(tick);
                if (here != null) {
                    due.addAll(here);
                }
            }
            return due;
        }
    }

    /** The tick to go to next. */
    private long next(long from) {
        synchronized (control) {
            if (views.isEmpty() || unreachable != null) {
                return from;
            }
            waitsForRoom = true;
            if (views.stream().anyMatch(view -> view.sink().isCongested())) {
                return from;
            }
            waitsForRoom = false;
            if (paused) {
                // Views restored from checkpoints of different ticks meet before they stand still.
                return Math.max(from, Math.min(from + 1, furthest()));
            }
            long to = Math.min(target,
                    from + (from < singlyTo || views.stream().anyMatch(ViewRuntime::isSteppedSingly) ? 1 : STEP_TICKS_MAX));
            Long stop = stops.ceilingKey(from + 1);
            if (stop != null) {
                to = Math.min(to, stop);
            }
            // Views restored from checkpoints of different ticks catch up one after the other.
            for (ViewRuntime view : views) {
                if (view.frontier() > from) {
                    to = Math.min(to, view.frontier());
                }
            }
            return to;
        }
    }

    private void step(long from, long to) {
        try {
            List<Tick> ticks = timeline.between(from, timeline.within(from, to, STEP_ROWS_MAX));
            if (ticks == null) {
                throw new MillraceException(ErrorCode.INTERNAL_ERROR, "ticks after " + from + " are no longer kept");
            }
            ticks = upToRefresh(ticks);
            for (ViewRuntime view : views) {
                if (view.frontier() == from) {
                    advance(view, ticks);
                }
            }
            views.forEach(ViewRuntime::forgetDeltas);
            Tick last = ticks.getLast();
            views.stream().filter(view -> view.isRefreshedBy(last) && view.refreshFailure().isEmpty())
                    .forEach(view -> refreshes.refreshed(view, last));
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.CONNECTION_FAILURE) {
                LOG.warn("views {} wait: {}", ids, e.getMessage());
                unreachable = e;
            } else {
                fail(e);
            }
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            LOG.error("a step of views {} failed", views.stream().map(ViewRuntime::id).toList(), e);
            fail(new MillraceException(ErrorCode.INTERNAL_ERROR, "the view failed: " + e, e));
        }
    }

    /** Ticks up to the first that refreshes a view, which takes all up to it and nothing after. */
    private List<Tick> upToRefresh(List<Tick> ticks) {
        for (int i = 0; i < ticks.size() - 1; i++) {
            Tick tick = ticks.get(i);
            if (views.stream().anyMatch(view -> view.isRefreshedBy(tick))) {
                return ticks.subList(0, i + 1);
            }
        }
        return ticks;
    }

    private void advance(ViewRuntime view, List<Tick> ticks) {
        try {
            view.advance(ticks, timeline);
        } catch (MillraceException e) {
            if (!view.isRefreshedBy(ticks.getLast()) || !refreshes.failed(view, ticks.getLast(), e)) {
                throw e;
            }
        }
        if (view.isPostponed() && view.backlog().ticks() > BACKLOG_TICKS_MAX) {
            refreshes.overdue(view);
        }
    }

    private void fail(MillraceException reason) {
        failure = reason;
        for (ViewRuntime view : views) {
            view.fail(new MillraceException(reason.code(), "view stopped at tick " + view.frontier() + ": " + reason.getMessage(), reason));
        }
    }

    /** Ends everyone's waiting. */
    synchronized void close(Consumer<ViewRuntime> closer) {
        fail(new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping"));
        due(Long.MIN_VALUE).forEach(stop -> stop.done().completeExceptionally(failure));
        views.forEach(closer);
        views.clear();
    }
}
