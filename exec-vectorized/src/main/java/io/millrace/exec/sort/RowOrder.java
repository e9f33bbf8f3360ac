package io.millrace.exec.sort;

import io.millrace.common.batch.Column;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.pipeline.Cancellation;
import java.util.List;

/**
 * Orders rows by sort keys: least-significant-digit radix sort on {@link SortPrefixes}, skipping bytes that are the same everywhere, then a merge sort
 * by comparison of the stretches whose prefixes are equal. Stable. Immutable; shared by lanes.
 */
public final class RowOrder {
    private static final int SMALL = 64;

    private final List<SortKey> keys;
    private final SortPrefixes prefixes;
    private final Comparison[] comparisons;

    /** {@code types} of all columns of the rows. */
    public RowOrder(List<SortKey> keys, List<SqlType> types) {
        this.keys = List.copyOf(keys);
        this.prefixes = new SortPrefixes(this.keys, this.keys.stream().map(k -> types.get(k.column())).toList());
        this.comparisons = this.keys.stream().map(k -> Comparison.of(types.get(k.column()), k)).toArray(Comparison[]::new);
    }

    /** One column a key. */
    Column[] keyColumns(List<Column> columns) {
        return keys.stream().map(k -> columns.get(k.column())).toArray(Column[]::new);
    }

    /**
     * For each of the rows at {@code positions[0..count)} (null: 0, 1, …) 64 bits whose unsigned order is that of the rows as far as they go: a row of
     * smaller prefix comes strictly before one of a greater. {@code columns}: all of the rows.
     */
    public void prefixes(List<Column> columns, int[] positions, int count, long[] result) {
        prefixes(keyColumns(columns), positions, count, result);
    }

    /** Prefixes of rows; see {@link SortPrefixes}. */
    void prefixes(Column[] keyColumns, int[] positions, int count, long[] result) {
        prefixes.encode(keyColumns, positions, count, result);
    }

    /** Negative, zero or positive as row i of one set of key columns comes before, with or after row j of another. */
    int compare(Column[] left, int i, Column[] right, int j) {
        return compare(0, left, i, right, j);
    }

    private int compare(int fromKey, Column[] left, int i, Column[] right, int j) {
        for (int k = fromKey; k < comparisons.length; k++) {
            int order = comparisons[k].compare(left[k], i, right[k], j);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Compares rows whose prefixes are equal. */
    int compareTied(Column[] left, int i, Column[] right, int j) {
        return compare(prefixes.exactKeys(), left, i, right, j);
    }

    /** The positions 0 .. {@code rows} - 1 of flat columns in order; {@code sortedPrefixes} (may be null) receives their prefixes in that order. */
    public int[] sort(List<Column> columns, int rows, long[] sortedPrefixes, Cancellation cancellation) {
        Column[] keyColumns = keyColumns(columns);
        long[] values = new long[rows];
        prefixes(keyColumns, null, rows, values);
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        radixSort(values, order, cancellation);
        if (prefixes.exactKeys() < comparisons.length) {
            sortTies(values, order, keyColumns, cancellation);
        }
        if (sortedPrefixes != null) {
            System.arraycopy(values, 0, sortedPrefixes, 0, rows);
        }
        return order;
    }

    private static void radixSort(long[] values, int[] order, Cancellation cancellation) {
        int n = values.length;
        if (n <= SMALL) {
            insertionSort(values, order);
            return;
        }
        int[][] histograms = new int[8][256];
        for (long value : values) {
            for (int b = 0; b < 8; b++) {
                histograms[b][(int) (value >>> 8 * b) & 0xFF]++;
            }
        }
        long[] fromValues = values;
        int[] fromOrder = order;
        long[] toValues = null;
        int[] toOrder = null;
        for (int b = 0; b < 8; b++) {
            int[] starts = histograms[b];
            if (starts[(int) (values[0] >>> 8 * b) & 0xFF] == n) {
                continue;
            }
            cancellation.check();
            if (toValues == null) {
                toValues = new long[n];
                toOrder = new int[n];
            }
            int sum = 0;
            for (int d = 0; d < 256; d++) {
                int size = starts[d];
                starts[d] = sum;
                sum += size;
            }
            for (int i = 0; i < n; i++) {
                long value = fromValues[i];
                int at = starts[(int) (value >>> 8 * b) & 0xFF]++;
                toValues[at] = value;
                toOrder[at] = fromOrder[i];
            }
            long[] swapValues = fromValues;
            fromValues = toValues;
            toValues = swapValues;
            int[] swapOrder = fromOrder;
            fromOrder = toOrder;
            toOrder = swapOrder;
        }
        if (fromValues != values) {
            System.arraycopy(fromValues, 0, values, 0, n);
            System.arraycopy(fromOrder, 0, order, 0, n);
        }
    }

    private static void insertionSort(long[] values, int[] order) {
        for (int i = 1; i < values.length; i++) {
            long value = values[i];
            int position = order[i];
            int at = i;
            while (at > 0 && Long.compareUnsigned(values[at - 1], value) > 0) {
                values[at] = values[at - 1];
                order[at] = order[at - 1];
                at--;
            }
            values[at] = value;
            order[at] = position;
        }
    }

    private void sortTies(long[] values, int[] order, Column[] keyColumns, Cancellation cancellation) {
        int[] scratch = null;
        int from = 0;
        int sinceCheck = 0;
        while (from < values.length) {
            int to = from + 1;
            while (to < values.length && values[to] == values[from]) {
                to++;
            }
            if (to - from > 1) {
                if (scratch == null) {
                    scratch = new int[order.length];
                }
                mergeSort(order, scratch, from, to, keyColumns);
                sinceCheck += to - from;
                if (sinceCheck > 10_000) {
                    cancellation.check();
                    sinceCheck = 0;
                }
            }
            from = to;
        }
    }

    private void mergeSort(int[] order, int[] scratch, int from, int to, Column[] keyColumns) {
        if (to - from <= 8) {
            for (int i = from + 1; i < to; i++) {
                int position = order[i];
                int at = i;
                while (at > from && compareTied(keyColumns, order[at - 1], keyColumns, position) > 0) {
                    order[at] = order[at - 1];
                    at--;
                }
                order[at] = position;
            }
            return;
        }
        int middle = from + to >>> 1;
        mergeSort(order, scratch, from, middle, keyColumns);
        mergeSort(order, scratch, middle, to, keyColumns);
        if (compareTied(keyColumns, order[middle - 1], keyColumns, order[middle]) <= 0) {
            return;
        }
        System.arraycopy(order, from, scratch, from, middle - from);
        int left = from;
        int right = middle;
        int at = from;
        while (left < middle && right < to) {
            order[at++] = compareTied(keyColumns, scratch[left], keyColumns, order[right]) <= 0 ? scratch[left++] : order[right++];
        }
        System.arraycopy(scratch, left, order, at, middle - left);
    }
}
