package io.millrace.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.Clock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are not touched leave a view with a ttl; what stays is the batch answer over the rows of the keys that live. */
class TtlTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 5, 1, 12, 0);
    private static final long TTL_SECONDS = 10;
    private static final PlanNode TOTALS = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
    private static final PlanNode JOINED = new PlanNode.Join(
            ViewFixture.scan("s"), ViewFixture.scan("u"), PlanNode.JoinKind.LEFT, List.of(0), List.of(0), List.of(false), null);

    @TempDir
    Path directory;

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

    /** The rows of one stream by key, as long as the key lives. */
    private static final class Live {
        private final Map<String, List<Object[]>> rows = new HashMap<>();
        private final Map<String, Long> touched = new HashMap<>();

        void add(Object[] row, long now) {
            expire(now);
            rows.computeIfAbsent((String) row[0], k -> new ArrayList<>()).add(row);
            touched.put((String) row[0], now);
        }

        void expire(long now) {
            touched.entrySet().removeIf(entry -> {
                boolean old = entry.getValue() <= now - TTL_SECONDS * 1_000_000;
                if (old) {
                    rows.remove(entry.getKey());
                }
                return old;
            });
        }
    }

    private static CatalogObject.MaterializedView view(String id, PlanNode plan, String... reads) {
        CatalogObject.MaterializedView plain = ViewFixture.view(id, plan, new CatalogObject.Emit.Changes(), reads);
        return new CatalogObject.MaterializedView(
                id, plain.name(), plain.schema(), "", "public", plain.freshness(), plain.emit(), plain.dependencies(), false,
                Map.of(ViewService.TTL_OPTION, TTL_SECONDS + " seconds"));
    }

    @Test
    void whatStaysIsTheAnswerOverLiveKeys() {
        CatalogObject.Stream[] streams = {
                ViewFixture.stream("s", 1, Map.of(WatermarkPolicy.IDLE_TIMEOUT, "0 s")),
                ViewFixture.stream("u", 1, Map.of(WatermarkPolicy.IDLE_TIMEOUT, "0 s"))
        };
        Map<String, PlanNode> plans = Map.of("totals", TOTALS, "joined", JOINED);
        List<CatalogObject.MaterializedView> definitions = List.of(view("totals", TOTALS, "s"), view("joined", JOINED, "s", "u"));
        SetClock clock = new SetClock();
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Live> live = Map.of("s", new Live(), "u", new Live());
        ViewFixture fixture = new ViewFixture(directory, clock, feed -> feed, streams);
        boolean left = false;
        try {
            fixture.views.start(List.of(), v -> plans.get(v.id()));
            for (CatalogObject.MaterializedView definition : definitions) {
                fixture.views.create(definition, plans.get(definition.id()));
            }
            for (int i = 0; i < 150; i++) {
                clock.micros.addAndGet(random.nextInt(3) * 1_000_000L);
                String stream = random.nextInt(3) == 0 ? "u" : "s";
                Object[] row = {"k" + (random.nextInt(10) < 6 ? random.nextInt(2) : random.nextInt(12)), NOON, (long) i};
                fixture.append(stream, row);
                // Read, so that the row's tick has this time.
                Map<List<Object>, Long> totals = fixture.read("totals", TOTALS.schema());
                long now = clock.micros.get();
                live.get(stream).add(row, now);
                live.values().forEach(each -> each.expire(now));
                assertEquals(totals(live.get("s")), totals, "totals after row " + i);
                assertEquals(joined(live.get("s"), live.get("u")), fixture.read("joined", JOINED.schema()), "joined after row " + i);
                left |= totals.size() < 6;
                if (i % 40 == 20) {
                    if (i % 80 == 20) {
                        fixture.views.checkpoint();
                    }
                    fixture.close();
                    fixture = new ViewFixture(directory, clock, feed -> feed, streams);
                    fixture.views.start(definitions, v -> plans.get(v.id()));
                }
            }
            assertTrue(left, "keys left");
            // Without any input keys leave by the clock.
            clock.micros.addAndGet(11_000_000);
            fixture.views.wake();
            while (!fixture.read("totals", TOTALS.schema()).isEmpty()) {
                Thread.onSpinWait();
            }
        } finally {
            fixture.close();
        }
    }

    private static Map<List<Object>, Long> totals(Live live) {
        Map<List<Object>, Long> totals = new HashMap<>();
        live.rows.forEach((key, rows) -> totals.put(
                List.of(key, (long) rows.size(), BigDecimal.valueOf(rows.stream().mapToLong(row -> (Long) row[2]).sum())), 1L));
        return totals;
    }

    private static Map<List<Object>, Long> joined(Live left, Live right) {
        Map<List<Object>, Long> joined = new HashMap<>();
        left.rows.forEach((key, rows) -> rows.forEach(row -> {
            List<Object[]> others = new ArrayList<>(right.rows.getOrDefault(key, List.of()));
            if (others.isEmpty()) {
                others.add(new Object[3]);
            }
            for (Object[] other : others) {
                List<Object> all = new ArrayList<>(List.of(row));
                all.addAll(java.util.Arrays.asList(other));
                joined.merge(all, 1L, Long::sum);
            }
        }));
        return joined;
    }
}
