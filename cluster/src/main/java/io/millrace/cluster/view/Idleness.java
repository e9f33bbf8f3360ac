package io.millrace.cluster.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which partitions of a log have been silent for too long. The transitions:
 * <pre>
 * partition   active --timeout without rows--&gt; idle (decision Idle) --rows--&gt; active
 * log         some active --the last goes idle--&gt; all idle (decision Elapse: the time since the last row),
 *             again each time that the silence has grown by a quarter
 * </pre>
 * So a long silence costs a logarithmic number of ticks, and a window comes out at most a quarter later than its length and delay after the last row
 * (and not before the timeout). A log without any row has no watermark to move. Times in nanoseconds of the monotonic clock; not thread-safe.
 */
final class Idleness {
    private static final long LONGEST_NANOS = 400L * 86_400 * 1_000_000_000L;

    private final String logId;
    private final long timeoutNanos;
    private long[] movedAt;
    private boolean[] idle;
    private boolean anyRow;
    private long elapsedNanos;
    private long nextElapseNanos;

    Idleness(SourceFeed feed, long nowNanos) {
        this.logId = feed.logId();
        this.timeoutNanos = feed.idleTimeoutMicros() * 1000;
        this.movedAt = new long[feed.partitions()];
        this.idle = new boolean[feed.partitions()];
        this.anyRow = feed.ends().stream().anyMatch(end -> end > 0);
        Arrays.fill(movedAt, nowNanos);
    }

    /** Rows were bound up to {@code after}, of more partitions perhaps; {@code before} may be null: none had been. */
    void moved(List<Long> before, List<Long> after, long nowNanos) {
        if (after.size() > movedAt.length) {
            int known = movedAt.length;
            movedAt = Arrays.copyOf(movedAt, after.size());
            Arrays.fill(movedAt, known, movedAt.length, nowNanos);
            idle = Arrays.copyOf(idle, after.size());
        }
        for (int p = 0; p < after.size(); p++) {
            long from = before == null || p >= before.size() ? 0 : before.get(p);
            if (after.get(p) > from) {
                movedAt[p] = nowNanos;
                idle[p] = false;
                anyRow = true;
                elapsedNanos = 0;
                nextElapseNanos = 0;
            }
        }
    }

    /** When {@link #due} has something to say next; {@link Long#MAX_VALUE}: not before rows come. */
    long nextNanos() {
        if (timeoutNanos <= 0 || !anyRow) {
            return Long.MAX_VALUE;
        }
        long next = Long.MAX_VALUE;
        for (int p = 0; p < idle.length; p++) {
            if (!idle[p]) {
                next = Math.min(next, movedAt[p] + timeoutNanos);
            }
        }
        if (next != Long.MAX_VALUE) {
            return next;
        }
        return elapsedNanos >= LONGEST_NANOS ? Long.MAX_VALUE : lastMove() + Math.max(timeoutNanos, nextElapseNanos);
    }

    private long lastMove() {
        return Arrays.stream(movedAt).max().orElseThrow();
    }

    /** Decisions that are to be logged now. */
    List<Tick.Decision> due(long nowNanos) {
        List<Tick.Decision> decisions = new ArrayList<>();
        if (nowNanos < nextNanos()) {
            return decisions;
        }
        boolean all = true;
        for (int p = 0; p < idle.length; p++) {
            if (!idle[p] && nowNanos - movedAt[p] >= timeoutNanos) {
                idle[p] = true;
                decisions.add(new Tick.Decision.Idle(logId, p));
            }
            all &= idle[p];
        }
        if (all) {
            long silence = nowNanos - lastMove();
            if (silence >= nextElapseNanos) {
                decisions.add(new Tick.Decision.Elapse(logId, 0, (silence - elapsedNanos) / 1000));
                elapsedNanos += (silence - elapsedNanos) / 1000 * 1000;
                nextElapseNanos = silence + Math.max(250_000_000L, silence / 4);
            }
        }
        return decisions;
    }
}
