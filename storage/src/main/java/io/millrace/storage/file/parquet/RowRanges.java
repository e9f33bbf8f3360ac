package io.millrace.storage.file.parquet;

import java.util.Arrays;

/** Ascending, disjoint, half-open ranges of a row group's rows that may match. */
final class RowRanges {
    private final long[] bounds;

    /** @param bounds start and end of each range in turn */
    RowRanges(long... bounds) {
        assert bounds.length % 2 == 0;
        this.bounds = bounds;
    }

    static RowRanges all(long rows) {
        return rows == 0 ? new RowRanges() : new RowRanges(0, rows);
    }

    int count() {
        return bounds.length / 2;
    }

    long start(int range) {
        return bounds[2 * range];
    }

    long end(int range) {
        return bounds[2 * range + 1];
    }

    long rows() {
        long rows = 0;
        for (int i = 0; i < count(); i++) {
            rows += end(i) - start(i);
        }
        return rows;
    }

    RowRanges intersect(RowRanges other) {
        long[] found = new long[bounds.length + other.bounds.length];
        int used = 0;
        int i = 0;
        int j = 0;
        while (i < count() && j < other.count()) {
            long start = Math.max(start(i), other.start(j));
            long end = Math.min(end(i), other.end(j));
            if (start < end) {
                found[used++] = start;
                found[used++] = end;
            }
            if (end(i) < other.end(j)) {
                i++;
            } else {
                j++;
            }
        }
        return new RowRanges(Arrays.copyOf(found, used));
    }
}
