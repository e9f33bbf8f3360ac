package io.millrace.exec.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.WindowAssign.WindowKind;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.SystemClock;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Windows over streams whose rows come out of order and too late, with partitions that fall silent: what a view holds is a function of the log and of
 * the logged decisions, however they are cut into steps, and equals what a plain model of watermarks says. State that is freed was needed no more.
 */
class EventTimeTest {
    private static final long DELAY = 3_000_000;
    private static final long SIZE = 12_000_000;
    private static final long SLIDE = 4_000_000;
    private static final long GAP = 2_000_000;
    private static final int PARTITIONS = 3;
    private static final Schema EVENTS =
            Schema.of(Field.of("k", SqlType.BIGINT), Field.of("ts", SqlType.timestamp(6)), Field.of("n", SqlType.BIGINT));
    private static final Schema WINDOWED =
            EVENTS.concat(Schema.of(Field.of("window_start", SqlType.timestamp(6)), Field.of("window_end", SqlType.timestamp(6))));

    /** One entry of the log of a stream: a row, or (row null) a decision. */
    private record Entry(int partition, List<Object> row, boolean idle, long elapsed) {}

    /** What the watermarks are, as plainly as can be. */
    private static final class Model {
        private final long[] watermarks = new long[PARTITIONS];
        private final boolean[] idle = new boolean[PARTITIONS];
        private final List<List<Object>> kept = new ArrayList<>();
        private long combined = Long.MIN_VALUE;
        private long greatest = Long.MIN_VALUE;
        private final long horizon;
        private final boolean followsClock;

        Model(long horizon, boolean followsClock) {
            Arrays.fill(watermarks, Long.MIN_VALUE);
            this.horizon = horizon;
            this.followsClock = followsClock;
        }

        /** A kept row carries its partition's watermark before it as one more value. */
        void take(Entry entry) {
            int p = entry.partition;
            if (entry.idle) {
                idle[p] = true;
            } else if (entry.row == null) {
                for (int i = 0; followsClock && greatest != Long.MIN_VALUE && i < PARTITIONS; i++) {
                    if (watermarks[i] != Long.MIN_VALUE) {
                        watermarks[i] = Math.max(watermarks[i], Math.min(greatest + horizon, watermarks[i] + entry.elapsed));
                    }
                }
            } else {
                watermarks[p] = idle[p] ? Math.max(watermarks[p], combined) : watermarks[p];
                idle[p] = false;
                List<Object> row = new ArrayList<>(entry.row);
                row.add(watermarks[p]);
                kept.add(row);
                if (entry.row.get(1) != null) {
                    greatest = Math.max(greatest, micros(entry.row.get(1)));
                    watermarks[p] = Math.max(watermarks[p], micros(entry.row.get(1)) - DELAY);
                }
            }
            long active = Long.MAX_VALUE;
            long seen = Long.MAX_VALUE;
            boolean anyActive = false;
            for (int i = 0; i < PARTITIONS; i++) {
                anyActive |= !idle[i];
                active = idle[i] ? active : Math.min(active, watermarks[i]);
                seen = watermarks[i] == Long.MIN_VALUE ? seen : Math.min(seen, watermarks[i]);
            }
            combined = Math.max(combined, anyActive ? active : seen == Long.MAX_VALUE ? Long.MIN_VALUE : seen);
        }
    }

    private static long micros(Object time) {
        LocalDateTime local = (LocalDateTime) time;
        return local.toEpochSecond(ZoneOffset.UTC) * 1_000_000L + local.getNano() / 1000;
    }

    private static List<Entry> log(RandomGenerator random, int length) {
        List<Entry> entries = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < length; i++) {
            int p = random.nextInt(PARTITIONS);
            switch (random.nextInt(25)) {
                case 0 -> entries.add(new Entry(p, null, true, 0));
                case 1 -> {
                    for (int q = 0; q < PARTITIONS; q++) {
                        entries.add(new Entry(q, null, true, 0));
                    }
                    entries.add(new Entry(0, null, false, random.nextLong(20_000_000)));
                }
                default -> {
                    time += random.nextLong(1_500_000);
                    long late = random.nextInt(4) == 0 ? random.nextLong(20_000_000) : random.nextLong(2_000_000);
                    Object ts = random.nextInt(20) == 0 ? null
                            : LocalDateTime.of(2024, 1, 1, 0, 0).plusNanos((time - late) * 1000);
                    entries.add(new Entry(p, Rows.row((long) random.nextInt(3), ts, (long) random.nextInt(10)), false, 0));
                }
            }
        }
        return entries;
    }

    private static PlanNode.Scan scan(String name) {
        return new PlanNode.Scan(name, new ScanTarget.System(name), EVENTS, List.of(0, 1, 2), List.of(), null, -1);
    }

    private static PlanNode.WindowAssign assign(String name, WindowKind kind) {
        long size = kind == WindowKind.SESSION ? GAP : SIZE;
        return new PlanNode.WindowAssign(
                scan(name), kind, 1, size, kind == WindowKind.TUMBLE || kind == WindowKind.SESSION ? 0 : SLIDE, 0,
                kind == WindowKind.SESSION ? List.of(0) : List.of(), WINDOWED);
    }

    private static PlanNode counted(PlanNode input) {
        return DataflowTest.aggregate(
                input, List.of(0, 3, 4),
                DataflowTest.call(AggregateFunction.COUNT, SqlType.BIGINT),
                new AggregateCall(
                        AggregateFunction.MAX, List.of(Expr.column(2, SqlType.BIGINT)), false, -1, List.of(), false,
                        SqlType.BIGINT));
    }

    /** The windows of the rows that are not late for them. */
    private static List<List<Object>> windowed(Model model, PlanNode.WindowAssign assign) {
        boolean session = assign.kind() == WindowKind.SESSION;
        Map<String, List<List<Object>>> tables = new HashMap<>();
        if (session) {
            tables.put("s", model.kept.stream()
                    .filter(row -> row.get(1) != null && micros(row.get(1)) + GAP > (Long) row.get(3))
                    .map(row -> row.subList(0, 3))
                    .toList());
            return new Reference(tables).rows(withScan(assign, "s"));
        }
        List<List<Object>> out = new ArrayList<>();
        for (List<Object> row : model.kept) {
            tables.put("s", List.of(row.subList(0, 3)));
            for (List<Object> windowed : new Reference(tables).rows(withScan(assign, "s"))) {
                if (micros(windowed.get(4)) > (Long) row.get(3)) {
                    out.add(windowed);
                }
            }
        }
        return out;
    }

    private static PlanNode withScan(PlanNode.WindowAssign assign, String name) {
        return assign.withInputs(List.of(scan(name)));
    }

    private static List<List<Object>> counts(List<List<Object>> windowed) {
        PlanNode.Scan scan = new PlanNode.Scan("w", new ScanTarget.System("w"), WINDOWED, List.of(0, 1, 2, 3, 4), List.of(), null, -1);
        return new Reference(Map.of("w", windowed)).rows(counted(scan));
    }

    @ParameterizedTest
    @EnumSource(WindowKind.class)
    void windowsAreAFunctionOfTheLog(WindowKind kind) {
        PlanNode.WindowAssign assign = assign("s", kind);
        long extra = kind == WindowKind.SESSION ? GAP : 0;
        for (long seed = 0; seed < 20; seed++) {
            for (boolean onClose : new boolean[] {false, true}) {
                run(seed, counted(assign), onClose, List.of("s"), models -> {
                    List<List<Object>> all = counts(windowed(models.get("s"), assign));
                    return onClose
                            ? all.stream().filter(row -> micros(row.get(2)) + extra <= models.get("s").combined).toList()
                            : all;
                });
            }
        }
    }

    /** By an accumulator that slides. */
    @Test
    void windowsThatOverlapMuchAreAFunctionOfTheLog() {
        for (long slide : new long[] {500_000, 125_000}) {
            PlanNode.WindowAssign assign =
                    new PlanNode.WindowAssign(scan("s"), WindowKind.HOP, 1, SIZE, slide, 250_000, List.of(), WINDOWED);
            PlanNode all = DataflowTest.aggregate(
                    assign, List.of(3, 4), DataflowTest.call(AggregateFunction.COUNT, SqlType.BIGINT),
                    new AggregateCall(AggregateFunction.SUM, List.of(Expr.column(2, SqlType.BIGINT)), false, -1, List.of(), false,
                            SqlType.BIGINT));
            for (long seed = 0; seed < 8; seed++) {
                run(seed, counted(assign), true, List.of("s"), models -> counts(windowed(models.get("s"), assign)).stream()
                        .filter(row -> micros(row.get(2)) <= models.get("s").combined).toList());
                run(seed, all, true, List.of("s"), models -> new Reference(Map.of("w", windowed(models.get("s"), assign)))
                        .rows(all.withInputs(List.of(new PlanNode.Scan(
                                "w", new ScanTarget.System("w"), WINDOWED, List.of(0, 1, 2, 3, 4), List.of(), null, -1))))
                        .stream().filter(row -> micros(row.get(1)) <= models.get("s").combined).toList());
            }
        }
    }

    @Test
    void windowJoinsAreAFunctionOfTheLog() {
        PlanNode.WindowAssign left = assign("s", WindowKind.TUMBLE);
        PlanNode.WindowAssign right = assign("r", WindowKind.TUMBLE);
        for (PlanNode.JoinKind kind : List.of(PlanNode.JoinKind.INNER, PlanNode.JoinKind.FULL, PlanNode.JoinKind.LEFT_ANTI)) {
            PlanNode join = new PlanNode.Join(
                    counted(left), counted(right), kind, List.of(0, 1, 2), List.of(0, 1, 2), List.of(false, false, false), null);
            for (long seed = 0; seed < 20; seed++) {
                run(seed, join, false, List.of("s", "r"), models -> {
                    Schema counted = counted(left).schema();
                    PlanNode.Scan l =
                            new PlanNode.Scan("l", new ScanTarget.System("l"), counted, List.of(0, 1, 2, 3, 4), List.of(), null, -1);
                    PlanNode.Scan r =
                            new PlanNode.Scan("r", new ScanTarget.System("r"), counted, List.of(0, 1, 2, 3, 4), List.of(), null, -1);
                    return new Reference(Map.of(
                            "l", counts(windowed(models.get("s"), left)), "r", counts(windowed(models.get("r"), right))))
                            .rows(join.withInputs(List.of(l, r)));
                });
            }
        }
    }

    private interface Expected {
        List<List<Object>> of(Map<String, Model> models);
    }

    private static void run(long seed, PlanNode plan, boolean onClose, List<String> names, Expected expected) {
        try {
            RandomGenerator random = new SplittableRandom(seed);
            Map<String, List<Entry>> logs = new HashMap<>();
            Map<String, Model> models = new HashMap<>();
            long horizon = PlanNode.flatten(plan).stream()
                    .filter(PlanNode.WindowAssign.class::isInstance)
                    .mapToLong(n -> ((PlanNode.WindowAssign) n).kind() == WindowKind.SESSION ? 2 * GAP : SIZE)
                    .max().orElseThrow();
            for (String name : names) {
                logs.put(name, log(random, 250));
                models.put(name, new Model(horizon, onClose));
            }
            steps(random, plan, onClose, logs, models, expected);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + (onClose ? ", on close: " : ": ") + e.getMessage(), e);
        }
    }

    private static void steps(
            RandomGenerator random, PlanNode plan, boolean onClose, Map<String, List<Entry>> logs, Map<String, Model> models,
            Expected expected) {
        try (BufferAllocator allocator = new RootAllocator(1 << 28)) {
            DataflowOptions plain = DataflowOptions.of(
                    allocator, new SystemClock(), leaf -> InputFacts.stream(new EventTime(1, DELAY, PARTITIONS)))
                    .withBatchRows(1 + random.nextInt(20));
            DataflowOptions options = onClose ? plain.withEmitOnWindowClose() : plain;
            Map<String, Integer> at = new HashMap<>();
            int stepMost = 1 + random.nextInt(40);
            try (Kept kept = new Kept(plan, options, random)) {
                for (long tick = 0; logs.keySet().stream().anyMatch(name -> at.getOrDefault(name, 0) < logs.get(name).size()); tick++) {
                    List<List<InputEvent>> events = new ArrayList<>();
                    for (Input input : kept.dataflow().inputs()) {
                        List<Entry> log = logs.get(input.name());
                        int from = at.getOrDefault(input.name(), 0);
                        int to = Math.min(log.size(), from + random.nextInt(stepMost + 1));
                        at.put(input.name(), to);
                        log.subList(from, to).forEach(models.get(input.name())::take);
                        events.add(events(allocator, random, log.subList(from, to)));
                    }
                    try (StepOutput output = kept.dataflow().step(new StepInput(tick, tick, events))) {
                        kept.view().apply(output);
                    }
                    check(kept.view(), expected.of(models), "after tick " + tick);
                    if (random.nextInt(8) == 0) {
                        kept.restart();
                    }
                }
                long rows = kept.dataflow().statistics().stream().mapToLong(OperatorStatistics::stateRows).sum();
                assertTrue(rows < 600, "state of " + rows + " rows is left");
                assertTrue(kept.stored() < 600 + kept.view().rows(), kept.stored() + " stored entries are left");
            }
        }
    }

    private static void check(ViewContents view, List<List<Object>> expected, String when) {
        try (ViewSnapshot snapshot = view.snapshot()) {
            assertEquals(Rows.table(Reference.zset(expected)), Rows.table(Rows.zset(snapshot.batches())), when);
        }
    }

    /** Rows of one partition that follow each other are batches; everything stays in order. */
    private static List<InputEvent> events(BufferAllocator allocator, RandomGenerator random, List<Entry> entries) {
        List<InputEvent> events = new ArrayList<>();
        for (int i = 0; i < entries.size();) {
            Entry entry = entries.get(i);
            if (entry.row == null) {
                events.add(entry.idle ? new InputEvent.Idle(entry.partition) : new InputEvent.Elapse(entry.elapsed));
                i++;
                continue;
            }
            List<Rows.Weighted> rows = new ArrayList<>();
            while (i < entries.size() && entries.get(i).row != null && entries.get(i).partition == entry.partition && rows.size() < 5) {
                rows.add(new Rows.Weighted(entries.get(i++).row, 1));
            }
            events.add(new InputEvent.Rows(entry.partition, Rows.batch(allocator, EVENTS, rows, random)));
        }
        return events;
    }
}
