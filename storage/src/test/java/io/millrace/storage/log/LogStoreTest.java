package io.millrace.storage.log;

import static io.millrace.storage.log.LogFixture.ALLOCATOR;
import static io.millrace.storage.log.LogFixture.SCHEMA;
import static io.millrace.storage.log.LogFixture.batch;
import static io.millrace.storage.log.LogFixture.ids;
import static io.millrace.storage.log.LogFixture.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.disk.SimulatedDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogStoreTest {
    private static final Path ROOT = Path.of("/data/logs");
    private static final LogOptions MANUAL = LogOptions.DEFAULT.withBackgroundSettling(false);

    private final long allocatedBefore = ALLOCATOR.getAllocatedMemory();

    @AfterEach
    void allBuffersAreFreed() {
        assertEquals(allocatedBefore, ALLOCATOR.getAllocatedMemory());
    }

    @Test
    void rowsComeBackInOrderAfterReopening() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log log = store.create("s1", 2);
            assertEquals(new AppendResult(0, 3, 0).endOffset(), log.append(0, batch(1, 2, 3)).join().endOffset());
            log.append(1, batch(10)).join();
            assertEquals(3, log.append(0, batch(4)).join().firstOffset());
            assertEquals(List.of(1L, 2L, 3L, 4L), ids(log, 0));
        }
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log log = store.find("s1").orElseThrow();
            assertEquals(List.of(1L, 2L, 3L, 4L), ids(log, 0));
            assertEquals(List.of(10L), ids(log, 1));
            assertEquals(4, log.append(0, batch(5)).join().firstOffset());
        }
    }

    @Test
    void oneSyncServesAppendsThatQueuedMeanwhile() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            List<Log> logs = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                logs.add(store.create("log" + i, 1));
            }
            long before = disk.syncCount();
            List<Append> unit = new ArrayList<>();
            logs.forEach(log -> unit.add(new Append(log, 0, batch(7))));
            store.append(unit).join();
            assertEquals(1, disk.syncCount() - before);
            logs.forEach(log -> assertEquals(List.of(7L), ids(log, 0)));
        }
    }

    @Test
    void smallBlocksAreGatheredWhenSettledAndKeepTheirTimes() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        List<Long> times = new ArrayList<>();
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log log = store.create("s1", 1);
            for (int i = 0; i < 3000; i++) {
                times.add(log.append(0, batch(i)).join().writeMicros());
            }
            store.settle();
            assertEquals(0, log.partition(0).unsettledBlocks());
        }
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log log = store.find("s1").orElseThrow();
            assertEquals(LongStream.range(0, 3000).boxed().toList(), ids(log, 0));
            List<Long> read = new ArrayList<>();
            try (LogReader reader = log.read(0, 0, 3000, SCHEMA, 700, ALLOCATOR)) {
                for (LogBatch rows = reader.next(); rows != null; rows = reader.next()) {
                    for (int i = 0; i < rows.rows(); i++) {
                        read.add(rows.writeMicrosAt(i));
                    }
                    rows.close();
                }
            }
            assertEquals(times, read);
            assertEquals(1234, log.offsetAtTime(0, times.get(1234), ALLOCATOR));
            assertEquals(1235, log.offsetAtTime(0, times.get(1234) + 1, ALLOCATOR));
            assertEquals(3000, log.offsetAtTime(0, Long.MAX_VALUE, ALLOCATOR));
        }
    }

    @Test
    void anyRangeInAnyBatchSizeIsTheSameRows() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        Random random = new Random(5);
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL.withJournalBytes(20_000).withSegmentBytes(50_000))) {
            Log log = store.create("s1", 1);
            long next = 0;
            for (int i = 0; i < 200; i++) {
                int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 2000 : 20);
                log.append(0, range(next, count)).join();
                next += count;
                if (i % 50 == 30) {
                    store.settle();
                }
            }
            for (int i = 0; i < 100; i++) {
                long from = random.nextLong(next);
                long to = from + random.nextLong(next - from + 1);
                assertEquals(LongStream.range(from, to).boxed().toList(), ids(log, 0, from, to, 1 + random.nextInt(3000)));
            }
        }
    }

    @Test
    void aUnitWithAnUnmetOffsetWritesNothing() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log a = store.create("a", 1);
            Log b = store.create("b", 1);
            a.append(0, batch(1)).join();
            CompletableFuture<?> refused = store.append(List.of(new Append(b, 0, batch(2)), new Append(a, 0, batch(3), 0, 0)));
            MillraceException e = (MillraceException) assertThrows(CompletionException.class, refused::join).getCause();
            assertEquals(ErrorCode.WRITE_CONFLICT, e.code());
            assertEquals("log a: expected to write at offset 0, found 1: another writer was first", e.getMessage());
            assertEquals(0, b.endOffset(0));
            store.append(List.of(new Append(b, 0, batch(2)), new Append(a, 0, batch(3), 1, 0))).join();
            assertEquals(List.of(1L, 3L), ids(a, 0));
        }
    }

    @Test
    void trimmedRowsAreGoneForGood() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL.withJournalBytes(1000).withSegmentBytes(1000).withSettledBlockRows(10))) {
            Log log = store.create("s1", 1);
            for (int i = 0; i < 100; i++) {
                log.append(0, batch(i)).join();
            }
            store.settle();
            long before = disk.usedBytes();
            log.trimTo(0, 90);
            assertEquals(90, log.earliestOffset(0));
            assertTrue(disk.usedBytes() < before);
            assertEquals(LongStream.range(90, 100).boxed().toList(), ids(log, 0));
            MillraceException e = assertThrows(MillraceException.class, () -> log.read(0, 89, 95, SCHEMA, 10, ALLOCATOR));
            assertEquals("log s1 partition 0: row 89 is no longer kept, the earliest is 90", e.getMessage());
        }
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log log = store.find("s1").orElseThrow();
            assertEquals(LongStream.range(90, 100).boxed().toList(), ids(log, 0));
            log.trimTo(0, 100);
            assertEquals(List.of(), ids(log, 0));
        }
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            assertEquals(100, store.find("s1").orElseThrow().append(0, batch(100)).join().firstOffset());
        }
    }

    @Test
    void aFullDiskIsAnErrorUntilThereIsSpaceAgain() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log log = store.create("s1", 1);
            log.append(0, batch(1)).join();
            disk.limitTo(disk.usedBytes() + 300);
            CompletableFuture<?> refused = log.append(0, range(2, 1000));
            MillraceException e = (MillraceException) assertThrows(CompletionException.class, refused::join).getCause();
            assertEquals(ErrorCode.DISK_FULL, e.code());
            assertEquals(List.of(1L), ids(log, 0));
            disk.limitTo(Long.MAX_VALUE);
            log.append(0, batch(5)).join();
            assertEquals(List.of(1L, 5L), ids(log, 0));
        }
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            assertEquals(List.of(1L, 5L), ids(store.find("s1").orElseThrow(), 0));
        }
    }

    @Test
    void aFailedSyncFailsTheAppendsItCovered() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log log = store.create("s1", 1);
            log.append(0, batch(1)).join();
            disk.failSyncs(1);
            CompletableFuture<?> refused = log.append(0, batch(2));
            MillraceException e = (MillraceException) assertThrows(CompletionException.class, refused::join).getCause();
            assertEquals(ErrorCode.IO_ERROR, e.code());
            log.append(0, batch(3)).join();
            assertEquals(List.of(1L, 3L), ids(log, 0));
        }
    }

    @Test
    void damageBeforeGoodBlocksRefusesToStart() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            Log log = store.create("s1", 1);
            for (int i = 0; i < 10; i++) {
                log.append(0, batch(i)).join();
            }
        }
        Path journal = ROOT.resolve(".journal/0000000000000001.journal");
        disk.flip(journal, FileHeader.BYTES + 150);
        MillraceException e = assertThrows(MillraceException.class, () -> LogFixture.open(disk, ROOT, MANUAL));
        assertEquals(ErrorCode.CORRUPT_FILE, e.code());
        assertTrue(e.getMessage().startsWith("corrupt file " + journal + " at byte 168: no valid block"), e.getMessage());
        assertTrue(e.hint().orElseThrow().startsWith("restore this file"));
    }

    @Test
    void damageInASegmentIsFoundWhenItIsRead() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        LogOptions options = MANUAL.withJournalBytes(100);
        try (LogStore store = LogFixture.open(disk, ROOT, options)) {
            Log log = store.create("s1", 1);
            log.append(0, range(0, 500)).join();
        }
        LogFixture.open(disk, ROOT, options).close();
        try (LogStore store = LogFixture.open(disk, ROOT, options)) {
            store.settle();
        }
        disk.flip(ROOT.resolve("s1/0/00000000000000000000.seg"), 1000);
        try (LogStore store = LogFixture.open(disk, ROOT, options)) {
            MillraceException e = assertThrows(MillraceException.class, () -> ids(store.find("s1").orElseThrow(), 0));
            assertEquals(ErrorCode.CORRUPT_FILE, e.code());
        }
    }

    @Test
    void aDroppedLogsNameCanBeUsedAgain() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            store.create("s1", 1).append(0, batch(1, 2)).join();
            store.drop("s1");
            store.create("s1", 1).append(0, batch(3)).join();
        }
        try (LogStore store = LogFixture.open(disk, ROOT, MANUAL)) {
            assertEquals(List.of(3L), ids(store.find("s1").orElseThrow(), 0));
        }
    }

    @Test
    void manyThreadsOnARealDisk(@TempDir Path directory) throws Exception {
        int threads = 8;
        int each = 300;
        LogOptions options = LogOptions.DEFAULT.withJournalBytes(50_000).withSegmentBytes(200_000);
        try (LogStore store = LogFixture.open(new LocalDisk(), directory, options)) {
            Log log = store.create("s1", 2);
            List<Thread> workers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int base = t * each;
                workers.add(Thread.ofPlatform().name("appender-" + t).start(() -> {
                    for (int i = 0; i < each; i++) {
                        log.append(i % 2, batch(base + i)).join();
                    }
                }));
            }
            for (Thread worker : workers) {
                worker.join();
            }
        }
        try (LogStore store = LogFixture.open(new LocalDisk(), directory, options)) {
            Log log = store.find("s1").orElseThrow();
            List<Long> all = new ArrayList<>(ids(log, 0));
            all.addAll(ids(log, 1));
            assertEquals(LongStream.range(0, threads * each).boxed().toList(), all.stream().sorted().toList());
        }
        assertTrue(Files.exists(directory.resolve("s1/LOG")));
    }
}
