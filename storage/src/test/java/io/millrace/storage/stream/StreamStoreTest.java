package io.millrace.storage.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.Clock;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.SimulatedDisk;
import io.millrace.storage.log.LogFixture;
import io.millrace.storage.log.LogOptions;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.log.Retention;
import io.millrace.storage.log.TickBinding;
import io.millrace.storage.log.TickLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamStoreTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("k", SqlType.INTEGER, false),
            Field.of("v", SqlType.VARCHAR),
            Field.of("d", SqlType.decimal(30, 2)),
            Field.of("tags", SqlType.array(SqlType.VARCHAR)));
    private static final LogOptions OPTIONS = LogOptions.DEFAULT.withBackgroundSettling(false);
    private static final Path ROOT = Path.of("/data/logs");

    private final BufferAllocator allocator = new RootAllocator();
    private final SimulatedDisk disk = new SimulatedDisk(new Random(3));
    private final Clock clock = LogFixture.clock();

    @AfterEach
    void allBuffersAreFreed() {
        allocator.close();
    }

    private LogStore open() {
        return LogStore.open(disk, ROOT, OPTIONS, clock, new Random(4), allocator);
    }

    private static CatalogObject.Stream stream(List<String> key, int partitions, Map<String, String> options) {
        return new CatalogObject.Stream(
                "st1", new ObjectName("public", "orders"), SCHEMA, key, Optional.empty(), partitions, Map.of(), options);
    }

    private Batch rows(int from, int count) {
        try (BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, count)) {
            for (int i = from; i < from + count; i++) {
                builder.row(i % 10, "v" + i, new java.math.BigDecimal(i + ".50"), i % 3 == 0 ? null : List.of("t" + i, "u"));
            }
            return builder.build();
        }
    }

    private List<List<Object>> read(TableSource source, ScanRequest request) {
        List<List<Object>> rows = new ArrayList<>();
        for (Split split : source.splits(request)) {
            try (BatchReader reader = source.open(split, request, allocator)) {
                for (Batch next = reader.next(); next != null; next = reader.next()) {
                    try (Batch batch = next.compact(allocator)) {
                        for (int i = 0; i < batch.rows(); i++) {
                            rows.add(Values.readRow(batch, i));
                        }
                    }
                }
            }
        }
        return rows;
    }

    private static ScanRequest all(int... columns) {
        return new ScanRequest(java.util.Arrays.stream(columns).boxed().toList(), List.of(), null, 7);
    }

    @Test
    void rowsOfAKeyShareAPartitionInOrder() {
        CatalogObject.Stream stream = stream(List.of("k"), 4, Map.of());
        try (LogStore logs = open()) {
            StreamStore store = new StreamStore(logs, clock, new Random(1), allocator);
            store.create(stream);
            for (int i = 0; i < 100; i += 10) {
                store.append(stream, rows(i, 10)).join();
            }
            List<List<Object>> found = read(store.source(stream(List.of(), 4, Map.of()), store.pin("st1")), all(0, 1));
            assertEquals(100, found.size());
            List<List<Object>> last = read(store.source(stream, store.pin("st1")), all(1));
            assertEquals(
                    IntStream.range(90, 100).mapToObj(i -> List.<Object>of("v" + i)).toList(),
                    last.stream().sorted(Comparator.comparing(List::toString)).toList());
            for (int k = 0; k < 10; k++) {
                int key = k;
                List<String> expected = new ArrayList<>();
                for (int i = k; i < 100; i += 10) {
                    expected.add("v" + i);
                }
                assertEquals(expected, found.stream().filter(row -> row.get(0).equals(key)).map(row -> (String) row.get(1)).toList());
            }
            assertTrue(store.log("st1").endOffsets().stream().filter(end -> end > 0).count() > 1, "all keys in one partition");
        }
    }

    @Test
    void aScanReadsItsRangeAndNothingThatCameLater() {
        CatalogObject.Stream stream = stream(List.of(), 1, Map.of());
        try (LogStore logs = open()) {
            StreamStore store = new StreamStore(logs, clock, new Random(1), allocator);
            store.create(stream);
            store.append(stream, rows(0, 20)).join();
            ScanTarget.Stream pinned = store.pin("st1");
            store.append(stream, rows(20, 5)).join();
            assertEquals(20, read(store.source(stream, pinned), all(1)).size());
            ScanTarget.Stream range = new ScanTarget.Stream("st1", List.of(18L), List.of(22L));
            assertEquals(
                    List.of("v18", "v19", "v20", "v21"),
                    read(store.source(stream, range), all(1)).stream().map(row -> row.get(0)).toList());
            List<Object> last = read(store.source(stream, range), all(3, 2)).getLast();
            assertEquals(java.util.Arrays.asList(null, new java.math.BigDecimal("21.50")), last);
        }
    }

    @Test
    void theFilterDecidesWhichRowsAreAlive() {
        CatalogObject.Stream stream = stream(List.of(), 1, Map.of());
        BatchFilter onlyOdd = new BatchFilter() {
            @Override
            public List<Integer> columns() {
                return List.of(1);
            }

            @Override
            public Selection select(Batch filterColumns) {
                int[] positions = new int[filterColumns.physicalRows()];
                int count = 0;
                for (int i = 0; i < positions.length; i++) {
                    if ((Integer) Values.read(filterColumns.column(0), i) % 2 == 1) {
                        positions[count++] = i;
                    }
                }
                return new Selection(positions, count);
            }
        };
        try (LogStore logs = open()) {
            StreamStore store = new StreamStore(logs, clock, new Random(1), allocator);
            store.create(stream);
            store.append(stream, rows(0, 10)).join();
            ScanRequest request = new ScanRequest(List.of(1, 0), List.of(), () -> onlyOdd, 4);
            List<List<Object>> found = read(store.source(stream, store.pin("st1")), request);
            assertEquals(List.of("v1", "v3", "v5", "v7", "v9"), found.stream().map(row -> row.get(0)).toList());
        }
    }

    @Test
    void aNullInANotNullColumnIsRefused() {
        CatalogObject.Stream stream = stream(List.of(), 1, Map.of());
        try (LogStore logs = open();
                BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, 1)) {
            StreamStore store = new StreamStore(logs, clock, new Random(1), allocator);
            store.create(stream);
            builder.row(null, "x", null, null);
            MillraceException e = assertThrows(MillraceException.class, () -> store.append(stream, builder.build()));
            assertEquals(ErrorCode.NOT_NULL_VIOLATION, e.code());
            assertEquals("null value in column \"k\" of public.orders violates its NOT NULL constraint", e.getMessage());
        }
    }

    @Test
    void retentionDropsOldRowsButNoneThatAConsumerNeeds() {
        CatalogObject.Stream stream = stream(List.of(), 1, Map.of("retention", "1 second"));
        assertEquals(new Retention(1_000_000L, Retention.UNLIMITED), StreamOptions.retention(stream.options()));
        try (LogStore logs = open()) {
            StreamStore store = new StreamStore(logs, clock, new Random(1), allocator);
            store.create(stream);
            for (int i = 0; i < 20; i++) {
                store.append(stream, rows(i, 1)).join();
            }
            logs.consumers().register("view1", "st1", List.of(4L));
            for (int i = 0; i < 2000; i++) {
                clock.epochMicros();
            }
            store.append(stream, rows(20, 1)).join();
            store.enforceRetention(stream);
            assertEquals(4, store.log("st1").earliestOffset(0));
            logs.consumers().advance("view1", "st1", List.of(15L));
            store.enforceRetention(stream);
            assertEquals(15, store.log("st1").earliestOffset(0));
            logs.consumers().remove("view1");
            store.enforceRetention(stream);
            assertEquals(20, store.log("st1").earliestOffset(0));
        }
        MillraceException e = assertThrows(MillraceException.class, () -> StreamOptions.retention(Map.of("retention", "soon")));
        assertEquals("option retention: expected a span like '7 days', '12 hours' or '30 minutes', found 'soon'", e.getMessage());
    }

    @Test
    void ticksAreReplayedAsTheyWereBound() {
        TickBinding first = new TickBinding(0, 1000, Map.of("st1", new TickBinding.Source(List.of(3L, 4L), List.of(1))), new byte[] {1, 2});
        TickBinding second = new TickBinding(1, 2000, Map.of(), new byte[0]);
        try (LogStore logs = open()) {
            TickLog ticks = TickLog.open(logs, allocator);
            ticks.append(first).join();
            ticks.append(second).join();
            Exception e = assertThrows(Exception.class, () -> ticks.append(second).join());
            assertEquals(ErrorCode.WRITE_CONFLICT, ((MillraceException) e.getCause()).code());
        }
        disk.restart();
        try (LogStore logs = open()) {
            TickLog ticks = TickLog.open(logs, allocator);
            assertEquals(2, ticks.nextTick());
            TickBinding read = ticks.read(0, 2).getFirst();
            assertEquals(first.sources(), read.sources());
            assertEquals(1000, read.loggedMicros());
            org.junit.jupiter.api.Assertions.assertArrayEquals(new byte[] {1, 2}, read.decisions());
            assertEquals(1, ticks.last().orElseThrow().tick());
            ticks.trimTo(1);
            assertEquals(1, ticks.earliestTick());
        }
    }
}
