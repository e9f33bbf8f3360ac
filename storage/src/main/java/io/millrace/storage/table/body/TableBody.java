package io.millrace.storage.table.body;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.SingleValueParser;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The Iceberg side of one table: its snapshots, and the commits that make new ones. Files are written with position deletes (format version 2), at most one
 * delete file a data file. Thread-safe; commits wait for each other.
 */
public final class TableBody {
    private static final String FLUSHED_OFFSET = "millrace.flushed-offset";
    private static final int SNAPSHOTS_CACHED = 8;

    private final Disk disk;
    private final Path directory;
    private final String tableId;
    private final BodyLayout layout;
    private final FileNames names;
    private final BufferAllocator allocator;
    private final DiskFileIO io;
    private final BodyOperations operations;
    private final Map<Long, BodySnapshot> snapshots = new LinkedHashMap<>(16, 0.75f, true);
    /** Names of data and delete files by manifest, which never changes. */
    private final Map<String, Set<String>> manifestFiles = new HashMap<>();

    /** @param directory of the table; its name must be the table's id */
    public TableBody(
            Disk disk, Path directory, String tableId, BodyLayout layout, BodyPointers pointers, FileNames names,
            BufferAllocator allocator) {
        this.disk = disk;
        this.directory = directory;
        this.tableId = tableId;
        this.layout = layout;
        this.names = names;
        this.allocator = allocator;
        this.io = new DiskFileIO(disk, directory);
        this.operations = new BodyOperations(tableId, pointers, io, names);
    }

    /** The newest snapshot; {@link BodySnapshot#EMPTY} before the first. */
    public synchronized BodySnapshot current() {
        TableMetadata metadata = operations.refresh();
        Snapshot snapshot = metadata == null ? null : metadata.currentSnapshot();
        return snapshot == null ? BodySnapshot.EMPTY : snapshot(snapshot.snapshotId()).orElseThrow();
    }

    /** A snapshot by id; {@link BodySnapshot#EMPTY} for {@link BodySnapshot#NONE}. */
    public synchronized Optional<BodySnapshot> snapshot(long id) {
        if (id == BodySnapshot.NONE) {
            return Optional.of(BodySnapshot.EMPTY);
        }
        BodySnapshot known = snapshots.get(id);
        TableMetadata metadata = operations.refresh();
        if (known != null) {
            return Optional.of(known);
        }
        Snapshot snapshot = metadata == null ? null : metadata.snapshot(id);
        if (snapshot == null) {
            return Optional.empty();
        }
        BodySnapshot loaded = load(snapshot);
        snapshots.put(id, loaded);
        if (snapshots.size() > SNAPSHOTS_CACHED) {
            snapshots.remove(snapshots.keySet().iterator().next());
        }
        return Optional.of(loaded);
    }

    private static long flushedOffset(Snapshot snapshot) {
        String offset = snapshot.summary().get(FLUSHED_OFFSET);
        if (offset == null) {
            throw new MillraceException(
                    ErrorCode.METADATA_CORRUPT, "snapshot " + snapshot.snapshotId() + " does not say how far the head was flushed");
        }
        return Long.parseLong(offset);
    }

    private BodySnapshot load(Snapshot snapshot) {
        List<BodyFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                new BaseTable(operations, tableId).newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
            for (FileScanTask task : tasks) {
                BitSet deleted = null;
                for (DeleteFile delete : task.deletes()) {
                    deleted = deleted == null ? new BitSet() : deleted;
                    PositionDeletes.read(directory.resolve(io.name(delete.location())), deleted, allocator);
                }
                files.add(new BodyFile(rowFile(task.file()), deleted, task.file(), task.deletes()));
            }
        } catch (IOException e) {
            throw DiskErrors.translate("read the snapshots of table " + tableId, e);
        }
        files.sort(java.util.Comparator.comparing(file -> file.file().name()));
        return new BodySnapshot(snapshot.snapshotId(), flushedOffset(snapshot), files);
    }

    private RowFile rowFile(DataFile file) {
        String partition = layout.isPartitioned() ? SingleValueParser.toJson(layout.spec().partitionType(), file.partition()) : "";
        return new RowFile(io.name(file.location()), file.recordCount(), file.fileSizeInBytes(), partition);
    }

    /** Newest first. */
    public synchronized List<BodyVersion> versions() {
        TableMetadata metadata = operations.refresh();
        List<BodyVersion> versions = new ArrayList<>();
        for (Snapshot snapshot : metadata == null ? List.<Snapshot>of() : metadata.snapshots()) {
            Map<String, String> summary = snapshot.summary();
            long rows = number(summary, SnapshotSummary.TOTAL_RECORDS_PROP);
            long deleted = number(summary, SnapshotSummary.TOTAL_POS_DELETES_PROP);
            versions.add(new BodyVersion(
                    snapshot.snapshotId(),
                    Optional.ofNullable(snapshot.parentId()),
                    snapshot.timestampMillis() * 1000,
                    snapshot.operation(),
                    flushedOffset(snapshot),
                    (int) number(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP),
                    rows < 0 ? -1 : rows - Math.max(0, deleted)));
        }
        versions.sort(java.util.Comparator.comparingLong(BodyVersion::flushedOffset).reversed());
        return versions;
    }

    private static long number(Map<String, String> summary, String property) {
        String value = summary.get(property);
        return value == null ? -1 : Long.parseLong(value);
    }

    /**
     * Makes a new snapshot out of the newest one. If it fails, whether it happened is unknown: {@link #current} says.
     *
     * @throws MillraceException IO_ERROR, DISK_FULL, WRITE_CONFLICT or what the metadata service says
     */
    public synchronized BodySnapshot commit(BodyChange change) {
        BodySnapshot base = current();
        List<String> deleteFiles = new ArrayList<>();
        try {
            if (operations.current() == null) {
                operations.commit(null, layout.fresh(io.location("").replaceAll("/$", "")));
            }
            RowDelta delta = new BaseTable(operations, tableId).newRowDelta();
            delta.set(FLUSHED_OFFSET, Long.toString(change.flushedOffset()));
            Map<String, BitSet> deleted = new HashMap<>(change.deleted());
            for (BodyFile file : base.files()) {
                BitSet more = deleted.remove(file.file().name());
                boolean gone = change.replace() || change.removed().contains(file.file().name());
                if (gone || more != null) {
                    rewrite(delta, file, gone ? null : more, deleteFiles);
                }
            }
            for (RowFile file : change.added()) {
                BitSet gone = deleted.remove(file.name());
                if (gone != null && gone.cardinality() == file.rows()) {
                    continue;
                }
                DataFile data = Manifests.dataFile(layout, io, file);
                delta.addRows(data);
                if (gone != null) {
                    delta.addDeletes(deletes(data, gone, deleteFiles));
                }
            }
            assert deleted.isEmpty() : deleted.keySet();
            delta.commit();
        } catch (org.apache.iceberg.exceptions.CommitStateUnknownException | org.apache.iceberg.exceptions.CommitFailedException e) {
            throw e.getCause() instanceof MillraceException typed
                    ? typed
                    : new MillraceException(ErrorCode.WRITE_CONFLICT,
                            "the body of table " + tableId + " could not be moved: " + e.getMessage(), e);
        } finally {
            deleteFiles.forEach(names::settled);
        }
        return current();
    }

    private void rewrite(RowDelta delta, BodyFile file, BitSet more, List<String> deleteFiles) {
        file.deletes().forEach(delta::removeDeletes);
        BitSet all = null;
        if (more != null) {
            all = (BitSet) more.clone();
            if (file.deleted() != null) {
                all.or(file.deleted());
            }
        }
        if (all == null || all.cardinality() == file.file().rows()) {
            delta.removeRows(file.data());
        } else {
            delta.addDeletes(deletes(file.data(), all, deleteFiles));
        }
    }

    private DeleteFile deletes(DataFile data, BitSet positions, List<String> deleteFiles) {
        String name = names.data(".deletes.parquet");
        deleteFiles.add(name);
        Path path = directory.resolve(name);
        long bytes = PositionDeletes.write(path, data.location(), positions, allocator);
        try {
            disk.syncDirectory(path.getParent());
        } catch (IOException e) {
            throw DiskErrors.translate("write " + path, e);
        }
        return Manifests.deleteFile(layout, data, io.location(name), bytes, positions.cardinality());
    }

    /** Forgets snapshots; their files stay until someone finds that nothing names them. */
    public synchronized void expire(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        operations.refresh();
        ExpireSnapshots expire = new BaseTable(operations, tableId).expireSnapshots().cleanExpiredFiles(false);
        ids.forEach(expire::expireSnapshotId);
        expire.commit();
        ids.forEach(snapshots::remove);
    }

    /** Names, relative to the table's directory, of all files that some snapshot needs. */
    public synchronized Set<String> referenced() {
        Set<String> all = new HashSet<>();
        TableMetadata metadata = operations.refresh();
        if (metadata == null) {
            return all;
        }
        all.add(io.name(metadata.metadataFileLocation()));
        Set<String> manifests = new HashSet<>();
        for (Snapshot snapshot : metadata.snapshots()) {
            all.add(io.name(snapshot.manifestListLocation()));
            for (ManifestFile manifest : snapshot.allManifests(io)) {
                manifests.add(manifest.path());
                all.add(io.name(manifest.path()));
                all.addAll(manifestFiles.computeIfAbsent(manifest.path(), p -> Manifests.files(manifest, io, metadata.specsById())));
            }
        }
        manifestFiles.keySet().retainAll(manifests);
        return all;
    }
}
