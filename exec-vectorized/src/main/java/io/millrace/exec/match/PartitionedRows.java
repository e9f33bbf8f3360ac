package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import java.util.Arrays;

/**
 * Sorted rows of whole partitions, flat.
 *
 * @param starts where each partition begins, and at the end how many rows there are
 */
record PartitionedRows(Batch batch, int[] starts) {
    int partitions() {
        return starts.length - 1;
    }

    int partitionOf(int row) {
        int found = Arrays.binarySearch(starts, row);
        return found >= 0 ? found : -found - 2;
    }
}
