package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.table.body.FileNames;
import io.millrace.storage.table.head.HeadEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Deletes files of a table's directory that nothing names: what a crash cut short, what expired snapshots held. A file goes from in flight to the head to a
 * snapshot; they are asked in this order, so that none is missed on its way.
 */
record LeftOvers(TableParts parts) {
    void delete() {
        try {
            Set<String> candidates = new HashSet<>();
            for (String folder : new String[] {FileNames.DATA, FileNames.METADATA}) {
                for (Path file : parts.services().disk().list(parts.directory().resolve(folder))) {
                    candidates.add(folder + "/" + file.getFileName());
                }
            }
            candidates.removeAll(parts.names().inFlight());
            if (candidates.isEmpty()) {
                return;
            }
            candidates.removeAll(parts.body().referenced());
            if (!candidates.isEmpty()) {
                removeNamedByHead(candidates);
                candidates.removeAll(parts.body().referenced());
            }
            for (String name : candidates) {
                parts.services().disk().delete(parts.directory().resolve(name));
            }
        } catch (IOException e) {
            throw DiskErrors.translate("clean up " + parts.directory(), e);
        }
    }

    private void removeNamedByHead(Set<String> candidates) {
        try (LogReader reader =
                parts.head().read(parts.head().earliest(), parts.head().end(), TableParts.BATCH_ROWS, parts.services().allocator())) {
            for (LogBatch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next.takeBatch()) {
                    for (int i = 0; parts.head().mayHaveEntries(batch) && i < batch.physicalRows(); i++) {
                        if (parts.head().entryAt(batch, i) instanceof HeadEntry.Files files) {
                            files.files().forEach(file -> candidates.remove(file.name()));
                        }
                    }
                }
            }
        }
    }
}
