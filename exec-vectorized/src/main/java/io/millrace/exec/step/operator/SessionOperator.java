package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.PlanNode.WindowAssign;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.WeightedRows;
import io.millrace.exec.step.time.WindowEnds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/**
 * SESSION windows: a key's rows in order of time, parted where the gap between two is larger than the stated one. A row is late if a session of its own
 * would have ended by its partition's watermark. A session is forgotten once the watermark is a gap past its end: a row that is not late cannot
 * touch it any more.
 */
public final class SessionOperator extends GroupedRowsOperator implements LateRows {
    private final WindowAssign node;
    private final boolean rowWatermark;
    private final boolean checkLate;
    private final LateRows.Consumer lateConsumer;
    private final SqlType timeType;
    private final long unitsPerMicro;
    private final long gap;
    private final WeightedRows changes;
    private final WindowEnds ends = new WindowEnds();
    private long lateRows;
    private long lateWindows;

    /** Parameters as {@link WindowAssignOperator}'s. */
    public SessionOperator(
            OperatorContext context, int number, StepOperator input, WindowAssign node, boolean rowWatermark, boolean checkLate,
            LateRows.Consumer lateConsumer) {
        super(context, number, input, node.input().schema(), node.sessionKeys(), List.of(SortKey.ascending(node.timeColumn())),
                Long.MAX_VALUE, null);
        this.node = node;
        this.rowWatermark = rowWatermark;
        this.checkLate = checkLate;
        this.lateConsumer = lateConsumer;
        this.timeType = node.input().schema().type(node.timeColumn());
        this.unitsPerMicro = timeType.unitsPerSecond() / 1_000_000L;
        this.gap = Math.multiplyExact(node.size(), unitsPerMicro);
        this.changes = new WeightedRows(allocator(), node.schema());
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch; Batch kept = onTime(batch)) {
            if (kept.rows() > 0) {
                take(kept);
            }
        }
    }

    /** The rows that have a time and are not late, without the hidden watermark. */
    private Batch onTime(Batch batch) {
        int[] kept = new int[batch.rows()];
        int count = 0;
        int[] late = new int[batch.rows()];
        int lateCount = 0;
        try (FixedColumn times = (FixedColumn) batch.column(node.timeColumn()).flatten(allocator());
                FixedColumn running = checkLate ? (FixedColumn) batch.column(batch.width() - 1).flatten(allocator()) : null) {
            for (int i = 0; i < batch.rows(); i++) {
                int position = Deltas.position(batch, i);
                if (times.isNull(position)) {
                    continue;
                }
                if (running != null && micros(Math.addExact(times.longAt(position), gap)) <= running.longAt(position)) {
                    late[lateCount++] = position;
                } else {
                    kept[count++] = position;
                }
            }
        }
        lateRows += lateCount;
        lateWindows += lateCount;
        if (lateCount > 0 && lateConsumer != null) {
            try (Batch rows = batch.gather(allocator(), Arrays.copyOf(late, lateCount), lateCount)) {
                lateConsumer.accept(rows.withColumns(visible(rows)), context.origins(this, batch, late, lateCount));
            }
        }
        Column weights = batch.weights() == null ? null : batch.weights().retain();
        return new Batch(visible(batch), batch.physicalRows(), new Selection(kept, count), weights);
    }

    private List<Column> visible(Batch batch) {
        List<Column> columns = new ArrayList<>(batch.columns().subList(0, batch.width() - (rowWatermark ? 1 : 0)));
        columns.forEach(Column::retain);
        return columns;
    }

    private long micros(long stored) {
        return unitsPerMicro == 1 ? stored : Math.floorDiv(stored, unitsPerMicro);
    }

    private long time(int slot) {
        return Memory.getLong(state.rows().rows().format().fixedAt(state.rows().rows().address(slot), node.timeColumn()));
    }

    @Override
    protected void added(Batch batch) {
        for (int i = 0; checkLate && i < batch.rows(); i++) {
            list(state.slots()[i]);
        }
    }

    private void list(int slot) {
        ends.add(micros(time(slot) + 2 * gap), state.rows().keyOf(slot));
    }

    /** Rows of one session in order, then its bounds. */
    private interface SessionConsumer {
        void session(int[] slots, int count, long start, long end);
    }

    private void forEachSession(int keySlot, SessionConsumer consumer) {
        int[][] slots = {new int[16]};
        int[] count = {0};
        long[] span = {0, 0};
        state.forEach(keySlot, slot -> {
            if (state.weight(slot) > 0) {
                long time = time(slot);
                if (count[0] > 0 && time - span[1] > gap) {
                    consumer.session(slots[0], count[0], span[0], span[1] + gap);
                    count[0] = 0;
                }
                if (count[0] == 0) {
                    span[0] = time;
                }
                span[1] = time;
                slots[0] = count[0] == slots[0].length ? Arrays.copyOf(slots[0], 2 * count[0]) : slots[0];
                slots[0][count[0]++] = slot;
            }
            return true;
        });
        if (count[0] > 0) {
            consumer.session(slots[0], count[0], span[0], span[1] + gap);
        }
    }

    @Override
    protected void change(int keySlot, int sign) {
        forEachSession(keySlot, (slots, count, start, end) -> {
            long[] weights = new long[count];
            ArrowBuf starts = Buffers.allocate(allocator(), 8L * count);
            ArrowBuf endsOf = Buffers.allocate(allocator(), 8L * count);
            for (int i = 0; i < count; i++) {
                weights[i] = sign * state.weight(slots[i]);
                Memory.putLong(starts.memoryAddress() + 8L * i, start);
                Memory.putLong(endsOf.memoryAddress() + 8L * i, end);
            }
            List<Column> columns = new ArrayList<>(state.decode(slots, count));
            columns.add(new FixedColumn(timeType, count, starts, null));
            columns.add(new FixedColumn(timeType, count, endsOf, null));
            try (Batch rows = new Batch(columns, count, null, Deltas.weightColumn(allocator(), weights, count))) {
                changes.add(rows);
            }
        });
    }

    @Override
    protected void emitChanges() {
        changes.drainTo(context.batchRows(), this::emit);
        changes.clear();
    }

    @Override
    protected void closeKeys() {
        long watermark = watermark();
        if (!checkLate) {
            return;
        }
        boolean more;
        do {
            more = pages.loadDue(watermark);
            closeKeysInMemory(watermark);
        } while (more);
        if (ends.isCrowded(state.rows().rows().size())) {
            ends.clear();
            listAll();
        }
    }

    @Override
    protected void loaded(int rowSlot) {
        if (checkLate) {
            list(rowSlot);
        }
    }

    @Override
    public boolean canReplay() {
        return !checkLate && super.canReplay();
    }

    /** When its first session is final. */
    @Override
    protected long dueToClose(int keySlot) {
        long[] due = {KeyPages.NEVER};
        if (checkLate) {
            forEachSession(keySlot, (slots, count, start, end) -> due[0] = Math.min(due[0], micros(end + gap)));
        }
        return due[0];
    }

    private void closeKeysInMemory(long watermark) {
        if (!ends.closesAt(watermark)) {
            return;
        }
        ends.close(watermark, keySlot -> {
            if (!state.rows().keys().isUsed(keySlot)) {
                return;
            }
            List<int[]> closed = new ArrayList<>();
            forEachSession(keySlot, (slots, count, start, end) -> {
                if (micros(end + gap) <= watermark) {
                    closed.add(Arrays.copyOf(slots, count));
                }
            });
            pages.touch(keySlot, true);
            for (int[] slots : closed) {
                for (int slot : slots) {
                    state.remove(slot);
                }
            }
        });
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

    @Override
    public long stateBytes() {
        return super.stateBytes() + ends.bytes() + changes.bytes();
    }

    @Override
    public long bytes() {
        return super.stateBytes() + ends.bytes();
    }

    @Override
    protected void readState(StateReader in) {
        super.readState(in);
        listAll();
    }

    private void listAll() {
        for (int slot = 0; checkLate && slot < state.rows().rows().limit(); slot++) {
            if (state.rows().rows().isUsed(slot)) {
                list(slot);
            }
        }
    }

    @Override
    public void close() {
        super.close();
        changes.close();
    }
}
