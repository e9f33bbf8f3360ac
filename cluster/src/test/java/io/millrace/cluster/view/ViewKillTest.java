package io.millrace.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that appends rows and writes checkpoints all the time is killed again and again; what is there afterwards is what a view that was never
 * interrupted would hold.
 */
class ViewKillTest {
    private static final CatalogObject.Stream STREAM = ViewFixture.stream("s", 2, Map.of(WatermarkPolicy.IDLE_TIMEOUT, "0 s"));
    private static final CatalogObject.Emit CHANGES = new CatalogObject.Emit.Changes();
    private static final LocalDateTime START = LocalDateTime.of(2024, 5, 1, 12, 0);

    @TempDir
    Path directory;

    private static Map<String, PlanNode> plans() {
        PlanNode totals = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
        Map<String, PlanNode> plans = new HashMap<>();
        plans.put("totals", totals);
        plans.put("manual", totals);
        plans.put("onmanual", ViewFixture.totals(ViewFixture.scanView("manual", totals.schema()), 1, 1));
        plans.put("windows", ViewFixture.windowCounts(ViewFixture.scan("s"), 7));
        plans.put("closed", ViewFixture.windowCounts(ViewFixture.scan("s"), 7));
        plans.put("bycount", ViewFixture.totals(ViewFixture.scanView("totals", totals.schema()), 1, 1));
        plans.put("top", new PlanNode.Sort(
                ViewFixture.scanView("totals", totals.schema()), List.of(new SortKey(2, true, true)), 0, 3, false));
        return plans;
    }

    private static List<CatalogObject.MaterializedView> definitions(Map<String, PlanNode> plans) {
        return List.of(
                ViewFixture.view("top", plans.get("top"), CHANGES, "totals"),
                ViewFixture.view("bycount", plans.get("bycount"), CHANGES, "totals"),
                ViewFixture.view("totals", plans.get("totals"), CHANGES, "s"),
                ViewFixture.fresh("manual", plans.get("manual"), new CatalogObject.Freshness.Manual(), "s"),
                ViewFixture.view("onmanual", plans.get("onmanual"), CHANGES, "manual"),
                ViewFixture.view("windows", plans.get("windows"), CHANGES, "s"),
                ViewFixture.view("closed", plans.get("closed"), new CatalogObject.Emit.OnWindowClose(), "s"));
    }

    /** Row {@code i} of all, in whatever life it is written. */
    private static Object[] row(long i) {
        SplittableRandom random = new SplittableRandom(i);
        return new Object[] {"key " + random.nextInt(20), START.plusNanos(i * 50_000_000L + random.nextInt(900) * 1_000_000L), i};
    }

    private static long rows(ViewFixture fixture) {
        return fixture.logs.find("s").orElseThrow().endOffsets().stream().mapToLong(Long::longValue).sum();
    }

    /** The process that is killed. */
    public static void main(String[] args) {
        Map<String, PlanNode> plans = plans();
        try (ViewFixture fixture = new ViewFixture(Path.of(args[0]), STREAM)) {
            fixture.views.start(definitions(plans), v -> plans.get(v.id()));
            System.out.println("started");
            for (long i = rows(fixture);; i++) {
                fixture.append("s", row(i));
                System.out.println(i);
                if (i % 7 == 0) {
                    fixture.views.checkpoint();
                }
                if (i % 11 == 0) {
                    fixture.views.refresh("manual");
                    System.out.println("refreshed " + (i + 1));
                }
            }
        }
    }

    /** Rows that the manual view must have taken. */
    private long refreshed;

    /** Runs the process until it has acknowledged some more rows, and kills it; returns the last row it acknowledged. */
    private long life(SplittableRandom random) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-modules=jdk.incubator.vector", "-Darrow.allocation.manager.type=Unsafe", "-XX:TieredStopAtLevel=1",
                // Whatever wrote a checkpoint, the other comes back from it.
                "-Dmillrace.state_backend=" + (random.nextBoolean() ? "rocksdb" : "memory"), "-Dmillrace.state_memory=10000", "-cp",
                System.getProperty("java.class.path"), ViewKillTest.class.getName(), directory.toString()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        long acknowledged = -1;
        int toRead = 2 + random.nextInt(300);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < toRead; i++) {
                String line = lines.readLine();
                assertTrue(line != null, "the process ended by itself");
                if (line.startsWith("refreshed ")) {
                    refreshed = Math.max(refreshed, Long.parseLong(line.substring(10)));
                }
                if (!line.equals("started") && line.chars().allMatch(Character::isDigit)) {
                    acknowledged = Long.parseLong(line);
                }
            }
            // Through the handle: the process itself would close the stream that is read on.
            process.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.chars().allMatch(Character::isDigit)) {
                    acknowledged = Math.max(acknowledged, Long.parseLong(line));
                }
            }
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return acknowledged;
    }

    @Test
    void killedAtAnyMomentNothingIsLostAndNothingTwice() throws IOException, InterruptedException {
        Map<String, PlanNode> plans = plans();
        SplittableRandom random = new SplittableRandom(7);
        for (int life = 0; life < 6; life++) {
            long acknowledged = life(random);
            try (ViewFixture fixture = new ViewFixture(directory, STREAM)) {
                long rows = rows(fixture);
                assertTrue(rows > acknowledged, "row " + acknowledged + " was acknowledged, there are " + rows);
                fixture.views.start(definitions(plans), v -> plans.get(v.id()));
                // Views that start now hold what views hold that never stopped.
                Map<String, PlanNode> fresh = Map.of(
                        "totals2", plans.get("totals"), "windows2", plans.get("windows"), "closed2", plans.get("closed"));
                fixture.views.create(ViewFixture.view("totals2", fresh.get("totals2"), CHANGES, "s"), fresh.get("totals2"));
                fixture.views.create(ViewFixture.view("windows2", fresh.get("windows2"), CHANGES, "s"), fresh.get("windows2"));
                fixture.views.create(
                        ViewFixture.view("closed2", fresh.get("closed2"), new CatalogObject.Emit.OnWindowClose(), "s"),
                        fresh.get("closed2"));
                for (String id : List.of("totals", "windows", "closed")) {
                    assertEquals(
                            fixture.read(id + "2", plans.get(id).schema()), fixture.read(id, plans.get(id).schema()),
                            id + " after life " + life);
                }
                assertEquals(rows, sum(fixture.read("totals", plans.get("totals").schema()), 1));
                assertEquals(rows, sum(fixture.read("bycount", plans.get("bycount").schema()), 2));
                assertEquals(
                        Math.min(3, fixture.read("totals", plans.get("totals").schema()).size()),
                        fixture.read("top", plans.get("top").schema()).size());
                Map<List<Object>, Long> manual = fixture.read("manual", plans.get("manual").schema());
                assertTrue(sum(manual, 1) >= refreshed, "refreshed to " + refreshed + " rows, there are " + sum(manual, 1));
                assertEquals(sum(manual, 1), sum(fixture.read("onmanual", plans.get("onmanual").schema()), 2));
                fixture.views.refresh("manual");
                assertEquals(fixture.read("totals", plans.get("totals").schema()), fixture.read("manual", plans.get("manual").schema()));
                refreshed = rows;
                for (String id : fresh.keySet()) {
                    fixture.views.drop(id);
                }
                if (life % 2 == 0) {
                    // A damaged newest checkpoint falls back to the one before.
                    fixture.views.checkpoint();
                }
            }
            if (life % 2 == 0) {
                damageNewest("totals");
                damageNewest("closed");
            }
        }
    }

    private void damageNewest(String view) throws IOException {
        Path newest;
        try (var files = Files.list(directory.resolve("checkpoints").resolve(view))) {
            newest = files.filter(path -> path.toString().endsWith(".checkpoint")).max(Comparator.comparingLong(
                    path -> Long.parseLong(path.getFileName().toString().replace(".checkpoint", "")))).orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 0x40;
        Files.write(newest, bytes);
    }

    private static long sum(Map<List<Object>, Long> rows, int column) {
        return rows.entrySet().stream().mapToLong(e -> ((Number) e.getKey().get(column)).longValue() * e.getValue()).sum();
    }
}
