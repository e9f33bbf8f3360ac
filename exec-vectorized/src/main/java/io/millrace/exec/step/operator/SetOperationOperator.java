package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode.SetOperation;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.RowBuffer;
import io.millrace.exec.step.state.RowFormat;
import io.millrace.exec.step.state.RowTable;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/** INTERSECT and EXCEPT, with and without ALL: how often each row is on either side decides how often it comes out. NULLs are equal. */
public final class SetOperationOperator extends PagedOperator {
    private final SetOperation node;
    private final RowTable rows;
    private final RowBuffer buffer;
    private final int[] columns;
    private final KeyPages pages;
    private long[] left = new long[0];
    private long[] right = new long[0];
    private int[] slots = new int[0];
    private long[] weights = new long[0];
    private long[] before = new long[0];
    private int[] touchedIn = new int[0];
    private int[] touched = new int[64];
    private int touchedCount;
    private int step = 1;

    public SetOperationOperator(OperatorContext context, int number, StepOperator left, StepOperator right, SetOperation node) {
        super(context, number, List.of(left, right));
        this.node = node;
        this.rows = new RowTable(allocator(), RowFormat.ofKeys(node.schema().fields().stream().map(f -> f.type()).toList()));
        this.buffer = new RowBuffer(allocator());
        this.columns = Deltas.range(0, node.schema().size());
        this.pages = new KeyPages(context.pages(), number, 0, rows, null, this);
    }

    @Override
    protected KeyPages pages() {
        return pages;
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            int count = batch.rows();
            if (slots.length < count) {
                slots = new int[count + count / 2];
                weights = new long[slots.length];
            }
            Deltas.weights(batch, weights);
            rows.format().encode(allocator(), batch, columns, Deltas.positions(batch), count, buffer);
            pages.load(buffer);
            rows.findOrAdd(buffer, slots);
            pages.change(slots, count);
            reserve();
            for (int i = 0; i < rows.addedCount(); i++) {
                int slot = rows.added()[i];
                left[slot] = 0;
                right[slot] = 0;
                touchedIn[slot] = 0;
            }
            for (int i = 0; i < count; i++) {
                touch(slots[i]);
                if (port == 0) {
                    left[slots[i]] += weights[i];
                } else {
                    right[slots[i]] += weights[i];
                }
            }
        }
    }

    private void reserve() {
        int capacity = rows.capacity();
        if (left.length < capacity) {
            left = Arrays.copyOf(left, capacity);
            right = Arrays.copyOf(right, capacity);
            before = Arrays.copyOf(before, capacity);
            touchedIn = Arrays.copyOf(touchedIn, capacity);
        }
    }

    private void touch(int slot) {
        if (touchedIn[slot] == step) {
            return;
        }
        touchedIn[slot] = step;
        before[slot] = result(slot);
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, 2 * touchedCount);
        }
        touched[touchedCount++] = slot;
    }

    private long result(int slot) {
        long l = left[slot];
        long r = right[slot];
        return switch (node.kind()) {
            case INTERSECT -> node.all() ? Math.min(l, r) : l > 0 && r > 0 ? 1 : 0;
            case EXCEPT -> node.all() ? Math.max(0, l - r) : l > 0 && r <= 0 ? 1 : 0;
        };
    }

    @Override
    protected void finishStep() {
        long[] addresses = new long[Math.min(context.batchRows(), Math.max(1, touchedCount))];
        long[] changes = new long[addresses.length];
        int count = 0;
        for (int i = 0; i < touchedCount; i++) {
            long change = result(touched[i]) - before[touched[i]];
            if (change != 0) {
                addresses[count] = rows.address(touched[i]);
                changes[count++] = change;
            }
            if (count == addresses.length) {
                emitRows(addresses, changes, count);
                count = 0;
            }
        }
        if (count > 0) {
            emitRows(addresses, changes, count);
        }
        for (int i = 0; i < touchedCount; i++) {
            if (left[touched[i]] == 0 && right[touched[i]] == 0) {
                rows.remove(touched[i]);
            }
        }
        touchedCount = 0;
        step++;
        rows.compact();
    }

    private void emitRows(long[] addresses, long[] changes, int count) {
        emit(new Batch(
                rows.format().decode(allocator(), addresses, count), count, null, Deltas.weightColumn(allocator(), changes, count)));
    }

    @Override
    public void save(int slot, PageWriter page) {
        page.writeLong(left[slot]);
        page.writeLong(right[slot]);
    }

    @Override
    public void load(int slot, PageReader page) {
        reserve();
        left[slot] = page.readLong();
        right[slot] = page.readLong();
        touchedIn[slot] = 0;
    }

    @Override
    public void forget(int slot) {
        rows.remove(slot);
    }

    @Override
    public double liveShare() {
        return rows.liveShare();
    }

    @Override
    public boolean canReplay() {
        return !isPaged();
    }

    @Override
    protected void replay() {
        long[] addresses = new long[context.batchRows()];
        long[] times = new long[addresses.length];
        int count = 0;
        for (int slot = 0; slot < rows.limit(); slot++) {
            if (rows.isUsed(slot) && result(slot) != 0) {
                addresses[count] = rows.address(slot);
                times[count++] = result(slot);
            }
            if (count == addresses.length) {
                emitRows(addresses, times, count);
                count = 0;
            }
        }
        if (count > 0) {
            emitRows(addresses, times, count);
        }
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.bytes() + 28L * left.length;
    }

    @Override
    protected void writeState(StateWriter out) {
        rows.write(out);
        out.writeLongs(left, rows.limit());
        out.writeLongs(right, rows.limit());
    }

    @Override
    protected void readState(StateReader in) {
        rows.read(in);
        reserve();
        in.readLongs(left, rows.limit());
        in.readLongs(right, rows.limit());
        pages.adopt();
    }

    @Override
    public void close() {
        rows.close();
        buffer.close();
    }
}
