package io.millrace.exec.window;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.plan.SortKey;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.pipeline.LaneContext;
import java.util.Arrays;
import java.util.List;

/**
 * Sorted rows of whole partitions, one after another: where each row's partition and peers (rows equal in all order keys) begin and end, and its frame.
 * Positions count through all partitions; ends are exclusive.
 */
final class WindowRows {
    final Batch rows;
    final int count;
    final int[] partitionStart;
    final int[] partitionEnd;
    final int[] peerStart;
    final int[] peerEnd;
    /** The number of the row's peer group, through all partitions. */
    final int[] group;
    /** The first row of each peer group, and {@link #count} after the last. */
    final int[] groupStarts;
    final LaneContext lane;
    private final WindowOperator.Definition definition;
    private FrameBounds frames;

    WindowRows(Batch rows, WindowOperator.Definition definition, LaneContext lane) {
        this.rows = rows;
        this.definition = definition;
        this.lane = lane;
        this.count = rows.physicalRows();
        this.partitionStart = new int[count];
        this.partitionEnd = new int[count];
        this.peerStart = new int[count];
        this.peerEnd = new int[count];
        this.group = new int[count];
        List<SortKey> orderKeys = definition.node().orderKeys();
        Comparison[] order = orderKeys.stream().map(k -> Comparison.of(rows.column(k.column()).type())).toArray(Comparison[]::new);
        Column[] columns = orderKeys.stream().map(k -> rows.column(k.column())).toArray(Column[]::new);
        int groups = 0;
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            boolean newPartition = i == 0 || !definition.samePartition(rows, i - 1, rows, i);
            boolean newGroup = newPartition || !peers(order, columns, i - 1, i);
            partitionStart[i] = newPartition ? i : partitionStart[i - 1];
            peerStart[i] = newGroup ? i : peerStart[i - 1];
            if (newGroup) {
                starts[groups++] = i;
            }
            group[i] = groups - 1;
        }
        starts[groups] = count;
        this.groupStarts = Arrays.copyOf(starts, groups + 1);
        for (int i = count - 1; i >= 0; i--) {
            partitionEnd[i] = i + 1 < count && partitionStart[i + 1] == partitionStart[i] ? partitionEnd[i + 1] : i + 1;
            peerEnd[i] = i + 1 < count && peerStart[i + 1] == peerStart[i] ? peerEnd[i + 1] : i + 1;
        }
    }

    private static boolean peers(Comparison[] order, Column[] columns, int i, int j) {
        for (int k = 0; k < order.length; k++) {
            if (!order[k].equal(columns[k], i, columns[k], j)) {
                return false;
            }
        }
        return true;
    }

    /** Of the window's frame clause. */
    FrameBounds frames() {
        if (frames == null) {
            frames = new FrameBounds(definition.node(), this);
        }
        return frames;
    }

    WindowOperator.Definition definition() {
        return definition;
    }
}
