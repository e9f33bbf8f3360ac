package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Selection;
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
 * Gives each row its TUMBLE, HOP or CUMULATE windows. Linear. Where rows carry their partition's watermark, a window that had ended by it is dropped
 * for that row: the row is late. Rows without time are dropped, uncounted. The hidden watermark ends here.
 *
 * <p>Sliced, a row gets one slice (as long as a slide, with its start for its end, which no window has) in place of its windows, unless one of them has
 * closed for it: then it gets those that are left.
 */
public final class WindowAssignOperator extends StepOperator implements LateRows {
    private final WindowAssign node;
    private final boolean rowWatermark;
    private final boolean checkLate;
    private final boolean sliced;
    private final LateRows.Consumer lateConsumer;
    private final SqlType timeType;
    /** Stored time units a microsecond: 1, or 1000. */
    private final long unitsPerMicro;
    private final long size;
    private final long slide;
    private final long offset;
    private final int windowsMost;
    private long lateRows;
    private long lateWindows;

    /**
     * @param rowWatermark whether batches end with the hidden watermark
     * @param checkLate whether the time column is the one that the watermark speaks of
     * @param sliced whether slices are wanted; only of HOP and CUMULATE whose length is a multiple of their slide
     * @param lateConsumer takes over batches of rows all of whose windows were dropped, or null
     */
    public WindowAssignOperator(
            OperatorContext context, int number, StepOperator input, WindowAssign node, boolean rowWatermark, boolean checkLate,
            boolean sliced, LateRows.Consumer lateConsumer) {
        super(context, number, List.of(input));
        this.node = node;
        this.rowWatermark = rowWatermark;
        this.checkLate = checkLate;
        this.sliced = sliced;
        this.lateConsumer = lateConsumer;
        this.timeType = node.input().schema().type(node.timeColumn());
        this.unitsPerMicro = timeType.unitsPerSecond() / 1_000_000L;
        this.size = Math.multiplyExact(node.size(), unitsPerMicro);
        this.slide = Math.multiplyExact(node.slide(), unitsPerMicro);
        this.offset = Math.multiplyExact(node.offset(), unitsPerMicro);
        this.windowsMost = switch (node.kind()) {
            case TUMBLE -> 1;
            case HOP -> Math.toIntExact((node.size() + node.slide() - 1) / node.slide());
            case CUMULATE -> Math.toIntExact(node.size() / node.slide());
            case SESSION -> throw new AssertionError("sessions have an operator of their own");
        };
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch;
                Column flat = batch.column(node.timeColumn()).flatten(allocator());
                Column running = checkLate ? batch.column(batch.width() - 1).flatten(allocator()) : null) {
            if (sliced || node.kind() == WindowAssign.WindowKind.TUMBLE) {
                tumble(batch, (FixedColumn) flat, (FixedColumn) running, sliced ? slide : size);
            } else {
                repeat(batch, null, batch.rows(), (FixedColumn) flat, (FixedColumn) running);
            }
        }
    }

    /** One window a row: columns stay where they are and the selection narrows. */
    private void tumble(Batch batch, FixedColumn times, FixedColumn running, long length) {
        int rows = batch.rows();
        ArrowBuf starts = Buffers.allocate(allocator(), 8L * batch.physicalRows());
        ArrowBuf ends = Buffers.allocate(allocator(), 8L * batch.physicalRows());
        long startsAt = starts.memoryAddress();
        long endsAt = ends.memoryAddress();
        int[] kept = new int[rows];
        int count = 0;
        int[] late = null;
        int lateCount = 0;
        long start = 1;
        long end = 0;
        for (int i = 0; i < rows; i++) {
            int position = Deltas.position(batch, i);
            if (times.isNull(position)) {
                continue;
            }
            long time = times.longAt(position);
            if (time < start || time >= end) {
                start = startOf(time, length);
                end = start + length;
            }
            if (running != null && isLate(end, running.longAt(position))) {
                late = late == null ? new int[rows] : late;
                late[lateCount++] = position;
                continue;
            }
            Memory.putLong(startsAt + 8L * position, start);
            Memory.putLong(endsAt + 8L * position, sliced ? start : end);
            kept[count++] = position;
        }
        if (sliced && lateCount > 0) {
            repeat(batch, late, lateCount, times, running);
        } else {
            lateWindows += lateCount;
            drop(batch, late, lateCount);
        }
        List<Column> columns = visible(batch);
        columns.add(new FixedColumn(timeType, batch.physicalRows(), starts, null));
        columns.add(new FixedColumn(timeType, batch.physicalRows(), ends, null));
        Column weights = batch.weights() == null ? null : batch.weights().retain();
        emit(new Batch(columns, batch.physicalRows(), count == batch.physicalRows() ? null : new Selection(kept, count), weights));
    }

    /** All open windows of rows {@code chosen[0..rows)}; null: of the batch's rows. */
    private void repeat(Batch batch, int[] chosen, int rows, FixedColumn times, FixedColumn running) {
        int[] positions = new int[Math.max(16, Math.min(rows * windowsMost, context.batchRows() + windowsMost))];
        long[] bounds = new long[2 * positions.length];
        int count = 0;
        int[] late = new int[rows];
        int lateCount = 0;
        for (int i = 0; i < rows; i++) {
            int position = chosen == null ? Deltas.position(batch, i) : chosen[i];
            if (times.isNull(position)) {
                continue;
            }
            if (count + windowsMost > positions.length) {
                emitRepeated(batch, positions, bounds, count);
                count = 0;
            }
            long droppedBefore = lateWindows;
            int before = count;
            long watermark = running == null ? NOTHING_SEEN : running.longAt(position);
            count = windows(times.longAt(position), watermark, position, positions, bounds, count);
            if (count == before && lateWindows > droppedBefore) {
                late[lateCount++] = position;
            }
        }
        emitRepeated(batch, positions, bounds, count);
        drop(batch, late, lateCount);
    }

    /** Appends the windows of a time that are still open; returns the new count. */
    private int windows(long time, long watermark, int position, int[] positions, long[] bounds, int from) {
        int count = from;
        boolean cumulate = node.kind() == WindowAssign.WindowKind.CUMULATE;
        long first = startOf(time, cumulate ? size : slide);
        long end = cumulate ? first + ((time - first) / slide + 1) * slide : first + size;
        long start = first;
        while (cumulate ? end <= first + size : end > time) {
            if (isLate(end, watermark)) {
                lateWindows++;
            } else {
                positions[count] = position;
                bounds[2 * count] = start;
                bounds[2 * count + 1] = end;
                count++;
            }
            if (cumulate) {
                end += slide;
            } else {
                start -= slide;
                end -= slide;
            }
        }
        return count;
    }

    private void emitRepeated(Batch batch, int[] positions, long[] bounds, int count) {
        if (count == 0) {
            return;
        }
        ArrowBuf starts = Buffers.allocate(allocator(), 8L * count);
        ArrowBuf ends = Buffers.allocate(allocator(), 8L * count);
        for (int i = 0; i < count; i++) {
            Memory.putLong(starts.memoryAddress() + 8L * i, bounds[2 * i]);
            Memory.putLong(ends.memoryAddress() + 8L * i, bounds[2 * i + 1]);
        }
        try (Batch repeated = batch.gather(allocator(), positions, count)) {
            List<Column> columns = visible(repeated);
            columns.add(new FixedColumn(timeType, count, starts, null));
            columns.add(new FixedColumn(timeType, count, ends, null));
            context.origins().repeated(positions, () -> emit(repeated.withColumns(columns)));
        }
    }

    private long startOf(long time, long length) {
        return Math.floorDiv(time - offset, length) * length + offset;
    }

    private boolean isLate(long end, long watermarkMicros) {
        return unitsPerMicro == 1 ? end <= watermarkMicros : Math.floorDiv(end, unitsPerMicro) <= watermarkMicros;
    }

    /** The input's own columns, retained, in a list that may grow. */
    private List<Column> visible(Batch batch) {
        List<Column> columns = new ArrayList<>(batch.columns().subList(0, batch.width() - (rowWatermark ? 1 : 0)));
        columns.forEach(Column::retain);
        return columns;
    }

    private void drop(Batch batch, int[] late, int count) {
        lateRows += count;
        if (count > 0 && lateConsumer != null) {
            try (Batch rows = batch.gather(allocator(), Arrays.copyOf(late, count), count)) {
                lateConsumer.accept(rows.withColumns(visible(rows)), context.origins(this, batch, late, count));
            }
        }
    }

    @Override
    public long takeLateRows() {
        long taken = lateRows;
        lateRows = 0;
        return taken;
    }

    @Override
    public long takeLateWindows() {
        long taken = lateWindows;
        lateWindows = 0;
        return taken;
    }
}
