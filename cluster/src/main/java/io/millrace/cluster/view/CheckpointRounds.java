package io.millrace.cluster.view;

import io.millrace.storage.log.ConsumerOffsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When which views' checkpoints are written, and what of logs and ticks is needed no more after that. */
final class CheckpointRounds {
    private final Timeline timeline;
    private final RunningViews running;
    private final ViewCheckpoints checkpoints;
    private final ConsumerOffsets consumers;

    CheckpointRounds(Timeline timeline, RunningViews running, ViewCheckpoints checkpoints, ConsumerOffsets consumers) {
        this.timeline = timeline;
        this.running = running;
        this.checkpoints = checkpoints;
        this.consumers = consumers;
    }

    /** Writes checkpoints of every group, each at one tick, and forgets ticks that none needs. */
    void all() {
        long needed = timeline.latest().number();
        for (ViewGroup group : running.groups()) {
            needed = Math.min(needed, group.between(() -> checkpoint(group)));
        }
        consumers.persist();
        timeline.trim(needed);
    }

    /**
     * Readers first: a crash in between leaves them further than what they read, which then catches up. The other way round the changes between
     * would be lost. Returns the oldest tick that the group may go back to.
     */
    long checkpoint(ViewGroup group) {
        Set<ViewRuntime> due = new HashSet<>();
        for (ViewRuntime view : group.views()) {
            // A reader is never left behind what it reads, or it could not be brought back.
            if (checkpoints.isDue(view) || view.leaves().views().stream().anyMatch(due::contains)) {
                due.add(view);
            }
        }
        long needed = Long.MAX_VALUE;
        for (ViewRuntime view : group.views().reversed()) {
            if (view.failure().isPresent()) {
                // It may be brought back from what it has.
                needed = Math.min(needed, checkpoints.oldestTick(view.id()).orElse(Long.MAX_VALUE));
            } else {
                needed = Math.min(needed, view.isKept() ? checkpoint(view, due.contains(view)) : view.frontier());
            }
        }
        return needed;
    }

    /** As {@link #checkpoint}, and what was needed is let go for good. */
    Void checkpointNow(ViewGroup group) {
        checkpoint(group);
        consumers.persist();
        return null;
    }

    /** Called between steps. Returns the oldest tick that the view may go back to. */
    long checkpoint(ViewRuntime view) {
        return checkpoint(view, true);
    }

    private long checkpoint(ViewRuntime view, boolean due) {
        if (!view.isCheckpointed()) {
            for (SourceFeed feed : view.leaves().feeds()) {
                if (!consumers.isRegistered(consumer(view.id()), feed.logId())) {
                    consumers.register(consumer(view.id()), feed.logId(), Collections.nCopies(feed.partitions(), 0L));
                }
            }
            return view.frontier();
        }
        if (due) {
            checkpoints.write(view);
        }
        long oldest = checkpoints.oldestTick(view.id()).orElse(view.frontier());
        for (SourceFeed feed : view.leaves().feeds()) {
            List<Long> from = view.neededFrom(feed, oldest, timeline);
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

    /**
     * Forgets views that are not among these: a crash may have come between dropping a view and what is kept of it.
     *
     * @param others who else rows of logs are kept for
     */
    void retain(Collection<String> viewIds, Set<String> others) {
        checkpoints.retain(viewIds);
        Set<String> kept = new HashSet<>(others);
        viewIds.forEach(id -> kept.add(consumer(id)));
        consumers.retain(kept);
    }

    /** The view reads other logs from here on, from where its next checkpoint says. */
    void readsAnew(String viewId) {
        consumers.remove(consumer(viewId));
    }

    /** The view is gone. */
    void drop(String viewId) {
        checkpoints.drop(viewId);
        consumers.remove(consumer(viewId));
    }
}
