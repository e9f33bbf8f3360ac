package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import io.millrace.exec.memory.RowStore;
import io.millrace.exec.pipeline.Cancellation;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Flat rows and the order in which they come. Owns the rows. */
record SortedRun(Batch rows, int[] positions) implements AutoCloseable {

    /** Sorts; takes over the rows. */
    static SortedRun of(Batch rows, RowOrder order, Cancellation cancellation) {
        try {
            return new SortedRun(rows, order.sort(rows.columns(), rows.physicalRows(), null, cancellation));
        } catch (Throwable t) {
            rows.close();
            throw t;
        }
    }

    /** How many of the first {@code count} sorted rows can come out of {@code sort}: its offset and fetch, and peers of the last where asked. */
    static int cut(PlanNode.Sort sort, RowOrder order, List<Column> columns, int[] positions, int count) {
        if (sort.fetch() < 0 || sort.offset() + sort.fetch() >= count) {
            return count;
        }
        int keep = (int) (sort.offset() + sort.fetch());
        if (sort.withTies() && keep > 0) {
            Column[] keys = order.keyColumns(columns);
            while (keep < count && order.compare(keys, positions[keep - 1], keys, positions[keep]) == 0) {
                keep++;
            }
        }
        return keep;
    }

    /** One run of the rows of several, which stay the caller's. Rows that are equal come in the order of the runs. */
    static SortedRun merge(List<SortedRun> runs, List<SqlType> types, RowOrder order, BufferAllocator allocator,
            Cancellation cancellation) {
        try (RowStore together = new RowStore(allocator, types)) {
            int[][] parts = new int[runs.size()][];
            int base = 0;
            for (int r = 0; r < parts.length; r++) {
                together.append(runs.get(r).rows());
                parts[r] = runs.get(r).positions().clone();
                for (int i = 0; i < parts[r].length; i++) {
                    parts[r][i] += base;
                }
                base += parts[r].length;
            }
            Batch rows = together.build();
            try {
                Column[] keys = order.keyColumns(rows.columns());
                return new SortedRun(rows, merge(parts, 0, parts.length, keys, order, cancellation));
            } catch (Throwable t) {
                rows.close();
                throw t;
            }
        }
    }

    private static int[] merge(int[][] parts, int from, int to, Column[] keys, RowOrder order, Cancellation cancellation) {
        if (to - from == 1) {
            return parts[from];
        }
        int middle = from + to >>> 1;
        int[] left = merge(parts, from, middle, keys, order, cancellation);
        int[] right = merge(parts, middle, to, keys, order, cancellation);
        int[] merged = new int[left.length + right.length];
        int l = 0;
        int r = 0;
        for (int at = 0; at < merged.length; at++) {
            if ((at & 0xFFFF) == 0) {
                cancellation.check();
            }
            boolean takeLeft = r == right.length || l < left.length && order.compare(keys, left[l], keys, right[r]) <= 0;
            merged[at] = takeLeft ? left[l++] : right[r++];
        }
        return merged;
    }

    @Override
    public void close() {
        rows.close();
    }
}
