package io.millrace.cluster.view;

import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What of one log a view has not taken yet, as the ticks that bound it. Ticks are put together where that makes no difference to the view: all but those
 * with a decision on the log's watermarks and those in which a partition that stood aside comes back. So it grows with silences, not with rows.
 */
final class FeedBacklog {
    /** What is written into a checkpoint. */
    record Notes(List<Long> read, List<Integer> idle, List<Tick> ticks) {}

    private final SourceFeed feed;
    private List<Long> read;
    private final Set<Integer> idleAtRead;
    private final List<Tick> ticks = new ArrayList<>();
    private List<Long> bound;
    private final Set<Integer> idle;
    /** Whether the last tick noted may take in another. */
    private boolean open;

    /** @param read how far the view has read; @param idle partitions that stand aside there */
    FeedBacklog(SourceFeed feed, List<Long> read, Set<Integer> idle) {
        this.feed = feed;
        this.read = List.copyOf(read);
        this.bound = this.read;
        this.idleAtRead = new HashSet<>(idle);
        this.idle = new HashSet<>(idle);
    }

    static FeedBacklog restore(SourceFeed feed, Notes notes) {
        FeedBacklog backlog = new FeedBacklog(feed, notes.read(), new HashSet<>(notes.idle()));
        notes.ticks().forEach(backlog::note);
        return backlog;
    }

    Notes notes() {
        return new Notes(read, List.copyOf(new TreeSet<>(idleAtRead)), List.copyOf(ticks));
    }

    String logId() {
        return feed.logId();
    }

    /** How far the view has read. */
    List<Long> read() {
        return read;
    }

    /** Partitions that stand aside where the view has read to. */
    Set<Integer> idleAtRead() {
        return idleAtRead;
    }

    int ticks() {
        return ticks.size();
    }

    /** Returns whether the tick holds a decision or rows of this log. */
    boolean note(Tick tick) {
        List<Long> ends = tick.ends().getOrDefault(feed.logId(), bound);
        List<Tick.Decision> decisions =
                tick.decisions().stream().filter(decision -> decision.logId().equals(feed.logId())).toList();
        if (ends.equals(bound) && decisions.isEmpty()) {
            return false;
        }
        bound = Timeline.padded(bound, ends.size());
        boolean comesBack = false;
        for (int p = 0; p < ends.size(); p++) {
            comesBack |= ends.get(p) > bound.get(p) && idle.remove(p);
        }
        for (Tick.Decision decision : decisions) {
            if (decision instanceof Tick.Decision.Idle aside) {
                idle.add(aside.partition());
            }
        }
        if (open && !comesBack) {
            ticks.removeLast();
        }
        ticks.add(new Tick(tick.number(), tick.micros(), Map.of(feed.logId(), ends), decisions));
        open = decisions.isEmpty() && !comesBack;
        bound = ends;
        return true;
    }

    /**
     * Gives everything noted as events of steps of a bounded number of rows, in the order of the log; nothing is forgotten.
     *
     * @param step takes over the events' batches
     */
    void forEachStep(Input input, long rowsMost, BufferAllocator allocator, Consumer<List<InputEvent>> step) {
        Set<Integer> aside = new HashSet<>(idleAtRead);
        List<Long> at = read;
        List<Long> from = read;
        List<Tick> some = new ArrayList<>();
        long rows = 0;
        for (Tick tick : ticks) {
            List<Long> ends = tick.ends().get(feed.logId());
            at = Timeline.padded(at, ends.size());
            from = Timeline.padded(from, ends.size());
            List<Long> cut = next(at, ends, rowsMost - rows);
            while (!cut.equals(ends)) {
                some.add(new Tick(tick.number(), tick.micros(), Map.of(feed.logId(), cut), List.of()));
                step.accept(LeafEvents.of(feed, input, from, some, aside, allocator));
                some.clear();
                rows = 0;
                at = cut;
                from = cut;
                cut = next(at, ends, rowsMost);
            }
            rows += sum(ends) - sum(at);
            some.add(tick);
            at = ends;
        }
        if (!some.isEmpty()) {
            step.accept(LeafEvents.of(feed, input, from, some, aside, allocator));
        }
    }

    /** So many rows further, partition by partition as they are read. */
    private static List<Long> next(List<Long> from, List<Long> to, long rowsMost) {
        List<Long> cut = new ArrayList<>(from);
        long left = Math.max(0, rowsMost);
        for (int p = 0; p < to.size(); p++) {
            long taken = Math.min(left, to.get(p) - from.get(p));
            cut.set(p, from.get(p) + taken);
            left -= taken;
        }
        return cut;
    }

    private static long sum(List<Long> ends) {
        return ends.stream().mapToLong(Long::longValue).sum();
    }

    /** The view has taken everything. */
    void clear() {
        read = bound;
        idleAtRead.clear();
        idleAtRead.addAll(idle);
        ticks.clear();
        open = false;
    }
}
