package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import java.util.List;

/** The order of a group's rows by some of their columns; rows that are equal in those keep their order. */
final class MemberOrder {
    private final int[] columns;
    private final Comparison[] comparisons;

    /** By order keys that lie in columns {@code keysFrom ..}, then ascending by the columns before them. No keys: no order. */
    MemberOrder(List<SqlType> types, int keysFrom, List<SortKey> keys) {
        int count = keys.isEmpty() ? 0 : types.size();
        this.columns = new int[count];
        this.comparisons = new Comparison[count];
        for (int i = 0; i < count; i++) {
            boolean key = i < keys.size();
            columns[i] = key ? keysFrom + i : i - keys.size();
            SqlType type = types.get(columns[i]);
            comparisons[i] = key ? Comparison.of(type, keys.get(i)) : Comparison.of(type);
        }
    }

    private int compare(List<Column> values, int a, int b) {
        for (int i = 0; i < columns.length; i++) {
            Column column = values.get(columns[i]);
            int order = comparisons[i].compare(column, a, column, b);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Whether two rows are equal in the first order key. */
    boolean peers(List<Column> values, int a, int b) {
        Column column = values.get(columns[0]);
        return comparisons[0].equal(column, a, column, b);
    }

    void sort(List<Column> values, int[] members) {
        if (columns.length > 0 && members.length > 1) {
            mergeSort(values, members, members.clone(), 0, members.length);
        }
    }

    /** Sorts {@code to[from..end)}, which {@code scratch} holds too. */
    private void mergeSort(List<Column> values, int[] to, int[] scratch, int from, int end) {
        if (end - from < 2) {
            return;
        }
        int middle = from + end >>> 1;
        mergeSort(values, scratch, to, from, middle);
        mergeSort(values, scratch, to, middle, end);
        int l = from;
        int r = middle;
        for (int at = from; at < end; at++) {
            boolean left = r == end || l < middle && compare(values, scratch[l], scratch[r]) <= 0;
            to[at] = left ? scratch[l++] : scratch[r++];
        }
    }
}
