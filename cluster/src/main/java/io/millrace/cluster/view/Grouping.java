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
            return new ViewGroup(timeline, executor, refreshes);
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
        ViewGroup one = new ViewGroup(timeline, executor, refreshes);
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
