package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.TimeWindows;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Operator;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Repeats each row once a window, with the window's bounds. Rows without time are dropped. */
final class WindowAssignOperator implements Operator {
    private final PlanNode.WindowAssign node;
    private final TimeWindows windows;
    private final BufferAllocator allocator;
    private final SqlType timeType;
    private final int[] positions;
    private final long[] bounds;

    private Batch input;
    private FixedColumn times;
    private int index;

    WindowAssignOperator(PlanNode.WindowAssign node, TimeWindows windows, LaneContext lane) {
        this.node = node;
        this.windows = windows;
        this.allocator = lane.execution().allocator();
        this.timeType = node.input().schema().type(node.timeColumn());
        this.positions = new int[lane.batchRows() + windows.most()];
        this.bounds = new long[2 * positions.length];
    }

    @Override
    public void accept(Batch batch) {
        input = batch;
        index = 0;
        times = (FixedColumn) batch.column(node.timeColumn()).flatten(allocator);
    }

    @Override
    public Batch next() {
        if (input == null) {
            return null;
        }
        int count = 0;
        for (; index < input.rows() && count + windows.most() <= positions.length; index++) {
            int position = input.selection() == null ? index : input.selection().at(index);
            if (times.isNull(position)) {
                continue;
            }
            int after = windows.windows(times.longAt(position), bounds, count);
            for (; count < after; count++) {
                positions[count] = position;
            }
        }
        if (count == 0) {
            close();
            return null;
        }
        List<Column> columns = new ArrayList<>();
        try {
            for (Column column : input.columns()) {
                columns.add(column.gather(allocator, positions, count));
            }
            columns.add(bounds(0, count));
            columns.add(bounds(1, count));
            return Batch.of(columns, count);
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    private Column bounds(int which, int count) {
        ArrowBuf data = Buffers.allocate(allocator, 8L * count);
        for (int i = 0; i < count; i++) {
            Memory.putLong(data.memoryAddress() + 8L * i, bounds[2 * i + which]);
        }
        return new FixedColumn(timeType, count, data, null);
    }

    @Override
    public void close() {
        if (input != null) {
            input.close();
            times.close();
            input = null;
        }
    }
}
