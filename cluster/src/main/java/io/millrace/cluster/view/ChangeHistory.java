package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A view's last changes, one a step, so that a subscriber that was cut off can go on where it was. Bounded in bytes and in steps; the oldest go first.
 * Owned by the view, used under its group's lock.
 */
final class ChangeHistory implements AutoCloseable {
    static final long BYTES_MAX = 4L << 20;
    static final int STEPS_MAX = 16_384;

    private final Deque<ViewChange> changes = new ArrayDeque<>();
    private long bytes;
    /** Changes after it are here. */
    private long start = Long.MAX_VALUE;

    /** Begins anew: a subscriber that has seen {@code tick} has seen all that is not here. */
    void startAt(long tick) {
        close();
        start = tick;
    }

    /** Takes over the change. */
    void add(ViewChange change) {
        changes.addLast(change);
        bytes += change.bytes();
        while (bytes > BYTES_MAX || changes.size() > STEPS_MAX) {
            ViewChange oldest = changes.removeFirst();
            start = oldest.tick();
            bytes -= oldest.bytes();
            oldest.close();
        }
    }

    /**
     * The changes after a tick, retained.
     *
     * @throws MillraceException SUBSCRIPTION_EXPIRED if they are no longer kept, or were never told apart from those before
     */
    List<ViewChange> after(long tick) {
        if (tick < start) {
            throw new MillraceException(
                    ErrorCode.SUBSCRIPTION_EXPIRED,
                    "changes after tick " + tick + " are no longer kept"
                            + (start == Long.MAX_VALUE ? "" : ", those after " + start + " are")
                            + "; subscribe with a snapshot");
        }
        List<ViewChange> later = new ArrayList<>();
        long before = start;
        for (ViewChange change : changes) {
            if (change.tick() > tick) {
                if (later.isEmpty() && before < tick && !change.deltas().isEmpty()) {
                    throw new MillraceException(
                            ErrorCode.SUBSCRIPTION_EXPIRED,
                            "the view took tick " + tick + " together with others up to " + change.tick() + "; subscribe with a snapshot");
                }
                later.add(change);
            }
            before = change.tick();
        }
        later.forEach(ViewChange::retain);
        return later;
    }

    @Override
    public void close() {
        changes.forEach(ViewChange::close);
        changes.clear();
        bytes = 0;
    }
}
