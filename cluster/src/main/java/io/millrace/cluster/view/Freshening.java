package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes of views that are not continuous. A refresh is a decision logged with a tick, so that a restart comes to the same contents; the view takes
 * at that tick all that it has not taken before.
 */
final class Freshening implements ViewGroup.RefreshListener {
    private static final Logger LOG = LoggerFactory.getLogger(Freshening.class);
    private static final long HEARTBEAT_MICROS_MIN = 100_000;
    /** How long a REFRESH waits for the view. */
    private static final long REFRESH_MILLIS_MAX = 3_600_000;

    private final Timeline timeline;
    private final RunningViews running;
    private final ViewCheckpoints checkpoints;
    private final CheckpointRounds rounds;
    private final Clock clock;
    private final TickWait wait;
    private final RefreshSchedule schedule = new RefreshSchedule();
    private final Map<String, Function<PlanNode, ViewRuntime>> makers = new ConcurrentHashMap<>();
    /** Views whose checkpoint says that they stand still while their definition says that they follow. */
    private final List<ViewRuntime> toFollow = new ArrayList<>();
    private final List<String> toRefresh = new ArrayList<>();

    Freshening(
            Timeline timeline, RunningViews running, ViewCheckpoints checkpoints, CheckpointRounds rounds, Clock clock, TickWait wait) {
        this.timeline = timeline;
        this.running = running;
        this.checkpoints = checkpoints;
        this.rounds = rounds;
        this.clock = clock;
        this.wait = wait;
    }

    RefreshSchedule schedule() {
        return schedule;
    }

    /** @param maker makes the view anew, without state */
    void add(ViewRuntime view, RefreshRule rule, Function<PlanNode, ViewRuntime> maker) {
        makers.put(view.id(), maker);
        schedule.set(view.id(), rule, sources(view), view.contentsMicros());
        timeline.moved();
    }

    /** A view whose keys leave after a while; {@code rule}: its own. */
    void addHeartbeat(ViewRuntime view, Optional<RefreshRule> rule, long ttlMicros) {
        if (rule.isEmpty() && view.isSteppedSingly()) {
            schedule.set(view.id(), new RefreshRule.Heartbeat(Math.max(HEARTBEAT_MICROS_MIN, ttlMicros / 4)), Set.of(),
                    clock.epochMicros());
            timeline.moved();
        }
    }

    /** A view that was brought back: from a checkpoint, or filled anew. A crash may have come between a change of its definition and its checkpoint. */
    void restore(ViewRuntime view, Optional<RefreshRule> rule, Function<PlanNode, ViewRuntime> maker, boolean fromCheckpoint) {
        if (rule.isPresent()) {
            if (fromCheckpoint && !view.isPostponed()) {
                view.postpone(timeline);
                toRefresh.add(view.id());
            }
            add(view, rule.get(), maker);
        } else if (view.isPostponed()) {
            toFollow.add(view);
        }
    }

    /** All views are back, none has moved. */
    void restored() {
        toRefresh.forEach(schedule::request);
    }

    /** The timeline runs. */
    void start() {
        for (ViewRuntime view : toFollow) {
            if (!running.group(view.id()).isPaused()) {
                change(view, Optional.empty(), null);
            }
        }
    }

    void remove(String viewId) {
        schedule.remove(viewId);
        makers.remove(viewId);
    }

    void pause(ViewGroup group, boolean paused) {
        group.viewIds().forEach(id -> schedule.pause(id, paused));
        timeline.moved();
    }

    void moved(Set<String> concerned) {
        if (schedule.moved(concerned)) {
            timeline.moved();
        }
    }

    private static Set<String> sources(ViewRuntime view) {
        Set<String> sources = new HashSet<>();
        view.leaves().feeds().forEach(feed -> sources.add(feed.logId()));
        for (ViewRuntime read : view.leaves().views()) {
            sources.add(read.id());
            sources.addAll(sources(read));
        }
        return sources;
    }

    /** As {@link ViewService#refresh}. */
    boolean refresh(String viewId) {
        ViewRuntime view = running.require(viewId);
        if (!view.isPostponed()) {
            return false;
        }
        refreshAndThen(view, () -> {});
        return true;
    }

    private void refreshAndThen(ViewRuntime view, Runnable action) {
        ViewGroup group = running.group(view.id());
        if (group.isPaused()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a view that is paused cannot be refreshed; resume it first");
        }
        CompletableFuture<Void> done = timeline.decideAtLatest(
                List.of(new Tick.Decision.Refresh(view.id(), 0)), tick -> group.stopAt(tick.number(), () -> {
                    view.refreshFailure().ifPresent(e -> {
                        throw new MillraceException(e.code(), "the refresh failed: " + e.getMessage(), e);
                    });
                    action.run();
                }));
        wait.await(done, REFRESH_MILLIS_MAX);
    }

    /** Gives a view another rule, or lets it follow its inputs; durable when this returns. */
    void change(ViewRuntime view, Optional<RefreshRule> rule, Function<PlanNode, ViewRuntime> maker) {
        ViewGroup group = running.group(view.id());
        if (group.isPaused()) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER, "the freshness of a view that is paused cannot be changed; resume it first");
        }
        if (rule.isEmpty() && view.isPostponed()) {
            schedule.remove(view.id());
            refreshAndThen(view, view::follow);
            makers.remove(view.id());
        } else if (rule.isPresent() && !view.isPostponed()) {
            // At a tick of its own, of which there is no checkpoint yet. A view that follows its inputs does not mind the decision.
            wait.await(timeline.decideAtLatest(
                    List.of(new Tick.Decision.Refresh(view.id(), 0)),
                    tick -> group.stopAt(tick.number(), () -> view.postpone(timeline))));
        }
        rule.ifPresent(known -> add(view, known, maker));
        group.between(() -> rounds.checkpointNow(group));
    }

    @Override
    public void refreshed(ViewRuntime view, Tick tick) {
        if (schedule.refreshed(view.id(), tick.micros())) {
            try {
                rounds.checkpoint(running.group(view.id()));
            } catch (RuntimeException e) {
                LOG.error("view {}: no checkpoint could be written after its refresh", view.id(), e);
            }
        }
        timeline.moved();
    }

    @Override
    public boolean failed(ViewRuntime view, Tick tick, MillraceException reason) {
        LOG.error("view {}: the refresh at tick {} failed", view.id(), tick.number(), reason);
        Function<PlanNode, ViewRuntime> maker = makers.get(view.id());
        ViewRuntime saved = maker == null ? null : checkpoints.restore(view.id(), view.plan().sql(), maker);
        if (saved == null) {
            return false;
        }
        if (!view.goBack(saved, tick, reason)) {
            saved.close();
            return false;
        }
        schedule.failed(view.id(), clock.epochMicros());
        timeline.moved();
        return true;
    }

    @Override
    public void overdue(ViewRuntime view) {
        schedule.request(view.id());
        timeline.moved();
    }
}
