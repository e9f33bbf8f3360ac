package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.storage.file.parquet.ParquetBatchReader;
import io.millrace.storage.table.body.RowFileWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small files of a body, which many flushes of few rows leave: a flush writes them anew together, once a partition has several. */
final class SmallFiles {
    private SmallFiles() {}

    /** Those of partitions that have more than the options allow. */
    static List<TableVersion.File> of(TableVersion version, TableOptions options) {
        Map<String, List<TableVersion.File>> byPartition = new HashMap<>();
        for (TableVersion.File file : version.files()) {
            if (file.offset() < 0 && file.file().bytes() < options.smallFileBytes()) {
                byPartition.computeIfAbsent(file.file().partition(), p -> new ArrayList<>()).add(file);
            }
        }
        List<TableVersion.File> small = new ArrayList<>();
        byPartition.values().stream().filter(files -> files.size() > options.smallFilesMax()).forEach(small::addAll);
        return small;
    }

    /** Writes the file's live rows, with their {@link MovedRows#origin}. */
    static void rewrite(TableParts parts, TableVersion.File file, int index, RowFileWriter writer) {
        try (ParquetBatchReader reader = parts.files().open(
                file.file(), parts.files().groups(file.file(), List.of()), parts.wholeRows(), parts.services().allocator())) {
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next) {
                    long first = reader.rowPosition();
                    int[] live = new int[batch.physicalRows()];
                    long[] origins = new long[live.length];
                    int count = 0;
                    for (int i = 0; i < live.length; i++) {
                        origins[i] = MovedRows.origin(index, first + i);
                        if (file.dead() == null || !file.dead().get((int) (first + i))) {
                            live[count++] = i;
                        }
                    }
                    if (count == live.length) {
                        writer.write(batch, origins);
                    } else if (count > 0) {
                        try (Batch rows = batch.withSelection(new Selection(live, count))) {
                            writer.write(rows, origins);
                        }
                    }
                }
            }
        }
    }
}
