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
import io.millrace.storage.log.LogStore;
import io.millrace.storage.table.body.BodyPointers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;

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

    private final Services services;
    private final TableOptions options;

    public TableStore(Services services, TableOptions options) {
        this.services = services;
        this.options = options;
    }

    private MillraceException soon() {
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                "tables in " + services.root() + " cannot be used yet " + options.inlineRowsMax());
    }

    /**
     * Makes the table's log and directory if they are not there: after a crash between storage and catalog, CREATE TABLE may come twice.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED for a column type or a partition transform that cannot be kept, INVALID_TABLE_DEFINITION for one that
     *     makes no sense
     */
    public void create(CatalogObject.Table table) {
        throw soon();
    }

    /** Deletes the table's rows and files; nothing happens if there are none. Call after the catalog forgot the table. */
    public void drop(String tableId) {
        throw soon();
    }

    /** Deletes what tables left that are not among these: at start, for drops that a crash cut short. */
    public void retain(Set<String> tableIds) {
        throw soon();
    }

    /** The table as it is now. Stays readable for the table's history retention (a day by default), and as long as a {@link #source} of it is in use. */
    public ScanTarget.ManagedTable pin(CatalogObject.Table table) {
        throw soon();
    }

    /**
     * The table at a snapshot's id or a time (epoch micros); exactly one is present.
     *
     * @throws MillraceException SNAPSHOT_NOT_FOUND
     */
    public ScanTarget.ManagedTable asOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros) {
        throw soon();
    }

    /** Opens a version. */
    public TableSource source(CatalogObject.Table table, ScanTarget.ManagedTable target) {
        throw soon();
    }

    /**
     * An INSERT: takes no lock before commit. Commit fails with UNIQUE_VIOLATION if a key is there already, and then nothing was written; write fails with
     * NOT_NULL_VIOLATION, STRING_TRUNCATION or DATATYPE_MISMATCH. Batches have the table's columns, in order.
     */
    public TableSink insert(CatalogObject.Table table) {
        throw soon();
    }

    /** An UPDATE, DELETE, MERGE or upsert; waits for the table's write lock, at most {@link TableOptions#lockWaitMillis}, then WRITE_CONFLICT. */
    public TableChange change(CatalogObject.Table table) {
        throw soon();
    }

    /** INSERT OVERWRITE: at commit the written rows replace all others. */
    public TableSink overwrite(CatalogObject.Table table) {
        throw soon();
    }

    /** INSERT OVERWRITE by partition: at commit the written rows replace those of the partitions that they are in. The table must be partitioned. */
    public TableSink overwritePartitions(CatalogObject.Table table) {
        throw soon();
    }

    /** Removes all rows at once. */
    public void truncate(CatalogObject.Table table) {
        throw soon();
    }

    /** Moves what the head holds into the body; does nothing if it holds nothing. */
    public void flush(CatalogObject.Table table) {
        throw soon();
    }

    /** Newest first. */
    public List<TableSnapshot> snapshots(CatalogObject.Table table) {
        throw soon();
    }

    /** The offset that the next change gets: all below are durable and visible. */
    public long endOffset(CatalogObject.Table table) {
        throw soon();
    }

    /**
     * Gives the changes {@code from .. to} in order as weighted batches of the given columns, each owned by the consumer. A table's log is
     * {@code table.id()}, partition 0: who will want its changes later registers with {@link LogStore#consumers}.
     */
    public void changes(
            CatalogObject.Table table, long from, long to, List<Integer> columns, BufferAllocator allocator, Consumer<Batch> consumer) {
        throw soon();
    }

    /** The version whose contents are all changes below {@code offset}; SNAPSHOT_NOT_FOUND if it is no longer kept. */
    public ScanTarget.ManagedTable at(CatalogObject.Table table, long offset) {
        throw soon();
    }

    @Override
    public void close() {}
}
