package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Which views move together. */
final class Grouping {
    /** Runs steps that may wait for another system, beside those that work. */
    private static final Executor WAITING = task -> Thread.ofVirtual().name("millrace-step-waiting").start(task);

    private final Timeline timeline;
    private final Executor executor;
    private final RunningViews running;
    private final ViewGroup.RefreshListener refreshes;
    private final TickWait wait;

    Grouping(Timeline timeline, Executor executor, RunningViews running, ViewGroup.RefreshListener refreshes, TickWait wait) {
        this.timeline = timeline;
        this.executor = executor;
        this.running = running;
        this.refreshes = refreshes;
        this.wait = wait;
    }

    /** The group of what the view reads; several are brought to one tick and become one. */
    ViewGroup groupFor(ViewRuntime view) {
        Set<ViewGroup> upstream = new LinkedHashSet<>();
        for (ViewRuntime read : view.leaves().views()) {
            upstream.add(running.group(read.id()));
        }
        if (upstream.stream().anyMatch(ViewGroup::isPaused)) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER, "a view that is paused cannot be read by a new view; resume it first");
        }
        if (upstream.isEmpty()) {
            return new ViewGroup(timeline, view.leaves().feeds().stream().anyMatch(SourceFeed::mayWait) ? WAITING : executor, refreshes);
        }
        if (upstream.size() == 1) {
            return upstream.iterator().next();
        }
        return merge(List.copyOf(upstream));
    }

    private ViewGroup merge(List<ViewGroup> merged) {
        List<CompletableFuture<Void>> stopped = timeline.atLatest(
                tick -> merged.stream().map(group -> group.stopAt(tick.number(), () -> group.pause(true))).toList());
        stopped.forEach(wait::await);
        boolean waits = merged.stream().flatMap(group -> group.views().stream()).flatMap(view -> view.leaves().feeds().stream())
                .anyMatch(SourceFeed::mayWait);
        ViewGroup one = new ViewGroup(timeline, waits ? WAITING : executor, refreshes);
        for (ViewGroup group : merged) {
            for (ViewRuntime view : group.views()) {
                group.remove(view);
                running.move(view, one);
            }
        }
        one.advanceTo(timeline.latest().number());
        return one;
    }
}
