package io.millrace.storage.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.StateChanges;
import io.millrace.common.port.StateEntries;
import io.millrace.common.port.StateStore;
import io.millrace.testkit.state.MapStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store does what a sorted map does, through snapshots, copies and restarts. */
class RocksStateStoreTest {
    private static final byte[] FIRST = {};
    private static final byte[] LAST = {-1, -1, -1, -1, -1};

    @TempDir
    Path directory;

    @Test
    void isASortedMap() {
        SplittableRandom random = new SplittableRandom(7);
        try (RocksMemory memory = new RocksMemory(directory, 16 << 20)) {
            RocksStateStore store = RocksStateStore.open(directory.resolve("live-0"), null, memory);
            MapStateStore model = new MapStateStore();
            for (int round = 0; round < 120; round++) {
                StateChanges changes = changes(random);
                store.write(changes);
                model.write(changes);
                List<byte[]> keys = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    keys.add(key(random));
                }
                assertEquals(text(model.get(keys)), text(store.get(keys)));
                byte[] from = key(random);
                byte[] to = key(random);
                if (Arrays.compareUnsigned(from, to) < 0) {
                    assertEquals(entries(model, from, to), entries(store, from, to));
                }
                if (random.nextInt(20) == 0) {
                    Path copy = directory.resolve("copy-" + round);
                    store.copyTo(copy);
                    store.write(changes(random));
                    store.close();
                    store = RocksStateStore.open(directory.resolve("live-" + round), copy, memory);
                }
            }
            assertEquals(entries(model, FIRST, LAST), entries(store, FIRST, LAST));
            store.close();
        }
    }

    private static StateChanges changes(SplittableRandom random) {
        StateChanges changes = new StateChanges();
        for (int i = random.nextInt(300); i > 0; i--) {
            switch (random.nextInt(20)) {
                case 0 -> {
                    byte[] a = key(random);
                    byte[] b = key(random);
                    changes.deleteRange(Arrays.compareUnsigned(a, b) < 0 ? a : b, Arrays.compareUnsigned(a, b) < 0 ? b : a);
                }
                case 1, 2, 3 -> changes.delete(key(random));
                default -> {
                    byte[] value = new byte[random.nextInt(300)];
                    random.nextBytes(value);
                    changes.put(key(random), value);
                }
            }
        }
        return changes;
    }

    private static byte[] key(SplittableRandom random) {
        byte[] key = new byte[1 + random.nextInt(3)];
        random.nextBytes(key);
        return key;
    }

    private static String text(List<byte[]> values) {
        return values.stream().map(value -> value == null ? "null" : HexFormat.of().formatHex(value)).toList().toString();
    }

    private static String entries(StateEntries store, byte[] from, byte[] to) {
        StringBuilder all = new StringBuilder();
        try (StateEntries.Cursor cursor = store.scan(from, to)) {
            while (cursor.next()) {
                all.append(HexFormat.of().formatHex(cursor.key())).append('=').append(HexFormat.of().formatHex(cursor.value()))
                        .append('\n');
            }
        }
        return all.toString();
    }

    @Test
    void snapshotOutlivesTheStoreAndStays() {
        try (RocksMemory memory = new RocksMemory(directory, 16 << 20)) {
            RocksStateStore store = RocksStateStore.open(directory.resolve("live"), null, memory);
            StateChanges changes = new StateChanges();
            changes.put(new byte[] {1}, new byte[] {10});
            store.write(changes);
            StateStore.Snapshot snapshot = store.snapshot();
            changes.clear();
            changes.delete(new byte[] {1});
            store.write(changes);
            store.close();
            assertArrayEquals(new byte[] {10}, snapshot.get(List.of(new byte[] {1})).get(0));
            assertTrue(Files.exists(directory.resolve("live")));
            snapshot.close();
            assertFalse(Files.exists(directory.resolve("live")), "a store that nobody reads any more is gone from the disk");
        }
    }

    @Test
    void damagedCopyIsRefused() throws IOException {
        try (RocksMemory memory = new RocksMemory(directory, 16 << 20)) {
            RocksStateStore store = RocksStateStore.open(directory.resolve("live"), null, memory);
            StateChanges changes = new StateChanges();
            changes.put(new byte[] {1}, new byte[] {10});
            store.write(changes);
            Path copy = directory.resolve("copy");
            store.copyTo(copy);
            store.close();
            Files.delete(copy.resolve("CURRENT"));
            MillraceException e = assertThrows(
                    MillraceException.class, () -> RocksStateStore.open(directory.resolve("next"), copy, memory).close());
            assertEquals(ErrorCode.CORRUPT_FILE, e.code());
        }
    }
}
