package io.millrace.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.Clock;
import io.millrace.exec.step.InputEvent;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views that are brought up to date by hand, by the clock, or at most so often. */
class FreshnessTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 5, 1, 12, 0);
    private static final CatalogObject.Emit CHANGES = new CatalogObject.Emit.Changes();
    private static final CatalogObject.Freshness MANUAL = new CatalogObject.Freshness.Manual();
    private static final CatalogObject.Freshness CONTINUOUS = new CatalogObject.Freshness.Continuous();
    private static final long HOUR = 3_600_000_000L;
    private static final CatalogObject.Stream STREAM = ViewFixture.stream("s", 3, Map.of(WatermarkPolicy.IDLE_TIMEOUT, "20 ms"));
    private static final PlanNode TOTALS = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
    private static final PlanNode WINDOWS = ViewFixture.windowCounts(ViewFixture.scan("s"), 2);

    @TempDir
    Path directory;

    /** A time of day that the test sets. */
    private static final class SetClock implements Clock {
        private final AtomicLong micros = new AtomicLong(1_700_000_000_000_000L);

        @Override
        public long epochMicros() {
            return micros.get();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    }

    private static ViewInfo info(ViewFixture fixture, String id) {
        return fixture.views.views().stream().filter(view -> view.id().equals(id)).findFirst().orElseThrow();
    }

    /** Waits until the clock's refresh has come. */
    private static void awaitRefresh(ViewFixture fixture, String id, long micros) {
        fixture.views.wake();
        while (!info(fixture, id).refreshedMicros().equals(OptionalLong.of(micros))) {
            Thread.onSpinWait();
        }
    }

    /** Views of every kind read each other; after any order of rows, refreshes, checkpoints and restarts each holds what it was refreshed to. */
    @Test
    void atRandomEachViewHoldsWhatItWasRefreshedTo() {
        PlanNode onTotals = ViewFixture.totals(ViewFixture.scanView("totals", TOTALS.schema()), 1, 1);
        PlanNode onManual = ViewFixture.totals(ViewFixture.scanView("manual", TOTALS.schema()), 1, 1);
        Map<String, PlanNode> plans = Map.of(
                "totals", TOTALS, "windows", WINDOWS, "bycount", onTotals, "manual", TOTALS, "manualwindows", WINDOWS, "manualbycount",
                onTotals, "onmanual", onManual);
        List<CatalogObject.MaterializedView> definitions = List.of(
                ViewFixture.view("totals", TOTALS, CHANGES, "s"),
                ViewFixture.view("windows", WINDOWS, new CatalogObject.Emit.OnWindowClose(), "s"),
                ViewFixture.view("bycount", onTotals, CHANGES, "totals"),
                ViewFixture.fresh("manual", TOTALS, MANUAL, "s"),
                new CatalogObject.MaterializedView(
                        "manualwindows", ViewFixture.view("manualwindows", WINDOWS, CHANGES).name(), WINDOWS.schema(), "", "public", MANUAL,
                        new CatalogObject.Emit.OnWindowClose(), List.of("s"), false, Map.of()),
                ViewFixture.fresh("manualbycount", onTotals, MANUAL, "totals"),
                ViewFixture.view("onmanual", onManual, CHANGES, "manual"));
        Map<String, String> continuous = Map.of("manual", "totals", "manualwindows", "windows", "manualbycount", "bycount");
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Map<List<Object>, Long>> expected = new HashMap<>();
        ViewFixture[] current = {new ViewFixture(directory, STREAM)};
        try {
            current[0].views.start(List.of(), v -> plans.get(v.id()));
            definitions.forEach(definition -> current[0].views.create(definition, plans.get(definition.id())));
            continuous.keySet().forEach(id -> expected.put(id, Map.of()));
            for (int i = 0; i < 120; i++) {
                int dice = random.nextInt(20);
                if (dice < 12) {
                    for (int n = random.nextInt(6); n >= 0; n--) {
                        current[0].append("s", "k" + random.nextInt(5),
                                NOON.plusNanos(i * 200_000_000L + random.nextInt(3) * 1_000_000_000L), (long) i);
                    }
                } else if (dice < 16) {
                    String id = List.copyOf(continuous.keySet()).get(random.nextInt(3));
                    assertTrue(current[0].views.refresh(id));
                    Map<List<Object>, Long> now = current[0].read(continuous.get(id), plans.get(id).schema());
                    // A silence may have let out more windows meanwhile.
                    Map<List<Object>, Long> refreshed = id.equals("manualwindows") ? current[0].read(id, WINDOWS.schema()) : now;
                    assertTrue(now.entrySet().containsAll(refreshed.entrySet()), id);
                    expected.put(id, refreshed);
                } else if (dice < 18) {
                    current[0].views.checkpoint();
                } else if (dice < 19) {
                    current[0].close();
                    current[0] = new ViewFixture(directory, STREAM);
                    current[0].views.start(definitions, v -> plans.get(v.id()));
                }
                int round = i;
                for (String id : continuous.keySet()) {
                    assertEquals(expected.get(id), current[0].read(id, plans.get(id).schema()), () -> id + " in round " + round);
                }
                assertEquals(byCount(expected.get("manual")), current[0].read("onmanual", onManual.schema()), "round " + round);
            }
            for (String id : continuous.keySet()) {
                do {
                    current[0].views.refresh(id);
                } while (!current[0].read(continuous.get(id), plans.get(id).schema()).equals(current[0].read(id, plans.get(id).schema())));
            }
        } finally {
            current[0].close();
        }
    }

    /** The reference of a view over totals: how many keys have a count, and what the counts sum up to. */
    private static Map<List<Object>, Long> byCount(Map<List<Object>, Long> totals) {
        return totals.keySet().stream()
                .collect(Collectors.groupingBy(row -> (Long) row.get(1), Collectors.counting()))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        e -> List.<Object>of(e.getKey(), e.getValue(), new java.math.BigDecimal(e.getKey() * e.getValue())), e -> 1L));
    }

    @Test
    void anIntervalRefreshesByTheClockAndOnceAfterDowntime() {
        SetClock clock = new SetClock();
        CatalogObject.MaterializedView hourly = ViewFixture.fresh("v", TOTALS, new CatalogObject.Freshness.Every(HOUR), "s");
        Map<List<Object>, Long> first;
        try (ViewFixture fixture = new ViewFixture(directory, clock, feed -> feed, STREAM)) {
            fixture.views.start(List.of(), v -> TOTALS);
            fixture.append("s", "a", NOON, 1L);
            fixture.views.create(hourly, TOTALS);
            first = fixture.read("v", TOTALS.schema());
            assertEquals(1, first.size());
            fixture.append("s", "b", NOON, 1L);
            clock.micros.addAndGet(HOUR - 1);
            fixture.views.wake();
            assertEquals(first, fixture.read("v", TOTALS.schema()));
            assertEquals(OptionalLong.of(clock.micros.get() + 1), info(fixture, "v").nextRefreshMicros());
            clock.micros.addAndGet(1);
            awaitRefresh(fixture, "v", clock.micros.get());
            assertEquals(2, fixture.read("v", TOTALS.schema()).size());
            fixture.append("s", "c", NOON, 1L);
        }
        clock.micros.addAndGet(5 * HOUR + 7);
        try (ViewFixture fixture = new ViewFixture(directory, clock, feed -> feed, STREAM)) {
            fixture.views.start(List.of(hourly), v -> TOTALS);
            awaitRefresh(fixture, "v", clock.micros.get());
            assertEquals(3, fixture.read("v", TOTALS.schema()).size());
            assertEquals(OptionalLong.of(clock.micros.get() + HOUR), info(fixture, "v").nextRefreshMicros());
        }
    }

    @Test
    void timesOfDayAndChangesBetweenAllKinds() {
        SetClock clock = new SetClock();
        // 2023-11-14 22:13:20 UTC
        CatalogObject.MaterializedView nightly = ViewFixture.fresh("v", TOTALS, new CatalogObject.Freshness.Cron("30 4 * * *"), "s");
        try (ViewFixture fixture = new ViewFixture(directory, clock, feed -> feed, STREAM)) {
            fixture.views.start(List.of(), v -> TOTALS);
            fixture.views.create(nightly, TOTALS);
            assertEquals(OptionalLong.of(1_700_022_600_000_000L), info(fixture, "v").nextRefreshMicros());
            fixture.append("s", "a", NOON, 1L);
            assertEquals(0, fixture.read("v", TOTALS.schema()).size());
            clock.micros.set(1_700_022_600_000_000L);
            awaitRefresh(fixture, "v", clock.micros.get());
            assertEquals(1, fixture.read("v", TOTALS.schema()).size());
            fixture.append("s", "b", NOON, 1L);
            fixture.views.setFreshness(ViewFixture.fresh("v", TOTALS, MANUAL, "s"));
            assertEquals(1, fixture.read("v", TOTALS.schema()).size());
            fixture.views.setFreshness(ViewFixture.fresh("v", TOTALS, CONTINUOUS, "s"));
            assertEquals(2, fixture.read("v", TOTALS.schema()).size());
            fixture.append("s", "c", NOON, 1L);
            assertEquals(3, fixture.read("v", TOTALS.schema()).size());
            assertFalse(fixture.views.refresh("v"));
            fixture.views.setFreshness(ViewFixture.fresh("v", TOTALS, MANUAL, "s"));
            fixture.append("s", "d", NOON, 1L);
            assertEquals(3, fixture.read("v", TOTALS.schema()).size());
            MillraceException wrong = assertThrows(
                    MillraceException.class,
                    () -> RefreshRule.of(ViewFixture.fresh("v", TOTALS, new CatalogObject.Freshness.Cron("61 * * * *"), "s")));
            assertEquals(ErrorCode.INVALID_PARAMETER, wrong.code());
        }
        try (ViewFixture fixture = new ViewFixture(directory, clock, feed -> feed, STREAM)) {
            fixture.views.start(List.of(ViewFixture.fresh("v", TOTALS, MANUAL, "s")), v -> TOTALS);
            assertEquals(3, fixture.read("v", TOTALS.schema()).size());
            fixture.views.refresh("v");
            assertEquals(4, fixture.read("v", TOTALS.schema()).size());
        }
        // As if the server had died between the change of the definition and the view's checkpoint.
        try (ViewFixture fixture = new ViewFixture(directory, clock, feed -> feed, STREAM)) {
            fixture.views.start(List.of(ViewFixture.fresh("v", TOTALS, CONTINUOUS, "s")), v -> TOTALS);
            fixture.append("s", "e", NOON, 1L);
            assertEquals(5, fixture.read("v", TOTALS.schema()).size());
        }
    }

    @Test
    void changesLeaveAtMostSoOften() throws InterruptedException {
        SetClock clock = new SetClock();
        CatalogObject.MaterializedView view = ViewFixture.view("v", TOTALS, new CatalogObject.Emit.Every(10_000_000), "s");
        try (ViewFixture fixture = new ViewFixture(directory, clock, feed -> feed, STREAM)) {
            fixture.views.start(List.of(), v -> TOTALS);
            fixture.views.create(view, TOTALS);
            try (Subscription subscription = fixture.views.subscribe("v", true)) {
                for (int i = 0; i < 5; i++) {
                    fixture.append("s", "a", NOON, 1L);
                    clock.micros.addAndGet(1_000_000);
                    fixture.views.wake();
                }
                assertEquals(0, fixture.read("v", TOTALS.schema()).size());
                clock.micros.addAndGet(5_000_000);
                awaitRefresh(fixture, "v", clock.micros.get());
                Map<List<Object>, Long> seen = new HashMap<>();
                int changes = 0;
                while (seen.isEmpty()) {
                    try (ViewChange change = subscription.next(20_000)) {
                        change.deltas().forEach(delta -> ViewFixture.add(seen, delta));
                        changes += change.deltas().isEmpty() ? 0 : 1;
                    }
                }
                assertEquals(1, changes);
                assertEquals(fixture.read("v", TOTALS.schema()), seen);
                assertEquals(5L, seen.keySet().iterator().next().get(1));
                // Nothing came: nothing is due.
                clock.micros.addAndGet(60_000_000);
                fixture.views.wake();
                long before = info(fixture, "v").refreshedMicros().orElseThrow();
                fixture.append("s", "b", NOON, 1L);
                awaitRefresh(fixture, "v", clock.micros.get());
                assertTrue(before < clock.micros.get());
            }
        }
    }

    @Test
    void aRefreshThatFailsShowsAndIsTriedAgain() {
        SetClock clock = new SetClock();
        AtomicBoolean broken = new AtomicBoolean();
        CatalogObject.MaterializedView hourly = ViewFixture.fresh("v", TOTALS, new CatalogObject.Freshness.Every(HOUR), "s");
        try (ViewFixture fixture = new ViewFixture(directory, clock, feed -> new BreakableFeed(feed, broken), STREAM)) {
            fixture.views.start(List.of(), v -> TOTALS);
            fixture.append("s", "a", NOON, 1L);
            fixture.views.create(hourly, TOTALS);
            fixture.append("s", "b", NOON, 1L);
            broken.set(true);
            MillraceException failed = assertThrows(MillraceException.class, () -> fixture.views.refresh("v"));
            assertEquals(ErrorCode.IO_ERROR, failed.code());
            assertEquals(1, fixture.read("v", TOTALS.schema()).size());
            assertTrue(info(fixture, "v").error().orElseThrow().contains("the disk is away"));
            fixture.append("s", "c", NOON, 1L);
            broken.set(false);
            clock.micros.addAndGet(10_000_000);
            awaitRefresh(fixture, "v", clock.micros.get());
            assertEquals(3, fixture.read("v", TOTALS.schema()).size());
            assertTrue(info(fixture, "v").error().isEmpty());
        }
    }

    @Test
    void aViewThatHasStoppedIsBroughtBack() {
        AtomicBoolean broken = new AtomicBoolean();
        PlanNode onTotals = ViewFixture.totals(ViewFixture.scanView("v", TOTALS.schema()), 1, 1);
        Map<String, PlanNode> plans = Map.of("v", TOTALS, "w", onTotals);
        Map<String, CatalogObject.MaterializedView> definitions =
                Map.of("v", ViewFixture.view("v", TOTALS, CHANGES, "s"), "w", ViewFixture.view("w", onTotals, CHANGES, "v"));
        try (ViewFixture fixture = new ViewFixture(directory, new SetClock(), feed -> new BreakableFeed(feed, broken), STREAM)) {
            fixture.views.start(List.of(), v -> TOTALS);
            fixture.views.create(definitions.get("v"), TOTALS);
            fixture.views.create(definitions.get("w"), onTotals);
            fixture.append("s", "a", NOON, 1L);
            fixture.read("v", TOTALS.schema());
            broken.set(true);
            fixture.append("s", "b", NOON, 1L);
            assertThrows(MillraceException.class, () -> fixture.read("v", TOTALS.schema()));
            assertEquals("FAILED", info(fixture, "w").state());
            fixture.views.checkpoint();
            broken.set(false);
            fixture.append("s", "c", NOON, 1L);
            assertTrue(fixture.views.revive("w", definitions::get, v -> plans.get(v.id())));
            assertEquals(3, fixture.read("v", TOTALS.schema()).size());
            assertEquals(byCount(fixture.read("v", TOTALS.schema())), fixture.read("w", onTotals.schema()));
            fixture.append("s", "c", NOON, 1L);
            assertEquals(byCount(fixture.read("v", TOTALS.schema())), fixture.read("w", onTotals.schema()));
            assertFalse(fixture.views.revive("w", definitions::get, v -> plans.get(v.id())));
        }
    }

    private record BreakableFeed(SourceFeed feed, AtomicBoolean broken) implements SourceFeed {
        @Override
        public String logId() {
            return feed.logId();
        }

        @Override
        public io.millrace.exec.step.InputFacts facts() {
            return feed.facts();
        }

        @Override
        public int partitions() {
            return feed.partitions();
        }

        @Override
        public List<Long> ends() {
            return feed.ends();
        }

        @Override
        public void read(int partition, long from, long to, List<Integer> columns, BufferAllocator allocator,
                Consumer<io.millrace.common.batch.Batch> consumer) {
            feed.read(partition, from, to, columns, allocator, consumer);
        }

        @Override
        public void readEvents(int partition, long from, long to, List<Integer> columns, BufferAllocator allocator,
                Consumer<InputEvent> consumer) {
            feed.readEvents(partition, from, to, columns, allocator, consumer);
            if (broken.get()) {
                throw new MillraceException(ErrorCode.IO_ERROR, "the disk is away");
            }
        }

        @Override
        public io.millrace.common.plan.ScanTarget at(List<Long> ends) {
            return feed.at(ends);
        }

        @Override
        public void snapshot(List<Long> ends, List<Integer> columns, BufferAllocator allocator, SnapshotConsumer consumer) {
            feed.snapshot(ends, columns, allocator, consumer);
        }
    }
}
