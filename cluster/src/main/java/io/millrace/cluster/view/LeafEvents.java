package io.millrace.cluster.view;

import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The events that one input takes from a log over several ticks. Ticks are merged where that makes no difference: a decision on a watermark, and
 * rows while a partition stands aside, keep their place in the order.
 */
final class LeafEvents {
    private final SourceFeed feed;
    private final Input input;
    private final BufferAllocator allocator;
    private final Set<Integer> idle;
    private final List<Long> read;
    private List<Long> bound;
    private final List<InputEvent> events = new ArrayList<>();

    /** @param idle partitions that stood aside before; is brought up to date */
    private LeafEvents(SourceFeed feed, Input input, List<Long> from, Set<Integer> idle, BufferAllocator allocator) {
        this.feed = feed;
        this.input = input;
        this.allocator = allocator;
        this.idle = idle;
        this.read = new ArrayList<>(from);
        this.bound = from;
    }

    /** Events of rows from offsets {@code from} up to what the last tick binds; the batches are the caller's. */
    static List<InputEvent> of(SourceFeed feed, Input input, List<Long> from, List<Tick> ticks, Set<Integer> idle,
            BufferAllocator allocator) {
        LeafEvents reader = new LeafEvents(feed, input, from, idle, allocator);
        try {
            ticks.forEach(reader::take);
            reader.flush();
            return reader.events;
        } catch (RuntimeException e) {
            close(reader.events);
            throw e;
        }
    }

    /** Events of a snapshot: all rows up to {@code ends}. */
    static List<InputEvent> snapshot(SourceFeed feed, Input input, List<Long> ends, BufferAllocator allocator) {
        List<InputEvent> events = new ArrayList<>();
        try {
            feed.snapshotEvents(ends, input.columns(), allocator, events::add);
            return events;
        } catch (RuntimeException e) {
            close(events);
            throw e;
        }
    }

    static void close(List<InputEvent> events) {
        for (InputEvent event : events) {
            if (event instanceof InputEvent.Rows rows) {
                rows.batch().close();
            }
        }
    }

    private void take(Tick tick) {
        bound = tick.ends().getOrDefault(feed.logId(), bound);
        if (!idle.isEmpty()) {
            flush();
        }
        for (Tick.Decision decision : tick.decisions()) {
            if (decision.logId().equals(feed.logId())) {
                flush();
                events.add(event(decision));
            }
        }
    }

    private InputEvent event(Tick.Decision decision) {
        return switch (decision) {
            case Tick.Decision.Idle aside -> {
                idle.add(aside.partition());
                yield new InputEvent.Idle(aside.partition());
            }
            case Tick.Decision.Elapse elapse -> new InputEvent.Elapse(elapse.micros());
            case Tick.Decision.Refresh refresh -> throw new AssertionError("a view is no log: " + refresh);
            case Tick.Decision.Advance advance -> new InputEvent.Advance(advance.partition(), advance.watermarkMicros());
        };
    }

    private void flush() {
        Set<Integer> active = new HashSet<>();
        for (int p = 0; p < bound.size(); p++) {
            if (read.get(p) < bound.get(p)) {
                feed.readEvents(p, read.get(p), bound.get(p), input.columns(), allocator, events::add);
                read.set(p, bound.get(p));
                active.add(p);
            }
        }
        idle.removeAll(active);
    }
}
