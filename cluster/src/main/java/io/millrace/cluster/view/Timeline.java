package io.millrace.cluster.view;

import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one global timeline of ticks. It binds a new tick when a log that views read has new rows: how far each log has come is written and durable
 * before any view moves. A tick takes a bounded number of rows of each partition, so that one large write becomes several steps.
 *
 * <p>Everything happens under one lock, which is held over the write of a tick: ticks are small when little comes and grow with the load, since what
 * arrives during one write is bound by the next.
 */
final class Timeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);
    /** Most rows of one partition that one tick binds. */
    static final long TICK_ROWS_MAX = 1 << 18;

    /** How late an alarm may be if the clock is set. */
    private static final long ALARM_MILLIS_MAX = 1_000;

    /** Each tick of such a number binds all logs, not only those that moved, so that what was before it can be forgotten. */
    private static final long FULL_EVERY = 64;

    /** Where ticks are kept. */
    interface TickStore {
        /** Durable when this returns. */
        void append(Tick tick);

        /** Ticks that are kept, in order. */
        List<Tick> load();

        /** Ticks below {@code number} are needed no more. */
        void trim(long number);
    }

    private final TickStore store;
    private final Clock clock;
    private final TickListener listener;
    private final Map<String, Registration> feeds = new HashMap<>();
    private final Map<String, List<Long>> ends = new HashMap<>();
    private final ConcurrentSkipListMap<Long, Tick> recent = new ConcurrentSkipListMap<>();
    /** By kept tick, rows bound by all kept ticks up to and with it. */
    private final ConcurrentSkipListMap<Long, Long> rowsUpTo = new ConcurrentSkipListMap<>();
    private final Thread thread;
    private boolean dirty;
    private boolean closed;
    private volatile Tick latest;
    private volatile long nextIdleNanos = Long.MAX_VALUE;
    private volatile Alarm alarm;

    /** A feed and how many views read it. */
    private static final class Registration {
        private final SourceFeed feed;
        private final Idleness idleness;
        private int readers;

        Registration(SourceFeed feed, long nowNanos) {
            this.feed = feed;
            this.idleness = new Idleness(feed, nowNanos);
        }
    }

    /** Hears of each tick after it is durable, in order, under the timeline's lock: it must only schedule work. */
    interface TickListener {
        /** {@code concerned}: the logs that have new rows or decisions. */
        void bound(Tick tick, Set<String> concerned);
    }

    /** Something to be decided at a time of day. Called under the timeline's lock; must not wait for a step. */
    interface Alarm {
        /** When {@link #due} has something to say next, microseconds since 1970; {@link Long#MAX_VALUE}: not before something else happens. */
        long nextMicros();

        List<Tick.Decision> due(long nowMicros);
    }

    Timeline(TickStore store, Clock clock, TickListener listener) {
        this.store = store;
        this.clock = clock;
        this.listener = listener;
        for (Tick tick : store.load()) {
            recent.put(tick.number(), tick);
            countRows(tick);
            ends.putAll(tick.ends());
            latest = tick;
        }
        if (latest == null) {
            latest = new Tick(-1, clock.epochMicros(), Map.of(), List.of());
        }
        thread = Thread.ofPlatform().name("millrace-timeline").daemon().unstarted(this::run);
    }

    /** Before the start. */
    void setAlarm(Alarm newAlarm) {
        alarm = newAlarm;
    }

    void start() {
        thread.start();
    }

    Tick latest() {
        return latest;
    }

    /** Ticks after {@code from}, up to and with {@code to}, without waiting for the lock; null if some of them are no longer kept. */
    List<Tick> between(long from, long to) {
        List<Tick> ticks = List.copyOf(recent.subMap(from, false, to, true).values());
        return ticks.size() == to - from ? ticks : null;
    }

    private void countRows(Tick tick) {
        long rows = rowsUpTo.isEmpty() ? 0 : rowsUpTo.lastEntry().getValue();
        for (Map.Entry<String, List<Long>> moved : tick.ends().entrySet()) {
            List<Long> before = ends.get(moved.getKey());
            for (int p = 0; p < moved.getValue().size(); p++) {
                rows += Math.max(0, moved.getValue().get(p) - (before == null || before.size() <= p ? 0 : before.get(p)));
            }
        }
        rowsUpTo.put(tick.number(), rows);
    }

    /** The last tick up to {@code to} such that the ticks after {@code from} bind at most that many rows of all logs together, at least the next one. */
    long within(long from, long to, long rowsMost) {
        long before = rowsUpTo.getOrDefault(from, 0L);
        long last = Math.min(to, from + 1);
        while (last < to && rowsUpTo.getOrDefault(last + 1, Long.MAX_VALUE) - before <= rowsMost) {
            last++;
        }
        return last;
    }

    /** The end offsets of a log as of a kept tick, without waiting for the lock; zeros if it was not bound by then. */
    List<Long> endsAt(String logId, int partitions, long tickNumber) {
        for (Tick tick : recent.headMap(tickNumber, true).descendingMap().values()) {
            List<Long> found = tick.ends().get(logId);
            if (found != null) {
                return padded(found, partitions);
            }
        }
        return Collections.nCopies(partitions, 0L);
    }

    /** With zeros for partitions that were not known yet. */
    static List<Long> padded(List<Long> ends, int partitions) {
        if (ends.size() >= partitions) {
            return ends;
        }
        List<Long> padded = new ArrayList<>(ends);
        padded.addAll(Collections.nCopies(partitions - ends.size(), 0L));
        return List.copyOf(padded);
    }

    /**
     * Adds a reader of a feed. A feed that had none is bound at its present end by a tick of its own.
     *
     * @return the latest tick, which binds every feed given
     */
    synchronized Tick register(List<SourceFeed> added) {
        Map<String, List<Long>> moved = new TreeMap<>();
        for (SourceFeed feed : added) {
            Registration registration = feeds.computeIfAbsent(feed.logId(), id -> new Registration(feed, clock.monotonicNanos()));
            registration.readers++;
            List<Long> now = feed.ends();
            if (registration.readers == 1) {
                registration.feed.follow(now, now);
                if (!now.equals(ends.get(feed.logId()))) {
                    moved.put(feed.logId(), now);
                }
            }
        }
        if (!moved.isEmpty()) {
            bind(moved, List.of());
        }
        moved();
        return latest;
    }

    /** As {@link #register} after a restart: the feed goes on from where the kept ticks left it, and is read again from a tick on. */
    synchronized void restore(List<SourceFeed> restored, long fromTick) {
        for (SourceFeed feed : restored) {
            Registration registration = feeds.computeIfAbsent(feed.logId(), id -> new Registration(feed, clock.monotonicNanos()));
            if (registration.readers++ == 0) {
                registration.feed.follow(
                        endsAt(feed.logId(), feed.partitions(), fromTick), ends.getOrDefault(feed.logId(), List.of()));
            }
        }
    }

    synchronized void unregister(List<String> logIds) {
        for (String id : logIds) {
            Registration registration = feeds.get(id);
            if (registration != null && --registration.readers == 0) {
                registration.feed.unfollow();
                feeds.remove(id);
                ends.remove(id);
            }
        }
    }

    /** Binds what is new, at once, and gives the latest tick: whoever wrote before sees it from this tick on. */
    synchronized Tick bindNow() {
        bindMoved();
        return latest;
    }

    /** Runs {@code action} with the latest tick while no other is bound; everything durable by now is bound by then. */
    synchronized <T> T atLatest(Function<Tick, T> action) {
        while (bindMoved()) {
            // Several ticks where much came at once.
        }
        return action.apply(latest);
    }

    /** Logs decisions on watermarks as a tick of their own. */
    synchronized void decide(List<Tick.Decision> decisions) {
        if (!decisions.isEmpty()) {
            bind(Map.of(), decisions);
        }
    }

    /** Rows came somewhere; does not block. */
    void moved() {
        synchronized (thread) {
            dirty = true;
            thread.notifyAll();
        }
    }

    /** Ticks up to and with {@code number} are needed by no view any more; those since the last full one before it are kept all the same. */
    synchronized void trim(long number) {
        long full = Math.floorDiv(number, FULL_EVERY) * FULL_EVERY;
        recent.headMap(Math.min(full, latest.number())).clear();
        rowsUpTo.headMap(Math.min(full, latest.number())).clear();
        store.trim(Math.max(full, 0));
    }

    private void run() {
        while (true) {
            synchronized (thread) {
                try {
                    if (!dirty && !closed) {
                        // 0 waits until rows come.
                        thread.wait(waitMillis());
                    }
                } catch (InterruptedException e) {
                    return;
                }
                if (closed) {
                    return;
                }
                dirty = false;
            }
            try {
                turn();
            } catch (MillraceException e) {
                LOG.error("a tick could not be written; views stand still until it can", e);
            }
        }
    }

    /** Binds what is new, and decides what is due by the clock. */
    void turn() {
        boolean more = true;
        while (more) {
            synchronized (this) {
                more = bindMoved();
            }
        }
        decideIdle();
        noteNextIdle();
        decideAlarm();
    }

    /** Lets partitions that have been silent for too long step aside. Runs on its own; rows that are durable by now are bound first. */
    synchronized void decideIdle() {
        long now = clock.monotonicNanos();
        if (feeds.values().stream().noneMatch(registration -> registration.idleness.nextNanos() <= now)) {
            return;
        }
        while (bindMoved()) {
            // A partition with rows to bind is not idle.
        }
        List<Tick.Decision> decisions = new ArrayList<>();
        feeds.values().forEach(registration -> decisions.addAll(registration.idleness.due(now)));
        decide(decisions);
    }

    /** Logs what is due by the clock. Rows that are durable by now are bound first. */
    synchronized void decideAlarm() {
        long now = clock.epochMicros();
        if (alarm != null && alarm.nextMicros() <= now) {
            while (bindMoved()) {
                // A refresh takes what was there before it.
            }
            decide(alarm.due(now));
        }
    }

    /** As {@link #decide} over all that is durable by now; gives the tick. */
    synchronized <T> T decideAtLatest(List<Tick.Decision> decisions, Function<Tick, T> action) {
        while (bindMoved()) {
            // Several ticks where much came at once.
        }
        decide(decisions);
        return action.apply(latest);
    }

    /** Until there is something to decide, at least 1; 0 if there will not be before something happens. */
    private long waitMillis() {
        long idleWait = idleWaitMillis();
        long next = alarm == null ? Long.MAX_VALUE : alarm.nextMicros();
        if (next == Long.MAX_VALUE) {
            return idleWait;
        }
        // The clock may be set meanwhile.
        long alarmWait = Math.clamp((next - clock.epochMicros() + 999) / 1000, 1, ALARM_MILLIS_MAX);
        return idleWait == 0 ? alarmWait : Math.min(idleWait, alarmWait);
    }

    /** Until the next partition steps aside, at least 1; 0 if none will before rows come. */
    private long idleWaitMillis() {
        long next = nextIdleNanos;
        return next == Long.MAX_VALUE ? 0 : Math.max(1, (next - clock.monotonicNanos() + 999_999) / 1_000_000);
    }

    private synchronized void noteNextIdle() {
        nextIdleNanos = feeds.values().stream().mapToLong(registration -> registration.idleness.nextNanos()).min().orElse(Long.MAX_VALUE);
    }

    /** Binds one tick of what is new; false if nothing is. */
    private boolean bindMoved() {
        Map<String, List<Long>> moved = new TreeMap<>();
        for (Map.Entry<String, Registration> entry : feeds.entrySet()) {
            List<Long> now = entry.getValue().feed.ends();
            List<Long> before = ends.get(entry.getKey());
            if (!now.equals(before)) {
                moved.put(entry.getKey(), bounded(before, now));
            }
        }
        if (moved.isEmpty()) {
            return false;
        }
        bind(moved, List.of());
        return true;
    }

    private static List<Long> bounded(List<Long> before, List<Long> now) {
        List<Long> to = new ArrayList<>(now.size());
        for (int p = 0; p < now.size(); p++) {
            // A partition that was found later begins at 0.
            long from = before == null || p >= before.size() ? 0 : before.get(p);
            to.add(Math.min(now.get(p), from + TICK_ROWS_MAX));
        }
        return List.copyOf(to);
    }

    private void bind(Map<String, List<Long>> moved, List<Tick.Decision> decisions) {
        long number = latest.number() + 1;
        Map<String, List<Long>> bound = new HashMap<>(ends);
        bound.putAll(moved);
        boolean full = number % FULL_EVERY == 0;
        Tick tick = new Tick(number, Math.max(latest.micros(), clock.epochMicros()), full ? bound : moved, decisions);
        store.append(tick);
        long now = clock.monotonicNanos();
        moved.forEach((id, to) -> {
            if (feeds.containsKey(id)) {
                feeds.get(id).idleness.moved(ends.get(id), to, now);
            }
        });
        countRows(tick);
        ends.putAll(moved);
        recent.put(number, tick);
        latest = tick;
        Set<String> concerned = new HashSet<>(moved.keySet());
        decisions.forEach(decision -> concerned.add(decision.logId()));
        listener.bound(tick, concerned);
    }

    @Override
    public void close() {
        synchronized (thread) {
            closed = true;
            thread.notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
