package io.millrace.storage.table;

import io.millrace.storage.table.body.BodyChange;
import io.millrace.storage.table.body.BodyFile;
import io.millrace.storage.table.body.BodySnapshot;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.body.RowFileWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves a head into its body: the head's rows into new files, with those of small files where there are many; files that it names as they are; rows taken out as position deletes, in one snapshot that
 * says up to which offset it goes. Until the snapshot is in place nobody sees a difference, and afterwards nobody does either. One at a time a table.
 */
final class TableFlush {
    private final ManagedTable managed;
    private final TableParts parts;

    TableFlush(ManagedTable managed) {
        this.managed = managed;
        this.parts = managed.parts();
    }

    /** Whether there was anything to move. */
    boolean run() {
        BodySnapshot base = parts.body().current();
        if (base.id() != managed.state().body().id()) {
            managed.reopen();
        }
        TableState state = managed.state();
        TableVersion version = managed.freeze();
        long flushed = version.headTo();
        if (flushed == state.body().flushedOffset()) {
            return false;
        }
        boolean replace = state.isClearedBetween(state.body().flushedOffset(), flushed);
        List<TableVersion.File> small = SmallFiles.of(version, parts.options());
        List<RowFileWriter.Written> written = writeRows(version, small);
        List<RowFile> added = new ArrayList<>();
        written.forEach(file -> added.add(file.file()));
        version.files().stream().filter(file -> file.offset() >= 0).forEach(file -> added.add(file.file()));
        Map<String, BitSet> deleted = deleted(state.body(), version);
        List<RowFile> rewritten = small.stream().map(TableVersion.File::file).toList();
        rewritten.forEach(file -> deleted.remove(file.name()));
        Set<String> removed = rewritten.stream().map(RowFile::name).collect(Collectors.toSet());
        BodyChange change = new BodyChange(flushed, replace, removed, added, deleted);
        // If this fails, the snapshot may have been made all the same: the files stay in flight.
        BodySnapshot made = commit(change);
        managed.lockForFlush();
        try {
            managed.install(made, flushed, new MovedRows(written, rewritten));
        } finally {
            managed.unlockWrites();
        }
        parts.settle(written.stream().map(RowFileWriter.Written::file).toList());
        return true;
    }

    private BodySnapshot commit(BodyChange change) {
        try {
            return parts.body().commit(change);
        } catch (RuntimeException e) {
            BodySnapshot now;
            try {
                now = parts.body().current();
            } catch (RuntimeException again) {
                e.addSuppressed(again);
                throw e;
            }
            if (now.flushedOffset() == change.flushedOffset()) {
                return now;
            }
            throw e;
        }
    }

    private List<RowFileWriter.Written> writeRows(TableVersion version, List<TableVersion.File> small) {
        try (RowFileWriter writer = parts.writer();
                LiveHeadRows rows = new LiveHeadRows(
                        parts.head(), version, version.headFrom(), version.headTo(), TableParts.BATCH_ROWS, parts.services().allocator())) {
            // First, so that origins ascend in each file.
            for (int i = 0; i < small.size(); i++) {
                SmallFiles.rewrite(parts, small.get(i), i, writer);
            }
            for (LiveHeadRows.Rows next = rows.next(); next != null; next = rows.next()) {
                try (LiveHeadRows.Rows block = next) {
                    writer.write(block.rows(), block.offsets());
                }
            }
            return writer.finish();
        }
    }

    /** Positions of files that lost rows since the snapshot. */
    private static Map<String, BitSet> deleted(BodySnapshot base, TableVersion version) {
        Map<String, BitSet> before = new HashMap<>();
        for (BodyFile file : base.files()) {
            if (file.deleted() != null) {
                before.put(file.file().name(), file.deleted());
            }
        }
        Map<String, BitSet> deleted = new HashMap<>();
        for (TableVersion.File file : version.files()) {
            if (file.dead() != null && !file.dead().equals(before.get(file.file().name()))) {
                deleted.put(file.file().name(), file.dead());
            }
        }
        return deleted;
    }
}
