package io.millrace.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watermarks that follow the clock, rows from the far future, subscriptions that go on, and what idle views cost. */
class ViewTimeTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 5, 1, 12, 0);
    private static final CatalogObject.Emit ON_CLOSE = new CatalogObject.Emit.OnWindowClose();
    private static final CatalogObject.Emit CHANGES = new CatalogObject.Emit.Changes();

    @TempDir
    Path directory;

    private static Map<List<Object>, Long> next(Subscription subscription) throws InterruptedException {
        while (true) {
            try (ViewChange change = subscription.next(20_000)) {
                assertNotNull(change, "no change within 20 s");
                if (!change.deltas().isEmpty()) {
                    Map<List<Object>, Long> rows = new HashMap<>();
                    for (Batch delta : change.deltas()) {
                        ViewFixture.add(rows, delta);
                    }
                    return rows;
                }
            }
        }
    }

    @Test
    void theLastWindowComesOutWhenAllPartitionsAreSilent() throws InterruptedException {
        PlanNode plan = ViewFixture.windowCounts(ViewFixture.scan("s"), 2);
        try (ViewFixture fixture =
                new ViewFixture(directory, ViewFixture.stream("s", 3, Map.of(WatermarkPolicy.IDLE_TIMEOUT, "200 ms")))) {
            fixture.views.start(List.of(), v -> plan);
            fixture.views.create(ViewFixture.view("v", plan, ON_CLOSE, "s"), plan);
            try (Subscription subscription = fixture.views.subscribe("v", true)) {
                fixture.append("s", "a", NOON, 1L);
                fixture.append("s", "a", NOON.plusSeconds(1), 1L);
                assertEquals(Map.of(List.of(NOON, NOON.plusSeconds(2), 2L), 1L), next(subscription));
                // Late now: the window has come out.
                fixture.append("s", "a", NOON.plusNanos(1000), 1L);
                fixture.append("s", "a", NOON.plusSeconds(5), 1L);
                assertEquals(Map.of(List.of(NOON.plusSeconds(4), NOON.plusSeconds(6), 1L), 1L), next(subscription));
                assertEquals(1, fixture.views.views().get(0).lateRows());
            }
        }
    }

    @Test
    void aRowFromTheFarFutureDoesNotMoveTheWatermark() throws InterruptedException {
        PlanNode plan = ViewFixture.windowCounts(ViewFixture.scan("s"), 2);
        try (ViewFixture fixture = new ViewFixture(directory, ViewFixture.stream("s", 1, Map.of(WatermarkPolicy.IDLE_TIMEOUT, "0 s")))) {
            fixture.views.start(List.of(), v -> plan);
            fixture.views.create(ViewFixture.view("v", plan, ON_CLOSE, "s"), plan);
            fixture.append("s", "a", NOON, 1L);
            fixture.append("s", "a", LocalDateTime.of(9999, 12, 31, 23, 59), 1L);
            fixture.append("s", "a", NOON.plusSeconds(1), 1L);
            assertEquals(Map.of(), fixture.read("v", plan.schema()));
            fixture.append("s", "a", NOON.plusSeconds(3), 1L);
            assertEquals(Map.of(List.of(NOON, NOON.plusSeconds(2), 2L), 1L), fixture.read("v", plan.schema()));
            assertEquals(1, fixture.views.views().get(0).heldRows());
            assertEquals(0, fixture.views.views().get(0).lateRows());
        }
    }

    @Test
    void aSubscriberGoesOnAfterTheLastTickItSaw() throws InterruptedException {
        PlanNode plan = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
        CatalogObject.Stream stream = ViewFixture.stream("s", 2, Map.of());
        CatalogObject.MaterializedView view = ViewFixture.view("v", plan, CHANGES, "s");
        Map<List<Object>, Long> sum = new HashMap<>();
        long seen;
        try (ViewFixture fixture = new ViewFixture(directory, stream)) {
            fixture.views.start(List.of(), v -> plan);
            fixture.views.create(view, plan);
            fixture.append("s", "a", NOON, 1L);
            try (Subscription subscription = fixture.views.subscribe("v", true)) {
                seen = take(subscription, sum, fixture, plan);
            }
            for (int i = 0; i < 20; i++) {
                fixture.append("s", "k" + i % 3, NOON, (long) i);
            }
            try (Subscription subscription = fixture.views.resume("v", seen)) {
                seen = take(subscription, sum, fixture, plan);
            }
            MillraceException ahead = assertThrows(MillraceException.class, () -> fixture.views.resume("v", 1_000_000));
            assertEquals(ErrorCode.SUBSCRIPTION_EXPIRED, ahead.code());
            fixture.append("s", "z", NOON, 5L);
        }
        try (ViewFixture fixture = new ViewFixture(directory, stream)) {
            fixture.views.start(List.of(view), v -> plan);
            fixture.append("s", "z", NOON, 6L);
            long from = seen;
            MillraceException gone = assertThrows(MillraceException.class, () -> fixture.views.resume("v", from - 1));
            assertEquals(ErrorCode.SUBSCRIPTION_EXPIRED, gone.code());
        }
    }

    /** Adds up a subscription's changes until they are the view's contents; returns the last tick. */
    private static long take(Subscription subscription, Map<List<Object>, Long> sum, ViewFixture fixture, PlanNode plan)
            throws InterruptedException {
        Map<List<Object>, Long> expected = fixture.read("v", plan.schema());
        long seen = -1;
        while (!sum.equals(expected)) {
            try (ViewChange change = subscription.next(20_000)) {
                assertNotNull(change, () -> "no change within 20 s; have " + sum + ", expected " + expected);
                change.deltas().forEach(delta -> ViewFixture.add(sum, delta));
                seen = change.tick();
            }
        }
        return seen;
    }

    @Test
    void aSlowSubscriberIsCutOffAloneAndTheViewGoesOn() throws InterruptedException {
        PlanNode plan = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
        try (ViewFixture fixture = new ViewFixture(directory, ViewFixture.stream("s", 1, Map.of()))) {
            fixture.views.start(List.of(), v -> plan);
            fixture.views.create(ViewFixture.view("v", plan, CHANGES, "s"), plan);
            try (Subscription slow = fixture.views.subscribe("v", true)) {
                String large = "x".repeat(1_000_000);
                for (int i = 0; i < 30; i++) {
                    fixture.append("s", large + i, NOON, 1L);
                    fixture.read("v", plan.schema());
                }
                MillraceException cut = assertThrows(MillraceException.class, () -> {
                    while (true) {
                        slow.next(1000).close();
                    }
                });
                assertEquals(ErrorCode.SLOW_CLIENT, cut.code());
            }
            assertEquals(30, fixture.read("v", plan.schema()).size());
        }
    }

    @Test
    void aDiamondOfViewsAgreesAtEveryRead() {
        PlanNode base = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
        PlanNode left = ViewFixture.totals(ViewFixture.scanView("base", base.schema()), 0, 1);
        PlanNode right = ViewFixture.totals(ViewFixture.scanView("base", base.schema()), 0, 1);
        PlanNode top = new PlanNode.Join(
                ViewFixture.scanView("left", left.schema()), ViewFixture.scanView("right", right.schema()), PlanNode.JoinKind.FULL,
                List.of(0, 2), List.of(0, 2), List.of(true, true), null);
        Map<String, PlanNode> plans = Map.of("base", base, "left", left, "right", right, "top", top);
        CatalogObject.Stream stream = ViewFixture.stream("s", 2, Map.of());
        List<CatalogObject.MaterializedView> definitions = List.of(
                ViewFixture.view("top", top, CHANGES, "left", "right"), ViewFixture.view("right", right, CHANGES, "base"),
                ViewFixture.view("base", base, CHANGES, "s"), ViewFixture.view("left", left, CHANGES, "base"));
        long rows = 0;
        for (int life = 0; life < 3; life++) {
            try (ViewFixture fixture = new ViewFixture(directory, stream)) {
                if (life == 0) {
                    fixture.views.start(List.of(), v -> null);
                    for (String id : List.of("base", "left", "right", "top")) {
                        fixture.views.create(ViewFixture.view(id, plans.get(id), CHANGES), plans.get(id));
                    }
                } else {
                    fixture.views.start(definitions, v -> plans.get(v.id()));
                }
                for (int i = 0; i < 40; i++) {
                    fixture.append("s", "k" + rows++ % 5, NOON, 1L);
                    Map<List<Object>, Long> found = fixture.read("top", top.schema());
                    assertEquals(Math.min(rows, 5), found.size());
                    found.keySet().forEach(row -> assertEquals(row.subList(0, 3), row.subList(3, 6), "the sides differ"));
                    assertEquals(rows, found.keySet().stream().mapToLong(row -> ((java.math.BigDecimal) row.get(2)).longValue()).sum());
                }
            }
        }
    }

    @Test
    void aPausedViewIsReadAsItIsAndGoesOnWhereItWas() {
        PlanNode plan = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
        PlanNode above = ViewFixture.totals(ViewFixture.scanView("v", plan.schema()), 0, 1);
        try (ViewFixture fixture = new ViewFixture(directory, ViewFixture.stream("s", 1, Map.of()))) {
            fixture.views.start(List.of(), v -> plan);
            fixture.views.create(ViewFixture.view("v", plan, CHANGES, "s"), plan);
            fixture.append("s", "a", NOON, 1L);
            assertEquals(1, fixture.read("v", plan.schema()).size());
            fixture.views.pause("v", true);
            fixture.append("s", "b", NOON, 1L);
            assertEquals(1, fixture.read("v", plan.schema()).size());
            assertThrows(MillraceException.class, () -> fixture.views.create(ViewFixture.view("w", above, CHANGES, "v"), above));
            fixture.views.pause("v", false);
            assertEquals(2, fixture.read("v", plan.schema()).size());
            fixture.views.create(ViewFixture.view("w", above, CHANGES, "v"), above);
            assertEquals(2, fixture.read("w", above.schema()).size());
        }
    }

    @Test
    void anErrorOfARowFailsReadsUntilTheRowIsGone() {
        // A scalar subquery over the view of totals: fine with one key, an error with two.
        PlanNode totals = new PlanNode.Filter(
                ViewFixture.totals(ViewFixture.scan("s"), 0, 2),
                Expr.call(Function.GREATER, SqlType.BOOLEAN, Expr.literal(3L, SqlType.BIGINT), Expr.column(1, SqlType.BIGINT)));
        PlanNode single = new PlanNode.SingleRow(ViewFixture.scanView("totals", totals.schema()));
        PlanNode above = ViewFixture.totals(ViewFixture.scanView("single", single.schema()), 0, 1);
        try (ViewFixture fixture = new ViewFixture(directory, ViewFixture.stream("s", 1, Map.of()))) {
            fixture.views.start(List.of(), v -> null);
            fixture.views.create(ViewFixture.view("totals", totals, CHANGES, "s"), totals);
            fixture.views.create(ViewFixture.view("single", single, CHANGES, "totals"), single);
            fixture.views.create(ViewFixture.view("above", above, CHANGES, "single"), above);
            fixture.append("s", "a", NOON, 1L);
            assertEquals(1, fixture.read("single", single.schema()).size());
            fixture.append("s", "b", NOON, 1L);
            for (String id : List.of("single", "above")) {
                MillraceException error = assertThrows(MillraceException.class, () -> fixture.read(id, above.schema()));
                assertEquals(ErrorCode.CARDINALITY_VIOLATION, error.code());
            }
            assertEquals(2, fixture.read("totals", totals.schema()).size());
            // Its third row takes b out of the totals again.
            fixture.append("s", "b", NOON, 1L);
            fixture.append("s", "b", NOON, 1L);
            assertEquals(1, fixture.read("single", single.schema()).size());
            assertEquals(1, fixture.read("above", above.schema()).size());
        }
    }

    @Test
    void idleViewsCostNothingAndAnInsertIsSeenSoon() throws InterruptedException {
        PlanNode plan = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
        PlanNode quiet = ViewFixture.totals(ViewFixture.scan("q"), 0, 2);
        try (ViewFixture fixture =
                new ViewFixture(directory, ViewFixture.stream("s", 1, Map.of()), ViewFixture.stream("q", 1, Map.of()))) {
            fixture.views.start(List.of(), v -> plan);
            for (int i = 0; i < 300; i++) {
                fixture.views.create(ViewFixture.view("q" + i, quiet, CHANGES, "q"), quiet);
            }
            fixture.views.create(ViewFixture.view("v", plan, CHANGES, "s"), plan);
            List<Long> nanos = new ArrayList<>();
            try (Subscription subscription = fixture.views.subscribe("v", true)) {
                for (int i = 0; i < 200; i++) {
                    long start = System.nanoTime();
                    fixture.append("s", "a", NOON, 1L);
                    next(subscription);
                    nanos.add(System.nanoTime() - start);
                }
            }
            nanos.sort(null);
            assertTrue(nanos.get(100) < 50_000_000L, "median from insert to change: " + nanos.get(100) / 1000 + " us");
            System.out.println("insert to change: median " + nanos.get(100) / 1000 + " us, 99th " + nanos.get(198) / 1000 + " us");
            var threads = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            try (Subscription silent = fixture.views.subscribe("v", true)) {
                silent.next(1).close();
                long cpu = threads.getProcessCpuTime();
                assertEquals(null, silent.next(2_000));
                double share = (threads.getProcessCpuTime() - cpu) / 2e9;
                System.out.println("CPU of 300 idle views: " + share);
                assertTrue(share < 0.10, "idle views take " + share + " of a core");
            }
        }
    }
}
