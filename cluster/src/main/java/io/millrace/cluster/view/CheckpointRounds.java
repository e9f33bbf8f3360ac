package io.millrace.cluster.view;

import io.millrace.storage.log.ConsumerOffsets;
import java.util.Collections;
import java.util.List;

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
        long needed = Long.MAX_VALUE;
        for (ViewRuntime view : group.views().reversed()) {
            if (view.failure().isEmpty()) {
                needed = Math.min(needed, view.isKept() ? checkpoint(view) : view.frontier());
            }
        }
        return needed;
    }

    /** Called between steps. Returns the oldest tick that the view may go back to. */
    long checkpoint(ViewRuntime view) {
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

    /** The view is gone. */
    void drop(String viewId) {
        checkpoints.drop(viewId);
        consumers.remove(consumer(viewId));
    }
}
