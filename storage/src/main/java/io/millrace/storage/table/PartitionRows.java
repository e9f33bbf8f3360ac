package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.storage.file.parquet.ParquetBatchReader;
import io.millrace.storage.table.body.RowFile;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/** Finds the rows of a version that are in the partitions of new ones. */
record PartitionRows(TableParts parts) {
    /**
     * Gives those rows to {@code out} and says where they lie.
     *
     * @param newRows may be null; stays the caller's
     */
    RemovedRows collect(TableVersion version, Batch newRows, List<RowFile> newFiles, RowCollector out) {
        Set<String> partitions = new HashSet<>();
        if (newRows != null) {
            partitions.addAll(Arrays.asList(parts.layout().partitions(newRows)));
        }
        newFiles.forEach(file -> partitions.add(file.partition()));
        RemovedRows removed = new RemovedRows();
        for (TableVersion.File file : version.files()) {
            if (partitions.contains(file.file().partition())) {
                collectFile(file, removed, out);
            }
        }
        collectHead(version, partitions, removed, out);
        return removed;
    }

    private void collectFile(TableVersion.File file, RemovedRows removed, RowCollector out) {
        BufferAllocator allocator = parts.services().allocator();
        try (ParquetBatchReader reader =
                parts.files().open(file.file(), parts.files().groups(file.file(), List.of()), parts.wholeRows(), allocator)) {
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next) {
                    int first = Math.toIntExact(reader.rowPosition());
                    int[] live = new int[batch.physicalRows()];
                    int count = 0;
                    for (int i = 0; i < live.length; i++) {
                        if (file.dead() == null || !file.dead().get(first + i)) {
                            live[count++] = i;
                            removed.addFile(file.file().name(), first + i);
                        }
                    }
                    give(batch, live, count, out);
                }
            }
        }
    }

    private void collectHead(TableVersion version, Set<String> partitions, RemovedRows removed, RowCollector out) {
        try (LiveHeadRows rows = new LiveHeadRows(
                parts.head(), version, version.headFrom(), version.headTo(), TableParts.BATCH_ROWS, parts.services().allocator())) {
            for (LiveHeadRows.Rows next = rows.next(); next != null; next = rows.next()) {
                try (LiveHeadRows.Rows block = next) {
                    String[] found = parts.layout().partitions(block.rows());
                    int[] live = new int[found.length];
                    int count = 0;
                    for (int i = 0; i < found.length; i++) {
                        if (partitions.contains(found[i])) {
                            live[count++] = i;
                            removed.addHead(block.offsets()[i]);
                        }
                    }
                    give(block.rows(), live, count, out);
                }
            }
        }
    }

    private void give(Batch rows, int[] positions, int count, RowCollector out) {
        if (count == 0) {
            return;
        }
        BufferAllocator allocator = parts.services().allocator();
        try (Batch gathered = rows.gather(allocator, positions, count)) {
            List<Column> flat = gathered.columns().stream().map(column -> column.flatten(allocator)).toList();
            out.write(Batch.of(flat, count));
        }
    }
}
