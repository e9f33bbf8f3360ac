package io.millrace.exec.window;

import io.millrace.common.batch.Column;

/** Counts and finds values that are not NULL: for IGNORE NULLS. */
final class NonNulls {
    /** By row, how many such values come before it; one more entry for the end. */
    final int[] before;
    /** Rows of such values, in order. */
    final int[] rows;

    NonNulls(Column column) {
        before = new int[column.length() + 1];
        rows = new int[column.length()];
        int n = 0;
        for (int i = 0; i < column.length(); i++) {
            before[i] = n;
            if (!column.isNull(i)) {
                rows[n++] = i;
            }
        }
        before[column.length()] = n;
    }
}
