package io.millrace.storage.log;

import static io.millrace.storage.log.LogFixture.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.storage.disk.SimulatedDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The machine stops at every operation that changes the disk; what was acknowledged is there afterwards, and units are whole. */
final class LogCrashTest {
    private static final Path ROOT = Path.of("/data/logs");
    private static final LogOptions OPTIONS =
            LogOptions.DEFAULT.withBackgroundSettling(false).withJournalBytes(2500).withSegmentBytes(4000);

    @Test
    void everyCrashPointKeepsWhatWasAcknowledged() {
        long operations = countOperations();
        assertTrue(operations > 100, "the workload makes only " + operations + " operations");
        for (long seed = 0; seed < 3; seed++) {
            for (long at = 1; at <= operations; at++) {
                crashAt(at, seed * 100_000 + at);
            }
        }
    }

    private static long countOperations() {
        SimulatedDisk disk = new SimulatedDisk(new Random(0));
        Workload workload = new Workload();
        workload.run(disk);
        return disk.operationCount();
    }

    private static void crashAt(long operation, long seed) {
        SimulatedDisk disk = new SimulatedDisk(new Random(seed));
        Workload workload = new Workload();
        disk.crashAfter(operation);
        workload.run(disk);
        // Crash again during recovery, then let it finish.
        disk.restart();
        disk.crashAfter(1 + seed % 7);
        try (LogStore store = LogFixture.open(disk, ROOT, OPTIONS)) {
            store.settle();
        } catch (SimulatedDisk.Crash e) {
            // as planned
        }
        disk.restart();
        try (LogStore store = LogFixture.open(disk, ROOT, OPTIONS)) {
            workload.check(store, "crash at " + operation + ", seed " + seed);
            store.settle();
            workload.check(store, "crash at " + operation + ", seed " + seed + ", settled");
        }
    }

    /** Appends to two logs, in units, with settling and trimming in between; remembers what was acknowledged. */
    private static final class Workload {
        private final Map<String, List<Long>> acknowledged = new HashMap<>(Map.of("a", new ArrayList<>(), "b", new ArrayList<>()));
        private final Map<String, List<Long>> attempted = new HashMap<>(Map.of("a", new ArrayList<>(), "b", new ArrayList<>()));
        private long trimmed;

        void run(SimulatedDisk disk) {
            try (LogStore store = LogFixture.open(disk, ROOT, OPTIONS)) {
                Log a = store.findOrCreate("a", 1);
                Log b = store.findOrCreate("b", 1);
                long next = 0;
                for (int i = 0; i < 40; i++) {
                    List<Append> unit = new ArrayList<>();
                    Map<String, List<Long>> ids = new HashMap<>();
                    for (Log log : i % 3 == 0 ? List.of(a, b) : List.of(i % 3 == 1 ? a : b)) {
                        int rows = 1 + i % 4;
                        unit.add(new Append(log, 0, LogFixture.range(next, rows)));
                        for (int r = 0; r < rows; r++) {
                            ids.computeIfAbsent(log.id(), k -> new ArrayList<>()).add(next++);
                        }
                    }
                    ids.forEach((id, rows) -> attempted.get(id).addAll(rows));
                    CompletableFuture<?> answer = store.append(unit);
                    answer.handle((r, e) -> null).join();
                    if (answer.isCompletedExceptionally()) {
                        return;
                    }
                    ids.forEach((id, rows) -> acknowledged.get(id).addAll(rows));
                    if (i % 10 == 7) {
                        store.settle();
                    }
                    if (i == 25) {
                        trimmed = 10;
                        a.trimTo(0, 10);
                    }
                }
            } catch (SimulatedDisk.Crash e) {
                // as planned
            }
        }

        void check(LogStore store, String when) {
            boolean lastUnitOfA = false;
            boolean lastUnitOfB = false;
            for (String id : List.of("a", "b")) {
                if (acknowledged.get(id).isEmpty() && store.find(id).isEmpty()) {
                    continue;
                }
                Log log = store.find(id).orElseThrow(() -> new AssertionError(when + ": log " + id + " is gone"));
                long earliest = log.earliestOffset(0);
                assertTrue(earliest == 0 || earliest == trimmed, when);
                List<Long> found = ids(log, 0);
                List<Long> expected = acknowledged.get(id);
                List<Long> possible = attempted.get(id);
                if (found.size() + earliest != expected.size()) {
                    assertEquals(possible.subList((int) earliest, possible.size()), found, when + ": log " + id);
                    lastUnitOfA |= id.equals("a");
                    lastUnitOfB |= id.equals("b");
                } else {
                    assertEquals(expected.subList((int) earliest, expected.size()), found, when + ": log " + id);
                }
            }
            boolean bothTried =
                    attempted.get("a").size() > acknowledged.get("a").size() && attempted.get("b").size() > acknowledged.get("b").size();
            if (bothTried) {
                assertEquals(lastUnitOfA, lastUnitOfB, when + ": half of a unit is there");
            }
        }
    }
}
