package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.PlanNode.WindowAssign;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.Deltas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Repeats a slice's row for every window that the slice belongs to. A slice has the same start and end (see {@link WindowAssignOperator}); rows of
 * windows pass. Linear.
 */
public final class SliceExpandOperator extends StepOperator {
    private final WindowAssign node;
    private final SqlType timeType;
    private final int startColumn;
    private final int endColumn;
    private final long size;
    private final long slide;
    private final long offset;
    private int[] positions = new int[64];
    private long[] bounds = new long[128];

    /** {@code startColumn}, {@code endColumn}: where the input's bounds are. */
    public SliceExpandOperator(
            OperatorContext context, int number, StepOperator input, WindowAssign node, int startColumn, int endColumn) {
        super(context, number, List.of(input));
        this.node = node;
        this.timeType = node.input().schema().type(node.timeColumn());
        this.startColumn = startColumn;
        this.endColumn = endColumn;
        long unitsPerMicro = timeType.unitsPerSecond() / 1_000_000L;
        this.size = Math.multiplyExact(node.size(), unitsPerMicro);
        this.slide = Math.multiplyExact(node.slide(), unitsPerMicro);
        this.offset = Math.multiplyExact(node.offset(), unitsPerMicro);
    }

    @Override
    protected void accept(int port, Batch batch) {
        int count = 0;
        int windowsMost = (int) (size / slide);
        try (batch;
                FixedColumn starts = (FixedColumn) batch.column(startColumn).flatten(allocator());
                FixedColumn ends = (FixedColumn) batch.column(endColumn).flatten(allocator())) {
            for (int i = 0; i < batch.rows(); i++) {
                int position = Deltas.position(batch, i);
                if (positions.length < count + windowsMost) {
                    positions = Arrays.copyOf(positions, Math.max(count + windowsMost, 2 * positions.length));
                    bounds = Arrays.copyOf(bounds, 2 * positions.length);
                }
                long start = starts.longAt(position);
                if (ends.longAt(position) != start) {
                    count = add(count, position, start, ends.longAt(position));
                    continue;
                }
                boolean cumulate = node.kind() == WindowAssign.WindowKind.CUMULATE;
                long whole = Math.floorDiv(start - offset, size) * size + offset;
                long last = cumulate ? whole + size : start + size;
                for (long end = start + slide; end <= last; end += slide) {
                    count = add(count, position, cumulate ? whole : end - size, end);
                }
            }
            if (count > 0) {
                emitWindows(batch, count);
            }
        }
    }

    private int add(int count, int position, long start, long end) {
        positions[count] = position;
        bounds[2 * count] = start;
        bounds[2 * count + 1] = end;
        return count + 1;
    }

    private void emitWindows(Batch batch, int count) {
        ArrowBuf starts = Buffers.allocate(allocator(), 8L * count);
        ArrowBuf ends = Buffers.allocate(allocator(), 8L * count);
        for (int i = 0; i < count; i++) {
            Memory.putLong(starts.memoryAddress() + 8L * i, bounds[2 * i]);
            Memory.putLong(ends.memoryAddress() + 8L * i, bounds[2 * i + 1]);
        }
        try (Batch repeated = batch.gather(allocator(), positions, count)) {
            List<Column> columns = new ArrayList<>(repeated.columns());
            columns.forEach(Column::retain);
            columns.set(startColumn, new FixedColumn(timeType, count, starts, null)).close();
            columns.set(endColumn, new FixedColumn(timeType, count, ends, null)).close();
            emit(repeated.withColumns(columns));
        }
    }
}
