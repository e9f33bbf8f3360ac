package io.millrace.storage.table;

import io.millrace.storage.table.body.RowFile;
import java.util.BitSet;
import java.util.List;

/**
 * A table at one version, resolved: which rows of which files, and which rows of the head. Immutable; who holds it keeps the version from being deleted.
 *
 * @param files whose rows count
 * @param headFrom first offset of the head that counts
 * @param headTo exclusive
 * @param plainUntil below this offset the head holds rows that came in, and nothing else
 * @param removedHead offsets of the head's rows that were taken out again, ascending
 */
record TableVersion(
        long snapshotId, List<File> files, long headFrom, long headTo, long plainUntil, long[] removedHead) {
    TableVersion {
        files = List.copyOf(files);
    }

    /**
     * A file of a version.
     *
     * @param dead positions of rows that were taken out; null if none were; not to be changed
     * @param offset of the head's entry that brought it, -1 if it is the body's
     */
    record File(RowFile file, BitSet dead, long offset) {}

    /** Whether a range of the head needs no looking into. */
    boolean isPlain(long from, long to) {
        if (to > plainUntil) {
            return false;
        }
        int at = java.util.Arrays.binarySearch(removedHead, from);
        int first = at < 0 ? -at - 1 : at;
        return first == removedHead.length || removedHead[first] >= to;
    }

    boolean isRemoved(long offset) {
        return java.util.Arrays.binarySearch(removedHead, offset) >= 0;
    }

    /** Rows, as far as is known without reading the head. */
    double rows() {
        double rows = headTo - headFrom - removedHead.length;
        for (File file : files) {
            rows += file.file.rows() - (file.dead == null ? 0 : file.dead.cardinality());
        }
        return rows;
    }
}
