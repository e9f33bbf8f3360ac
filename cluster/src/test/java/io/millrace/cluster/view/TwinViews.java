package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.StepOutput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What a view holds at a tick that was never interrupted: its plan, made anew and stepped over all ticks since the first, cut into steps at random. Only
 * the logs and the logged ticks go in.
 */
final class TwinViews {
    private final BufferAllocator allocator;
    private final Clock clock;
    private final Function<String, SourceFeed> feeds;
    private final List<Tick> ticks;
    private final RandomGenerator random;

    /** @param ticks all ever bound, from tick 0 on */
    TwinViews(BufferAllocator allocator, Clock clock, Function<String, SourceFeed> feeds, List<Tick> ticks, RandomGenerator random) {
        this.allocator = allocator;
        this.clock = clock;
        this.feeds = feeds;
        this.ticks = ticks;
        this.random = random;
    }

    /** Rows with how often they are there. */
    Map<List<Object>, Long> contents(SimulatedViews.Spec view, Map<String, SimulatedViews.Spec> all, long tick) {
        int to = (int) (view.id().equals(SimulatedViews.MANUAL) ? lastRefresh(view.id(), tick) : tick) + 1;
        if (!view.upstream().isEmpty()) {
            return over(view.plan(), contents(all.get(view.upstream().get(0)), all, to - 1));
        }
        DataflowOptions plain = DataflowOptions.of(allocator, clock, this::facts).withTtl(view.ttlMicros());
        Map<List<Object>, Long> rows = new HashMap<>();
        try (Dataflow dataflow = Dataflow.compile(view.plan(), view.onClose() ? plain.withEmitOnWindowClose() : plain)) {
            Map<Integer, Set<Integer>> idle = new HashMap<>();
            for (int from = 0; from < to;) {
                int next = view.ttlMicros() == Long.MAX_VALUE ? from + 1 + random.nextInt(to - from) : from + 1;
                step(dataflow, ticks.subList(from, next), idle, rows);
                from = next;
            }
        }
        return rows;
    }

    private long lastRefresh(String viewId, long tick) {
        for (long number = tick; number >= 0; number--) {
            if (ticks.get((int) number).decisions().stream()
                    .anyMatch(decision -> decision instanceof Tick.Decision.Refresh && decision.logId().equals(viewId))) {
                return number;
            }
        }
        return -1;
    }

    private InputFacts facts(PlanNode leaf) {
        return feeds.apply(logId(leaf)).facts();
    }

    private static String logId(PlanNode leaf) {
        return ((ScanTarget.Stream) ((PlanNode.Scan) leaf).target()).streamId();
    }

    private void step(Dataflow dataflow, List<Tick> taken, Map<Integer, Set<Integer>> idle, Map<List<Object>, Long> rows) {
        List<List<InputEvent>> events = new ArrayList<>();
        for (Input input : dataflow.inputs()) {
            SourceFeed feed = feeds.apply(logId(input.leaf()));
            events.add(LeafEvents.of(feed, input, endsBefore(feed, taken.getFirst().number()), taken,
                    idle.computeIfAbsent(input.index(), i -> new HashSet<>()), allocator));
        }
        try (StepOutput output = dataflow.step(new StepInput(taken.getLast().number(), taken.getLast().micros(), events))) {
            output.deltas().forEach(delta -> ViewFixture.add(rows, delta));
        }
    }

    private List<Long> endsBefore(SourceFeed feed, long tick) {
        for (long number = tick - 1; number >= 0; number--) {
            List<Long> ends = ticks.get((int) number).ends().get(feed.logId());
            if (ends != null) {
                return ends;
            }
        }
        return Collections.nCopies(feed.partitions(), 0L);
    }

    /** A plan over the contents of a view, in one step. */
    private Map<List<Object>, Long> over(PlanNode plan, Map<List<Object>, Long> upstream) {
        Map<List<Object>, Long> rows = new HashMap<>();
        try (Dataflow dataflow = Dataflow.compile(plan, DataflowOptions.of(allocator, clock, leaf -> InputFacts.TABLE));
                BatchBuilder builder = new BatchBuilder(allocator, dataflow.inputs().get(0).schema(), 16)) {
            List<Integer> columns = dataflow.inputs().get(0).columns();
            upstream.forEach((row, count) -> {
                for (long i = 0; i < count; i++) {
                    builder.row(columns.stream().map(row::get).toArray());
                }
            });
            Batch batch = builder.build();
            try (StepOutput output = dataflow.step(new StepInput(0, 0, List.of(List.of(new InputEvent.Rows(0, batch)))))) {
                output.deltas().forEach(delta -> ViewFixture.add(rows, delta));
            }
        }
        return rows;
    }
}
