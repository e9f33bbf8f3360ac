package io.millrace.storage.stream;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.storage.log.RowHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/** Places rows in partitions by the hash of their key, so that all rows of a key are in one partition and keep their order. */
record KeyPartitioning(List<Integer> keyColumns) {
    static KeyPartitioning of(CatalogObject.Stream stream) {
        return new KeyPartitioning(stream.primaryKey().stream().map(stream.schema()::indexOf).toList());
    }

    /** The rows of each partition that gets any, in their order, owned by the caller, who still owns {@code rows} (without selection). */
    Map<Integer, Batch> split(Batch rows, int partitions, BufferAllocator allocator) {
        List<Column> keys = new ArrayList<>();
        long[] hashes;
        try {
            keyColumns.forEach(c -> keys.add(rows.column(c).flatten(allocator)));
            hashes = RowHash.hash(keys, rows.physicalRows());
        } finally {
            keys.forEach(Column::close);
        }
        int[][] positions = new int[partitions][];
        int[] counts = new int[partitions];
        for (int i = 0; i < hashes.length; i++) {
            int p = (int) Long.remainderUnsigned(hashes[i], partitions);
            if (positions[p] == null) {
                positions[p] = new int[16];
            } else if (counts[p] == positions[p].length) {
                positions[p] = Arrays.copyOf(positions[p], 2 * counts[p]);
            }
            positions[p][counts[p]++] = i;
        }
        Map<Integer, Batch> parts = new TreeMap<>();
        for (int p = 0; p < partitions; p++) {
            if (counts[p] > 0) {
                parts.put(p, rows.gather(allocator, positions[p], counts[p]));
            }
        }
        return parts;
    }
}
