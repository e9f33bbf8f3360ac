package io.millrace.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.SimulatedDisk;
import io.millrace.storage.table.body.BodyPointers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine stops at changes of the disk and of the pointer, one run each: what was acknowledged is there, once, and nothing else is. */
final class TableCrashTest {
    private static final Schema SCHEMA = Schema.of(new Field("id", SqlType.BIGINT, false), Field.of("name", SqlType.VARCHAR));
    private static final CatalogObject.Table TABLE = TableFixture.table("t", SCHEMA, List.of("id"), List.of());
    /** A prime, so that runs meet all kinds of changes. */
    private static final int STRIDE = 11;

    @TempDir
    private Path directory;

    private List<List<Object>> acknowledged;
    private List<List<Object>> attempted;

    @Test
    void everyCrashKeepsWhatWasAcknowledgedAndNothingElse() throws Exception {
        CrashingDisk whole = new CrashingDisk(directory.resolve("whole/logs"), 0);
        run(directory.resolve("whole"), whole, new TableFixture.Pointers());
        long changes = whole.changes();
        assertTrue(changes > 100, "only " + changes + " changes");
        for (long at = 1; at <= changes; at += STRIDE) {
            crash(at);
        }
    }

    private void crash(long at) throws Exception {
        String when = "crash at " + at;
        Path root = directory.resolve(Long.toString(at));
        CrashingDisk disk = new CrashingDisk(root.resolve("logs"), at);
        TableFixture.Pointers pointers = new TableFixture.Pointers();
        disk.crashAt(at);
        run(root, disk, pointers);
        disk.restart();
        try (TableFixture t = new TableFixture(root, options(), disk, pointers, new TableFixture.TickingClock())) {
            t.tables.create(TABLE);
            List<List<Object>> found = sorted(t.rows(TABLE));
            assertTrue(found.equals(acknowledged) || found.equals(attempted),
                    when + ": found " + found + ", acknowledged " + acknowledged + ", attempted " + attempted);
            t.insert(TABLE, rows(1000, 1001));
            t.tables.flush(TABLE);
            found.addAll(rows(1000, 1001));
            assertEquals(sorted(found), sorted(t.rows(TABLE)), when);
            t.restart();
            assertEquals(sorted(found), sorted(t.rows(TABLE)), when);
            t.change(TABLE, rows(1000, 1001), List.of());
            t.tables.flush(TABLE);
        }
        checkFiles(root, disk, pointers, when);
    }

    /** After a flush that leaves no history, an open deletes whatever is not the newest snapshot's. */
    private static void checkFiles(Path root, CrashingDisk disk, TableFixture.Pointers pointers, String when) throws Exception {
        TableOptions forgetful = options().withHistoryMicros(0);
        TableFixture.TickingClock clock = new TableFixture.TickingClock();
        clock.advance(10_000_000_000L);
        try (TableFixture t = new TableFixture(root, forgetful, disk, pointers, clock)) {
            t.insert(TABLE, rows(2000, 2001));
            t.tables.flush(TABLE);
            t.restart();
            List<TableSnapshot> snapshots = t.tables.snapshots(TABLE);
            assertEquals(1, snapshots.size(), when);
            t.rows(TABLE);
            try (Stream<Path> files = Files.list(root.resolve("tables/t/data"))) {
                List<Path> data = files.filter(file -> !file.toString().endsWith(".deletes.parquet")).toList();
                assertEquals(snapshots.get(0).files(), data.size(), when + ": " + data);
            }
            try (Stream<Path> files = Files.list(root.resolve("tables/t/metadata"))) {
                assertEquals(1, files.filter(file -> file.toString().endsWith(".json")).count(), when);
            }
        }
    }

    private static TableOptions options() {
        return TableOptions.DEFAULT.withInlineRows(6).withSmallFiles(1);
    }

    private static List<List<Object>> rows(long from, long to) {
        return new ArrayList<>(LongStream.range(from, to).mapToObj(id -> List.<Object>of(id, "name-" + id)).toList());
    }

    private static List<List<Object>> sorted(List<List<Object>> rows) {
        List<List<Object>> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(row -> (Long) row.get(0)));
        return sorted;
    }

    /** Remembers before each statement what it would lead to, and after it that it did. */
    private void attempt(List<List<Object>> out, List<List<Object>> in, Runnable statement) {
        attempted = new ArrayList<>(acknowledged);
        attempted.removeAll(out);
        attempted.addAll(in);
        attempted = sorted(attempted);
        statement.run();
        acknowledged = attempted;
    }

    private void run(Path root, CrashingDisk disk, TableFixture.Pointers pointers) {
        acknowledged = List.of();
        attempted = List.of();
        BodyPointers counted = new BodyPointers() {
            @Override
            public Optional<String> current(String tableId) {
                return pointers.current(tableId);
            }

            @Override
            public void move(String tableId, Optional<String> expected, String location) {
                disk.changing();
                pointers.move(tableId, expected, location);
                disk.changing();
            }
        };
        try (TableFixture t = new TableFixture(root, options(), disk, counted, new TableFixture.TickingClock())) {
            t.tables.create(TABLE);
            attempt(List.of(), rows(0, 3), () -> t.insert(TABLE, rows(0, 3)));
            attempt(List.of(), rows(10, 30), () -> t.insert(TABLE, rows(10, 30)));
            t.tables.flush(TABLE);
            attempt(rows(1, 2), rows(40, 42), () -> t.change(TABLE, rows(1, 2), rows(40, 42)));
            attempt(rows(10, 20), rows(50, 60), () -> t.change(TABLE, rows(10, 20), rows(50, 60)));
            t.tables.flush(TABLE);
            attempt(attempted, rows(70, 72), () -> {
                try (var sink = t.tables.overwrite(TABLE)) {
                    sink.write(t.batch(TABLE, rows(70, 72)));
                    sink.commit();
                }
            });
            t.tables.flush(TABLE);
            attempt(rows(70, 71), List.of(), () -> t.change(TABLE, rows(70, 71), List.of()));
            t.tables.flush(TABLE);
        } catch (SimulatedDisk.Crash | MillraceException | IllegalStateException e) {
            // As planned; an allocator of a process that stopped is not empty.
        }
    }
}
