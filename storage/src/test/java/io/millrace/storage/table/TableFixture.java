package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.file.Scans;
import io.millrace.storage.log.LogOptions;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.table.body.BodyPointers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A store of tables on a directory that can be closed and opened again, with pointers and a clock that outlive it. */
final class TableFixture implements AutoCloseable {
    /** Pointers in memory. */
    static final class Pointers implements BodyPointers {
        private final Map<String, String> locations = new HashMap<>();

        @Override
        public synchronized Optional<String> current(String tableId) {
            return Optional.ofNullable(locations.get(tableId));
        }

        @Override
        public synchronized void move(String tableId, Optional<String> expected, String location) {
            if (!current(tableId).equals(expected)) {
                throw new MillraceException(ErrorCode.WRITE_CONFLICT, "moved");
            }
            locations.put(tableId, location);
        }
    }

    /** A clock that goes on by a millisecond each time it is asked. */
    static final class TickingClock implements Clock {
        private final AtomicLong micros = new AtomicLong(1_700_000_000_000_000L);

        @Override
        public long epochMicros() {
            return micros.addAndGet(1000);
        }

        @Override
        public long monotonicNanos() {
            return micros.get() * 1000;
        }

        void advance(long by) {
            micros.addAndGet(by);
        }
    }

    final Path root;
    final Disk disk;
    final BodyPointers pointers;
    final TickingClock clock;
    TableOptions options;
    BufferAllocator allocator;
    LogStore logs;
    TableStore tables;

    TableFixture(Path root, TableOptions options) {
        this(root, options, new LocalDisk(), new Pointers(), new TickingClock());
    }

    TableFixture(Path root, TableOptions options, Disk disk, BodyPointers pointers, TickingClock clock) {
        this.root = root;
        this.options = options;
        this.disk = disk;
        this.pointers = pointers;
        this.clock = clock;
        start();
    }

    private void start() {
        allocator = new RootAllocator();
        logs = LogStore.open(disk, root.resolve("logs"), LogOptions.DEFAULT.withBackgroundSettling(false), clock, new Random(7), allocator);
        tables = new TableStore(
                new TableStore.Services(
                        disk, root.resolve("tables"), logs, pointers, clock, new Random(clock.epochMicros()), allocator, null),
                options);
    }

    void restart() {
        close();
        start();
    }

    static CatalogObject.Table table(String id, Schema schema, List<String> key, List<String> partitioning) {
        return new CatalogObject.Table(
                id, new ObjectName("public", id), schema, key, partitioning, Map.of(), Optional.empty(), Map.of());
    }

    Batch batch(CatalogObject.Table table, List<List<Object>> rows) {
        try (BatchBuilder builder = new BatchBuilder(allocator, table.schema(), rows.size())) {
            rows.forEach(row -> builder.row(row.toArray()));
            return builder.build();
        }
    }

    Batch weighted(CatalogObject.Table table, List<List<Object>> rows, List<Long> weights) {
        try (Batch plain = batch(table, rows);
                ColumnBuilder builder = new ColumnBuilder(allocator, SqlType.BIGINT, weights.size())) {
            weights.forEach(builder::appendLong);
            List<Column> columns = new ArrayList<>();
            plain.columns().forEach(column -> columns.add(column.retain()));
            return new Batch(columns, rows.size(), null, builder.build());
        }
    }

    long insert(CatalogObject.Table table, List<List<Object>> rows) {
        try (TableSink sink = tables.insert(table)) {
            sink.write(batch(table, rows));
            return sink.commit();
        }
    }

    void change(CatalogObject.Table table, List<List<Object>> out, List<List<Object>> in) {
        try (TableChange change = tables.change(table)) {
            List<List<Object>> rows = new ArrayList<>(out);
            rows.addAll(in);
            List<Long> weights = new ArrayList<>();
            out.forEach(row -> weights.add(-1L));
            in.forEach(row -> weights.add(1L));
            change.write(weighted(table, rows, weights));
            change.commit();
        }
    }

    List<List<Object>> rows(CatalogObject.Table table) {
        return rows(table, tables.pin(table));
    }

    List<List<Object>> rows(CatalogObject.Table table, ScanTarget.ManagedTable target) {
        return Scans.rows(tables.source(table, target));
    }

    @Override
    public void close() {
        tables.close();
        logs.close();
        allocator.close();
    }
}
