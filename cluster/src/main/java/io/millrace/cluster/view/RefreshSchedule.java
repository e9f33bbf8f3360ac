package io.millrace.cluster.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which view is to be refreshed when. A refresh that was missed while the server was down is due once, at the start. The states of a view:
 * <pre>
 * waiting --due--&gt; under way --done--&gt; waiting for the next time
 *                            --failed--&gt; waiting for another try (not if it is refreshed by hand only)
 * </pre>
 * Thread-safe; never waits for a step.
 */
final class RefreshSchedule implements Timeline.Alarm {
    /** After a refresh that failed; doubled each time, up to an hour. */
    private static final long RETRY_MICROS = 10_000_000L;

    private static final int RETRY_DOUBLINGS_MAX = 8;

    private static final class Entry {
        private final RefreshRule rule;
        /** What the view reads, directly or not. */
        private final Set<String> sources;
        private long nextMicros;
        private boolean stirred = true;
        private boolean underWay;
        private boolean paused;
        private int failures;

        Entry(RefreshRule rule, Set<String> sources, long lastMicros) {
            this.rule = rule;
            this.sources = sources;
            this.nextMicros = rule.nextMicros(lastMicros);
        }

        long dueMicros() {
            boolean waits = underWay || paused || rule instanceof RefreshRule.Emission && !stirred;
            return waits ? Long.MAX_VALUE : nextMicros;
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();

    /** Puts a view on the schedule, or gives it another rule. */
    synchronized void set(String viewId, RefreshRule rule, Set<String> sources, long lastMicros) {
        Entry before = entries.put(viewId, new Entry(rule, sources, lastMicros));
        if (before != null) {
            entries.get(viewId).paused = before.paused;
        }
    }

    synchronized void remove(String viewId) {
        entries.remove(viewId);
    }

    synchronized void pause(String viewId, boolean paused) {
        Entry entry = entries.get(viewId);
        if (entry != null) {
            entry.paused = paused;
        }
    }

    /** The view is due now, whatever its rule says. */
    synchronized void request(String viewId) {
        Entry entry = entries.get(viewId);
        if (entry != null && !entry.underWay) {
            entry.nextMicros = Long.MIN_VALUE;
            entry.stirred = true;
        }
    }

    /** There is something new in these logs, or views were refreshed. Returns whether that makes a view due at a time that it was not before. */
    synchronized boolean moved(Set<String> logs) {
        boolean any = false;
        for (Entry entry : entries.values()) {
            if (!entry.stirred && logs.stream().anyMatch(entry.sources::contains)) {
                entry.stirred = true;
                any = true;
            }
        }
        return any;
    }

    @Override
    public synchronized long nextMicros() {
        return entries.values().stream().mapToLong(Entry::dueMicros).min().orElse(Long.MAX_VALUE);
    }

    /** When a view is due next; absent if nobody knows. */
    synchronized OptionalLong nextMicros(String viewId) {
        Entry entry = entries.get(viewId);
        boolean known = entry != null && entry.nextMicros != Long.MAX_VALUE && entry.nextMicros != Long.MIN_VALUE;
        return known ? OptionalLong.of(entry.nextMicros) : OptionalLong.empty();
    }

    @Override
    public synchronized List<Tick.Decision> due(long nowMicros) {
        List<Tick.Decision> decisions = new ArrayList<>();
        entries.forEach((id, entry) -> {
            if (entry.dueMicros() <= nowMicros) {
                boolean heartbeat = entry.rule instanceof RefreshRule.Heartbeat;
                entry.underWay = !heartbeat;
                entry.nextMicros = heartbeat ? entry.rule.nextMicros(nowMicros) : entry.nextMicros;
                entry.stirred = false;
                decisions.add(new Tick.Decision.Refresh(id, 0));
            }
        });
        return decisions;
    }

    /** Returns whether a checkpoint is to follow. */
    synchronized boolean refreshed(String viewId, long micros) {
        Entry entry = entries.get(viewId);
        if (entry == null) {
            return false;
        }
        entry.underWay = false;
        entry.failures = 0;
        entry.nextMicros = entry.rule.nextMicros(micros);
        return entry.rule.isRare();
    }

    synchronized void failed(String viewId, long nowMicros) {
        Entry entry = entries.get(viewId);
        if (entry != null) {
            entry.underWay = false;
            entry.stirred = true;
            entry.nextMicros = entry.rule instanceof RefreshRule.Manual
                    ? Long.MAX_VALUE
                    : nowMicros + (RETRY_MICROS << Math.min(entry.failures++, RETRY_DOUBLINGS_MAX));
        }
    }
}
