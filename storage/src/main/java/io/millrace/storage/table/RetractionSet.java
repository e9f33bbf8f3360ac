package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.storage.log.RowHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows to be taken out of a table, to be matched one for one with equal rows of it. A retraction at an offset of the head matches only what came before
 * it; candidates are given in the order in which they came. One thread.
 */
final class RetractionSet implements AutoCloseable {
    private static final int BOUNDED_ROWS_MAX = 4096;

    private final BufferAllocator allocator;
    private final List<Batch> batches = new ArrayList<>();
    private int[] batchOf = new int[64];
    private int[] rowOf = new int[64];
    private long[] hashes = new long[64];
    private long[] offsets = new long[64];
    private int size;
    private int matched;
    private int[] buckets;
    private int[] next;

    RetractionSet(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** Adds rows of a batch, which stays the caller's. Offsets ascend from call to call; {@code rows[0..count)} are positions. */
    void add(Batch batch, int[] rows, int count, long[] rowHashes, long[] rowOffsets) {
        if (count == 0) {
            return;
        }
        boolean copy = 2L * count < batch.physicalRows();
        batches.add(copy ? batch.gather(allocator, rows, count) : batch.retain());
        if (size + count > rowOf.length) {
            int capacity = Math.max(size + count, 2 * rowOf.length);
            batchOf = Arrays.copyOf(batchOf, capacity);
            rowOf = Arrays.copyOf(rowOf, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
        }
        for (int i = 0; i < count; i++) {
            batchOf[size] = batches.size() - 1;
            rowOf[size] = copy ? i : rows[i];
            hashes[size] = rowHashes[rows[i]];
            offsets[size] = rowOffsets == null ? Long.MAX_VALUE : rowOffsets[i];
            size++;
        }
        buckets = null;
    }

    int size() {
        return size;
    }

    boolean isDone() {
        return matched == size;
    }

    int unmatched() {
        return size - matched;
    }

    private void index() {
        int capacity = Integer.highestOneBit(Math.max(16, size) * 2 - 1) * 2;
        buckets = new int[capacity];
        Arrays.fill(buckets, -1);
        next = new int[size];
        for (int i = size - 1; i >= 0; i--) {
            int bucket = (int) hashes[i] & capacity - 1;
            next[i] = buckets[bucket];
            buckets[bucket] = i;
        }
    }

    /** Whether a row of the table at {@code offset} is taken out by a retraction that has none yet, which then has it. */
    boolean match(List<Column> columns, int row, long hash, long offset) {
        if (buckets == null) {
            index();
        }
        int bucket = (int) hash & buckets.length - 1;
        int before = -1;
        for (int at = buckets[bucket]; at >= 0; before = at, at = next[at]) {
            if (hashes[at] == hash && offsets[at] > offset
                    && RowHash.equal(batches.get(batchOf[at]).columns(), rowOf[at], columns, row)) {
                if (before < 0) {
                    buckets[bucket] = next[at];
                } else {
                    next[before] = next[at];
                }
                matched++;
                return true;
            }
        }
        return false;
    }

    /** Bounds of the rows' values, by which files can be skipped; none if the set is large. */
    List<ColumnPredicate> bounds() {
        List<ColumnPredicate> bounds = new ArrayList<>();
        if (size == 0 || size > BOUNDED_ROWS_MAX) {
            return bounds;
        }
        for (int c = 0; c < batches.get(0).width(); c++) {
            ColumnPredicate range = range(c);
            if (range != null) {
                bounds.add(range);
            }
        }
        return bounds;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private ColumnPredicate range(int column) {
        switch (batches.get(0).column(column).type().kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIMESTAMP, TIMESTAMP_TZ -> {}
            default -> {
                return null;
            }
        }
        Comparable min = null;
        Comparable max = null;
        for (int i = 0; i < size; i++) {
            Object value = Values.read(batches.get(batchOf[i]).column(column), rowOf[i]);
            if (value == null) {
                return null;
            }
            min = min == null || min.compareTo(value) > 0 ? (Comparable) value : min;
            max = max == null || max.compareTo(value) < 0 ? (Comparable) value : max;
        }
        return new ColumnPredicate.Range(column, min, true, max, true);
    }

    @Override
    public void close() {
        batches.forEach(Batch::close);
        batches.clear();
    }
}
