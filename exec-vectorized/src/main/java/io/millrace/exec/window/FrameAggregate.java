package io.millrace.exec.window;

import io.millrace.common.batch.Column;
import io.millrace.common.plan.AggregateCall;
import io.millrace.exec.aggregate.NumberedAggregate;
import io.millrace.exec.memory.ColumnStore;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * An aggregate over each row's frame. Rows in sequence that have the same frame share one result. Frames that together are not much longer than the rows
 * are added up directly; longer ones from a tree of intermediate states ({@link StateTree}), so that a frame costs the logarithm of its length. Aggregates
 * that depend on order or hold all values go on from the frame before where that only grew.
 */
final class FrameAggregate {
    /** Frames are computed this many at a time. */
    private static final int SLAB_FRAMES = 8192;
    /** Frames longer than this on average are worth a tree. */
    private static final int DIRECT_ROWS = 32;

    private final AggregateCall call;
    private final WindowRows window;
    private final BufferAllocator allocator;
    private final int[] ranges = new int[2 * FrameBounds.RANGES_MAX];
    private int[] lastRanges = new int[0];
    private final int[] frameOfRow;

    FrameAggregate(AggregateCall call, WindowRows window) {
        this.call = call;
        this.window = window;
        this.allocator = window.lane.execution().allocator();
        this.frameOfRow = new int[window.count];
    }

    /** Whether the order of the rows shows in the result, or its state is as large as the rows: then states aren't merged. */
    static boolean inOrder(AggregateCall call) {
        return call.distinct() || switch (call.function()) {
            case ARRAY_AGG, STRING_AGG, JSON_AGG, JSON_OBJECT_AGG, MAP_AGG, HISTOGRAM, MODE, PERCENTILE_CONT, PERCENTILE_DISC,
                    APPROX_PERCENTILE, ANY_VALUE, SINGLE_VALUE, MIN_BY, MAX_BY -> true;
            default -> false;
        };
    }

    Column evaluate() {
        try (NumberedAggregate aggregate = new NumberedAggregate(call, window.definition().node().input().schema(), allocator);
                ColumnStore results = new ColumnStore(allocator, call.type())) {
            int[] firstRows = frames();
            if (inOrder(call)) {
                incrementally(aggregate, firstRows, results);
            } else if (totalRows(firstRows) <= (long) DIRECT_ROWS * window.count) {
                bySlabs(aggregate, null, firstRows, results);
            } else {
                try (StateTree tree = new StateTree(window.rows, aggregate, window.lane.cancellation())) {
                    bySlabs(aggregate, tree, firstRows, results);
                }
            }
            return results.build();
        }
    }

    /** Numbers the frames; returns the first row of each. */
    private int[] frames() {
        FrameBounds bounds = window.frames();
        int[] firstRows = new int[window.count];
        int frames = 0;
        for (int i = 0; i < window.count; i++) {
            int length = 2 * bounds.ranges(i, ranges);
            boolean same = i > 0 && length == lastRanges.length && Arrays.equals(ranges, 0, length, lastRanges, 0, length)
                    && window.partitionStart[i] == window.partitionStart[i - 1];
            if (!same) {
                lastRanges = Arrays.copyOf(ranges, length);
                firstRows[frames++] = i;
            }
            frameOfRow[i] = frames - 1;
        }
        return Arrays.copyOf(firstRows, frames);
    }

    private long totalRows(int[] firstRows) {
        long total = 0;
        for (int row : firstRows) {
            int count = window.frames().ranges(row, ranges);
            for (int r = 0; r < count; r++) {
                total += ranges[2 * r + 1] - ranges[2 * r];
            }
        }
        return total;
    }

    private void bySlabs(NumberedAggregate aggregate, StateTree tree, int[] firstRows, ColumnStore results) {
        Contributions rows = new Contributions();
        int row = 0;
        for (int from = 0; from < firstRows.length; from += SLAB_FRAMES) {
            window.lane.cancellation().check();
            int slab = Math.min(SLAB_FRAMES, firstRows.length - from);
            rows.clear();
            for (int f = 0; f < slab; f++) {
                int count = window.frames().ranges(firstRows[from + f], ranges);
                for (int r = 0; r < count; r++) {
                    if (tree == null) {
                        rows.addAll(ranges[2 * r], ranges[2 * r + 1], f);
                    } else {
                        tree.cover(ranges[2 * r], ranges[2 * r + 1], f, rows);
                    }
                }
            }
            aggregate.clear();
            aggregate.add(window.rows, rows.positions(), rows.count(), rows.groups(), slab);
            if (tree != null) {
                tree.addCovered(aggregate, slab);
            }
            int next = from + slab < firstRows.length ? firstRows[from + slab] : window.count;
            try (Column values = aggregate.results(0, slab)) {
                append(values, from, row, next, results);
            }
            row = next;
        }
    }

    /** Appends the results of rows {@code from .. to}, whose frames are numbered from {@code firstFrame} on. */
    private void append(Column values, int firstFrame, int from, int to, ColumnStore results) {
        int[] positions = new int[to - from];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = frameOfRow[from + i] - firstFrame;
        }
        results.append(values, positions, positions.length);
    }

    private void incrementally(NumberedAggregate aggregate, int[] firstRows, ColumnStore results) {
        Contributions rows = new Contributions();
        int from = 0;
        int to = 0;
        for (int f = 0; f < firstRows.length; f++) {
            window.lane.cancellation().check();
            int count = window.frames().ranges(firstRows[f], ranges);
            rows.clear();
            boolean grows = f > 0 && count == 1 && ranges[0] == from && ranges[1] >= to && to > from;
            if (!grows) {
                aggregate.clear();
            }
            for (int r = 0; r < count; r++) {
                rows.addAll(grows ? to : ranges[2 * r], ranges[2 * r + 1], 0);
            }
            from = count == 1 ? ranges[0] : 0;
            to = count == 1 ? ranges[1] : 0;
            aggregate.add(window.rows, rows.positions(), rows.count(), rows.groups(), 1);
            int next = f + 1 < firstRows.length ? firstRows[f + 1] : window.count;
            try (Column value = aggregate.results(0, 1)) {
                append(value, f, firstRows[f], next, results);
            }
        }
    }
}
