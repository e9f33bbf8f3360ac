package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.storage.file.parquet.ParquetBatchReader;
import io.millrace.storage.file.parquet.ParquetFile;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.table.body.RowFile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/** Reads single rows by where they lie: of a file only the row groups that hold some, and of those only the rows' values. */
record PlaceReader(TableParts parts) {
    /** @param places null for a row that is not there */
    TableChange.Existing read(List<KeyConstraint.Place> places) {
        int[] positions = new int[places.size()];
        Map<RowFile, TreeMap<Integer, List<Integer>>> byFile = new HashMap<>();
        TreeMap<Long, List<Integer>> byOffset = new TreeMap<>();
        for (int i = 0; i < positions.length; i++) {
            KeyConstraint.Place place = places.get(i);
            positions[i] = -1;
            if (place != null && place.file() == null) {
                byOffset.computeIfAbsent(place.position(), o -> new ArrayList<>()).add(i);
            } else if (place != null) {
                byFile.computeIfAbsent(place.file(), f -> new TreeMap<>())
                        .computeIfAbsent((int) place.position(), p -> new ArrayList<>())
                        .add(i);
            }
        }
        try (BatchBuilder builder = new BatchBuilder(parts.services().allocator(), parts.layout().schema(), positions.length)) {
            byOffset.forEach((offset, wanted) -> readHead(offset, wanted, builder, positions));
            byFile.forEach((file, wanted) -> readFile(file, wanted, builder, positions));
            return new TableChange.Existing(builder.build(), positions);
        }
    }

    private void readHead(long offset, List<Integer> wanted, BatchBuilder builder, int[] positions) {
        try (LogReader reader = parts.head().read(offset, offset + 1, 1, parts.services().allocator());
                LogBatch block = reader.next()) {
            append(block.batch(), 0, wanted, builder, positions);
        }
    }

    private void append(Batch batch, int row, List<Integer> wanted, BatchBuilder builder, int[] positions) {
        int at = builder.rows();
        for (int c = 0; c < parts.width(); c++) {
            builder.column(c).appendFrom(batch.column(c), row);
        }
        wanted.forEach(index -> positions[index] = at);
    }

    private void readFile(RowFile file, TreeMap<Integer, List<Integer>> wanted, BatchBuilder builder, int[] positions) {
        BufferAllocator allocator = parts.services().allocator();
        ParquetFile footer = parts.files().footer(file);
        for (int group = 0; group < footer.rowGroups(); group++) {
            int first = Math.toIntExact(footer.firstRow(group));
            Map<Integer, List<Integer>> inGroup = wanted.subMap(first, Math.toIntExact(first + footer.rows(group)));
            if (inGroup.isEmpty()) {
                continue;
            }
            BitSet set = new BitSet();
            inGroup.keySet().forEach(set::set);
            try (ParquetBatchReader reader = parts.files().open(file, group, set, true, parts.wholeRows(), allocator)) {
                for (Batch next = reader.next(); next != null; next = reader.next()) {
                    try (Batch batch = next) {
                        int start = Math.toIntExact(reader.rowPosition());
                        for (int i = 0; i < batch.rows(); i++) {
                            int row = batch.selection() == null ? i : batch.selection().at(i);
                            append(batch, row, inGroup.get(start + row), builder, positions);
                        }
                    }
                }
            }
        }
    }
}
