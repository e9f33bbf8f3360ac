package io.millrace.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.port.SystemClock;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskFile;
import io.millrace.storage.disk.LocalDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many small writes by many threads, beside flushes and changes; and large ones. Prints how long they took. */
final class TableLoadTest {
    private static final Logger LOG = LoggerFactory.getLogger(TableLoadTest.class);
    private static final Schema SCHEMA = Schema.of(new Field("id", SqlType.BIGINT, false), Field.of("name", SqlType.VARCHAR));
    private static final int ROWS = 10_000;

    @TempDir
    private Path directory;

    private final SystemClock clock = new SystemClock();

    private static void run(int threads, int rows, java.util.function.LongConsumer work) throws Exception {
        AtomicLong next = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().name("writer-" + i).start(() -> {
                try {
                    for (long id = next.getAndIncrement(); id < rows; id = next.getAndIncrement()) {
                        work.accept(id);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    private void measure(String what, long start) {
        LOG.info("{}: {} ms", what, (clock.monotonicNanos() - start) / 1_000_000);
    }

    private void syncRaw() throws Exception {
        Disk disk = new LocalDisk();
        long start = clock.monotonicNanos();
        try (DiskFile file = disk.open(directory.resolve("raw"), Disk.Mode.CREATE)) {
            for (int i = 0; i < ROWS / 10; i++) {
                file.write(ByteBuffer.allocate(200), 200L * i);
                file.sync();
            }
        }
        measure(ROWS / 10 + " raw writes with sync, one thread", start);
    }

    @Test
    void tenThousandSingleRows() throws Exception {
        syncRaw();
        for (List<String> key : List.of(List.<String>of(), List.of("id"))) {
            for (int threads : new int[] {1, 32}) {
                CatalogObject.Table table = TableFixture.table("t" + threads + key.size(), SCHEMA, key, List.of());
                try (TableFixture t = new TableFixture(directory.resolve(table.id()), TableOptions.DEFAULT)) {
                    t.tables.create(table);
                    long start = clock.monotonicNanos();
                    // One thread waits for one sync a row: a tenth of the rows says enough.
                    int rows = threads == 1 ? ROWS / 10 : ROWS;
                    run(threads, rows, id -> t.insert(table, List.of(List.of(id, "name-" + id))));
                    measure(rows + " inserts of one row, " + threads + " threads, " + (key.isEmpty() ? "no key" : "keyed"), start);
                    start = clock.monotonicNanos();
                    t.tables.flush(table);
                    measure("flush", start);
                    assertEquals(rows, t.rows(table).stream().map(row -> row.get(0)).distinct().count());
                }
            }
        }
    }

    @Test
    void writersBesideFlushesAndChanges() throws Exception {
        CatalogObject.Table table = TableFixture.table("busy", SCHEMA, List.of("id"), List.of());
        try (TableFixture t = new TableFixture(directory.resolve("busy"), TableOptions.DEFAULT.withSmallFiles(1))) {
            t.tables.create(table);
            AtomicLong removed = new AtomicLong();
            run(8, ROWS / 4, id -> {
                t.insert(table, List.of(List.of(id, "name-" + id)));
                if (id % 200 == 7) {
                    t.tables.flush(table);
                }
                if (id % 50 == 3) {
                    t.change(table, List.of(List.of(id, "name-" + id)), id % 100 == 3 ? List.of() : List.of(List.of(id, "changed")));
                    removed.addAndGet(id % 100 == 3 ? 1 : 0);
                }
                if (id % 500 == 9) {
                    assertTrue(t.rows(table).size() <= ROWS);
                }
            });
            assertEquals(ROWS / 4 - removed.get(), t.rows(table).size());
            t.restart();
            List<List<Object>> rows = t.rows(table);
            assertEquals(ROWS / 4 - removed.get(), rows.stream().map(row -> row.get(0)).distinct().count());
            assertEquals(25, rows.stream().filter(row -> row.get(1).equals("changed")).count());
        }
    }

    @Test
    void manyRowsGoToFiles() throws Exception {
        CatalogObject.Table table = TableFixture.table("large", SCHEMA, List.of(), List.of());
        CatalogObject.Table keyed = TableFixture.table("keyed", SCHEMA, List.of("id"), List.of());
        try (TableFixture t = new TableFixture(directory.resolve("large"), TableOptions.DEFAULT.withRetractionsInMemory(150_000))) {
            for (CatalogObject.Table each : List.of(table, keyed)) {
                t.tables.create(each);
                long start = clock.monotonicNanos();
                try (TableSink sink = t.tables.insert(each)) {
                    write(t, sink, 0, 1_000_000);
                    sink.commit();
                }
                measure("an insert of 1,000,000 rows", start);
                start = clock.monotonicNanos();
                try (TableChange change = t.tables.change(each)) {
                    write(t, change, 0, 300_000, -1);
                    change.commit();
                }
                measure("a change that takes out 300,000 of them", start);
                assertEquals(700_000, count(t, each));
                start = clock.monotonicNanos();
                t.tables.flush(each);
                measure("flush", start);
                t.restart();
                assertEquals(700_000, count(t, each));
                start = clock.monotonicNanos();
                for (long id = 500_000; id < 500_010; id++) {
                    t.change(each, List.of(List.of(id, "name-" + id)), List.of(List.of(id, "changed")));
                }
                measure("10 updates of one row", start);
                assertEquals(700_000, count(t, each));
            }
        }
    }

    private static long count(TableFixture t, CatalogObject.Table table) {
        var source = t.tables.source(table, t.tables.pin(table));
        var request = new io.millrace.common.port.ScanRequest(List.of(), List.of(), null, 10_000);
        long count = 0;
        for (var split : source.splits(request)) {
            try (var reader = source.open(split, request, t.allocator)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    count += batch.rows();
                    batch.close();
                }
            }
        }
        return count;
    }

    private static void write(TableFixture t, TableSink sink, long from, long to) {
        write(t, sink, from, to, 1);
    }

    private static void write(TableFixture t, TableSink sink, long from, long to, long weight) {
        for (long at = from; at < to; at += 10_000) {
            try (BatchBuilder builder = new BatchBuilder(t.allocator, SCHEMA, 10_000)) {
                for (long id = at; id < at + 10_000; id++) {
                    builder.row(id, "name-" + id);
                }
                try (Batch batch = builder.build()) {
                    batch.columns().forEach(column -> column.retain());
                    sink.write(new Batch(batch.columns(), 10_000, null,
                            weight > 0 ? null : Values.constant(t.allocator, SqlType.BIGINT, weight, 10_000)));
                }
            }
        }
    }
}
