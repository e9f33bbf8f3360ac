package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.port.ScanRequest;
import io.millrace.storage.file.parquet.ParquetBatchReader;
import io.millrace.storage.log.RowHash;
import io.millrace.storage.table.head.HeadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Finds the rows of a version that retractions take out: one pass over its files, pruned by the retractions' bounds, then over its head. Candidates come
 * in the order in which they came into the table and each goes to the first retraction that wants it, so that none is taken from a retraction that has no
 * other choice.
 */
record RowMatching(HeadLog head, RowFiles files, int width, BufferAllocator allocator) {
    private static final int BATCH_ROWS = 1 << 14;

    void match(TableVersion version, RetractionSet retractions, RemovedRows found) {
        List<ColumnPredicate> bounds = retractions.bounds();
        List<TableVersion.File> ordered = new ArrayList<>(version.files());
        ordered.sort(java.util.Comparator.comparingLong(TableVersion.File::offset));
        for (TableVersion.File file : ordered) {
            if (retractions.isDone()) {
                return;
            }
            matchFile(file, retractions, bounds, found);
        }
        if (!retractions.isDone()) {
            matchHead(version, retractions, found);
        }
    }

    private void matchFile(TableVersion.File file, RetractionSet retractions, List<ColumnPredicate> bounds, RemovedRows found) {
        List<Integer> groups = files.groups(file.file(), bounds);
        ScanRequest request = new ScanRequest(IntStream.range(0, width).boxed().toList(), List.of(), null, BATCH_ROWS);
        try (ParquetBatchReader reader = files.open(file.file(), groups, request, allocator)) {
            for (Batch next = reader.next(); next != null; next = retractions.isDone() ? null : reader.next()) {
                try (Batch batch = next) {
                    int first = Math.toIntExact(reader.rowPosition());
                    List<Column> columns = batch.columns();
                    long[] hashes = RowHash.hash(columns, batch.physicalRows());
                    for (int i = 0; i < hashes.length; i++) {
                        boolean alive = file.dead() == null || !file.dead().get(first + i);
                        if (alive && retractions.match(columns, i, hashes[i], file.offset())) {
                            found.addFile(file.file().name(), first + i);
                        }
                    }
                }
            }
        }
    }

    private void matchHead(TableVersion version, RetractionSet retractions, RemovedRows found) {
        try (LiveHeadRows rows = new LiveHeadRows(head, version, version.headFrom(), version.headTo(), BATCH_ROWS, allocator)) {
            for (LiveHeadRows.Rows next = rows.next(); next != null; next = retractions.isDone() ? null : rows.next()) {
                try (LiveHeadRows.Rows block = next) {
                    List<Column> columns = block.rows().columns();
                    long[] hashes = RowHash.hash(columns, block.rows().physicalRows());
                    for (int i = 0; i < hashes.length; i++) {
                        if (retractions.match(columns, i, hashes[i], block.offsets()[i])) {
                            found.addHead(block.offsets()[i]);
                        }
                    }
                }
            }
        }
    }
}
