package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of {@code width} columns and their count, then the same of a partner (or NULLs), come out as often as INTERSECT ALL or EXCEPT ALL says.
 */
final class RepeatOperator implements Operator {
    private final int width;
    private final boolean intersect;
    private final LaneContext lane;
    private final int[] positions;

    private Batch input;
    private Column mine;
    private Column theirs;
    private int index;
    /** Copies of the current row that are still to come; -1: not known yet. */
    private long left = -1;

    RepeatOperator(int width, boolean intersect, LaneContext lane) {
        this.width = width;
        this.intersect = intersect;
        this.lane = lane;
        this.positions = new int[lane.batchRows()];
    }

    @Override
    public void accept(Batch batch) {
        input = batch;
        index = 0;
        left = -1;
        mine = batch.column(width).flatten(lane.execution().allocator());
        theirs = batch.column(2 * width + 1).flatten(lane.execution().allocator());
    }

    @Override
    public Batch next() {
        if (input == null) {
            return null;
        }
        int count = 0;
        while (index < input.rows() && count < positions.length) {
            int position = input.selection() == null ? index : input.selection().at(index);
            if (left < 0) {
                left = copies(position);
            }
            while (left > 0 && count < positions.length) {
                positions[count++] = position;
                left--;
            }
            if (left == 0) {
                index++;
                left = -1;
            }
        }
        if (count == 0) {
            close();
            return null;
        }
        List<Column> columns = new ArrayList<>(width);
        for (int c = 0; c < width; c++) {
            columns.add(input.column(c).gather(lane.execution().allocator(), positions, count));
        }
        return Batch.of(columns, count);
    }

    private long copies(int position) {
        long a = ((FixedColumn) mine).longAt(position);
        long b = theirs.isNull(position) ? 0 : ((FixedColumn) theirs).longAt(position);
        return intersect ? Math.min(a, b) : Math.max(0, a - b);
    }

    @Override
    public void close() {
        if (input != null) {
            input.close();
            mine.close();
            theirs.close();
            input = null;
        }
    }
}
