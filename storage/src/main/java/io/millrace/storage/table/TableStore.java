package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.TableSink;
import io.millrace.common.port.TableSource;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.file.parquet.FooterCache;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.table.body.BodyPointers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Managed tables: a columnar body of Iceberg snapshots, and a head, the log of weighted changes since the last of them. Reads merge both. How it works:
 * docs/tables.md. Thread-safe.
 */
public final class TableStore implements AutoCloseable {
    /**
     * What tables stand on.
     *
     * @param root directory of the bodies, one below it a table
     * @param random makes names of files
     * @param flusher runs flushes in the background; null if only {@link TableStore#flush} does
     */
    public record Services(
            Disk disk, Path root, LogStore logs, BodyPointers pointers, Clock clock, RandomGenerator random, BufferAllocator allocator,
            ScheduledExecutorService flusher) {}

    private static final Logger LOG = LoggerFactory.getLogger(TableStore.class);
    private static final long CHECK_MILLIS = 1000;

    private final Services services;
    private final TableOptions options;
    private final FooterCache footers = new FooterCache();
    private final Map<String, OpenTable> open = new ConcurrentHashMap<>();
    private final Set<String> dropped = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> checks;

    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);

    public TableStore(Services services, TableOptions options) {
        this.services = services;
        this.options = options;
        this.checks = services.flusher() == null
                ? null
                : services.flusher().scheduleWithFixedDelay(this::flushDue, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void flushDue() {
        open.forEach((id, table) -> {
            try {
                table.flushIfDue();
            } catch (RuntimeException e) {
                if (!dropped.contains(id)) {
                    LOG.warn("table {} could not be flushed; its rows stay in its log until the next try", id, e);
                }
            }
        });
    }

    private OpenTable open(CatalogObject.Table table) {
        if (dropped.contains(table.id())) {
            throw new MillraceException(ErrorCode.UNDEFINED_TABLE, "table \"" + table.name() + "\" was dropped meanwhile");
        }
        OpenTable found = open.computeIfAbsent(table.id(), id -> OpenTable.open(services, options, footers, table));
        found.use(table);
        return found;
    }

    /**
     * Makes the table's log and directory if they are not there: after a crash between storage and catalog, CREATE TABLE may come twice.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED for a column type or a partition transform that cannot be kept, INVALID_TABLE_DEFINITION for one that
     *     makes no sense
     */
    public void create(CatalogObject.Table table) {
        open(table);
    }

    /** Deletes the table's rows and files; nothing happens if there are none. Call after the catalog forgot the table. */
    public void drop(String tableId) {
        dropped.add(tableId);
        open.remove(tableId);
        delete(tableId);
    }

    /** Deletes what tables left that are not among these: at start, for drops that a crash cut short. */
    public void retain(Set<String> tableIds) {
        try {
            for (Path directory : services.disk().list(services.root())) {
                String id = directory.getFileName().toString();
                if (!tableIds.contains(id)) {
                    delete(id);
                }
            }
        } catch (IOException e) {
            throw DiskErrors.translate("look for dropped tables in " + services.root(), e);
        }
    }

    /** The table as it is now. Stays readable for the table's history retention (a day by default), and as long as a {@link #source} of it is in use. */
    public ScanTarget.ManagedTable pin(CatalogObject.Table table) {
        return open(table).managed().pin();
    }

    /**
     * The table at a snapshot's id or a time (epoch micros); exactly one is present.
     *
     * @throws MillraceException SNAPSHOT_NOT_FOUND
     */
    public ScanTarget.ManagedTable asOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros) {
        TableHistory history = open(table).history();
        return snapshotId.isPresent()
                ? history.atSnapshot(table, snapshotId.get())
                : history.atTime(table, epochMicros.orElseThrow());
    }

    /** Opens a version. */
    public TableSource source(CatalogObject.Table table, ScanTarget.ManagedTable target) {
        return open(table).managed().scan(target);
    }

    /**
     * An INSERT: takes no lock before commit. Commit fails with UNIQUE_VIOLATION if a key is there already, and then nothing was written; write fails with
     * NOT_NULL_VIOLATION, STRING_TRUNCATION or DATATYPE_MISMATCH. Batches have the table's columns, in order.
     */
    public TableSink insert(CatalogObject.Table table) {
        return insert(table, List::of);
    }

    /** As {@link #insert}; {@code along} gives, at commit, appends to other logs that become durable with the rows or not at all. */
    public TableSink insert(CatalogObject.Table table, Supplier<List<Append>> along) {
        return new InsertSink(open(table).managed(), table, along);
    }

    /** An UPDATE, DELETE, MERGE or upsert; waits for the table's write lock, at most {@link TableOptions#lockWaitMillis}, then WRITE_CONFLICT. */
    public TableChange change(CatalogObject.Table table) {
        return change(table, false, List::of);
    }

    /** As {@link #change}; {@code along} gives, at commit, appends to other logs that become durable with the change or not at all. */
    public TableChange change(CatalogObject.Table table, Supplier<List<Append>> along) {
        return change(table, false, along);
    }

    /** Changes of several tables that come together; the caller closes it. */
    public TableTransaction transaction() {
        return new TableTransaction(this, gate);
    }

    ChangeSink changeSink(CatalogObject.Table table) {
        return (ChangeSink) change(table, false, List::of);
    }

    /** Held shared by who pins several tables: none of them shows a transaction that another one does not. */
    public Lock betweenTransactions() {
        return gate.readLock();
    }

    /** INSERT OVERWRITE: at commit the written rows replace all others. */
    public TableSink overwrite(CatalogObject.Table table) {
        return new OverwriteSink(open(table).managed(), table);
    }

    /** INSERT OVERWRITE by partition: at commit the written rows replace those of the partitions that they are in. The table must be partitioned. */
    public TableSink overwritePartitions(CatalogObject.Table table) {
        if (table.partitioning().isEmpty()) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE, "table \"" + table.name() + "\" has no partitions");
        }
        return change(table, true, List::of);
    }

    /** Removes all rows at once. */
    public void truncate(CatalogObject.Table table) {
        try (TableSink sink = overwrite(table)) {
            sink.commit();
        }
    }

    /** Moves what the head holds into the body; does nothing if it holds nothing. */
    public void flush(CatalogObject.Table table) {
        open(table).flush();
    }

    /** Newest first. */
    public List<TableSnapshot> snapshots(CatalogObject.Table table) {
        return open(table).history().snapshots();
    }

    /** The offset that the next change gets: all below are durable and visible. */
    public long endOffset(CatalogObject.Table table) {
        return open(table).managed().pin().headOffset();
    }

    /**
     * Gives the changes {@code from .. to} in order as weighted batches of the given columns, each owned by the consumer. A table's log is
     * {@code table.id()}, partition 0: who will want its changes later registers with {@link LogStore#consumers}.
     */
    public void changes(
            CatalogObject.Table table, long from, long to, List<Integer> columns, BufferAllocator allocator, Consumer<Batch> consumer) {
        OpenTable opened = open(table);
        new TableChanges(opened.managed(), opened.history(), columns, allocator, consumer).read(from, to);
    }

    /** The version whose contents are all changes below {@code offset}; SNAPSHOT_NOT_FOUND if it is no longer kept. */
    public ScanTarget.ManagedTable at(CatalogObject.Table table, long offset) {
        return open(table)
                .history()
                .at(offset)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.SNAPSHOT_NOT_FOUND,
                        "table \"" + table.name() + "\": the version at change " + offset + " is no longer kept"));
    }

    private TableChange change(CatalogObject.Table table, boolean replacesPartitions, Supplier<List<Append>> along) {
        ManagedTable managed = open(table).managed();
        managed.lockWrites(table);
        try {
            return new ChangeSink(managed, table, replacesPartitions, along);
        } catch (RuntimeException e) {
            managed.unlockWrites();
            throw e;
        }
    }

    private void delete(String tableId) {
        services.logs().drop(tableId);
        try {
            services.disk().deleteRecursively(services.root().resolve(tableId));
        } catch (IOException e) {
            throw DiskErrors.translate("delete the files of table " + tableId, e);
        }
    }

    /** Stops flushing in the background. Heads stay as they are, and are read again at the next start. */
    @Override
    public void close() {
        if (checks != null) {
            checks.cancel(false);
        }
    }
}
