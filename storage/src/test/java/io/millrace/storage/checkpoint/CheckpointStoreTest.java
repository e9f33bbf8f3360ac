package io.millrace.storage.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.SimulatedDisk;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CheckpointStoreTest {
    private static final Path ROOT = Path.of("/data/checkpoints");

    private static byte[] contents(long number, int section) {
        byte[] bytes = new byte[(int) (number * 997 % 5000) + section * 300_000];
        new Random(number * 10 + section).nextBytes(bytes);
        return bytes;
    }

    private static void write(CheckpointStore store, String owner, long number) {
        store.write(owner, number, out -> {
            for (int section = 0; section < 3; section++) {
                try (OutputStream stream = out.section("s" + section)) {
                    stream.write(contents(number, section));
                }
            }
        });
    }

    private static void check(CheckpointStore store, String owner, long number) {
        store.read(owner, number, in -> {
            for (int section = 0; section < 3; section++) {
                try (InputStream stream = in.section("s" + section)) {
                    byte[] found = stream.readAllBytes();
                    assertTrue(java.util.Arrays.equals(contents(number, section), found), "section " + section + " of " + number);
                }
            }
            assertEquals(null, in.section("s3"));
        });
    }

    @Test
    void theTwoNewestAreKept() {
        CheckpointStore store = new CheckpointStore(new SimulatedDisk(new Random(1)), ROOT);
        assertEquals(List.of(), store.numbers("v"));
        for (long number = 3; number < 30; number += 9) {
            write(store, "v", number);
            write(store, "w", number + 1);
        }
        assertEquals(List.of(21L, 12L), store.numbers("v"));
        check(store, "v", 21);
        check(store, "v", 12);
        assertEquals(List.of(21L, 12L), store.stored("v").stream().map(CheckpointStore.Stored::number).toList());
        long bytes = (long) contents(21, 0).length + contents(21, 1).length + contents(21, 2).length;
        assertTrue(store.stored("v").getFirst().bytes() >= bytes);
        assertEquals(List.of(), store.stored("never"));
        store.drop("v", 21);
        write(store, "v", 30);
        assertEquals(List.of(30L, 12L), store.numbers("v"));
        store.drop("v");
        assertEquals(List.of(), store.numbers("v"));
        assertEquals(List.of(22L, 13L), store.numbers("w"));
        store.drop("never");
    }

    @Test
    void everyDamagedByteIsFound() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        CheckpointStore store = new CheckpointStore(disk, ROOT);
        store.write("v", 1, out -> {
            try (OutputStream stream = out.section("a")) {
                stream.write(new byte[] {1, 2, 3});
            }
        });
        Path file = ROOT.resolve("v/1.checkpoint");
        for (long at = 0; at < disk.usedBytes(); at++) {
            disk.flip(file, at);
            MillraceException error = assertThrows(MillraceException.class, () -> store.read("v", 1, in -> {}));
            assertEquals(ErrorCode.CORRUPT_FILE, error.code());
            disk.flip(file, at);
        }
        store.read("v", 1, in -> assertEquals(3, in.section("a").readAllBytes().length));
    }

    @Test
    void aCrashAtAnyOperationLeavesTheNewestThatReturned() {
        for (int at = 1; at < 60; at++) {
            for (int seed = 0; seed < 3; seed++) {
                SimulatedDisk disk = new SimulatedDisk(new Random(at * 10L + seed));
                long returned = -1;
                disk.crashAfter(at);
                try {
                    CheckpointStore store = new CheckpointStore(disk, ROOT);
                    for (long number = 0; number < 6; number++) {
                        write(store, "v", number);
                        returned = number;
                    }
                } catch (SimulatedDisk.Crash e) {
                    // as planned
                }
                disk.restart();
                CheckpointStore store = new CheckpointStore(disk, ROOT);
                List<Long> numbers = store.numbers("v");
                long newest = numbers.isEmpty() ? -1 : numbers.getFirst();
                assertTrue(newest == returned || newest == returned + 1, "newest " + newest + ", returned " + returned);
                numbers.forEach(number -> check(store, "v", number));
                write(store, "v", 100);
                check(store, "v", 100);
            }
        }
    }
}
