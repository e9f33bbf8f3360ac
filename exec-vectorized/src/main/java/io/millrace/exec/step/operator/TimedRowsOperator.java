package io.millrace.exec.step.operator;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.RowTable;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.state.WeightedRows;
import io.millrace.exec.step.time.Bound;
import io.millrace.exec.step.time.WindowEnds;
import java.util.Arrays;
import java.util.List;

/** An operator that keeps rows until the watermark passes a time that each of them names, and then lets them go. */
abstract class TimedRowsOperator extends PagedOperator {
    protected final WeightedRows rows;
    private final Bound bound;
    private final KeyPages pages;
    private final WindowEnds times = new WindowEnds();
    private int[] due = new int[64];
    private int dueCount;
    /** By slot, whether it is in the list already: rows that came and went may be listed twice. */
    private boolean[] isDue = new boolean[0];

    /** {@code bound}: null if no row is kept beyond a step. */
    protected TimedRowsOperator(OperatorContext context, int number, StepOperator input, Schema schema, Bound bound) {
        super(context, number, List.of(input));
        this.bound = bound;
        this.rows = new WeightedRows(allocator(), schema);
        this.pages = new KeyPages(
                bound == null ? null : context.pages(), number, 0, rows.table(), bound == null ? null : this::timeOf, this);
        rows.setPages(pages);
    }

    /** When a row leaves whose bound is {@code boundMicros}; {@link KeyPages#NEVER} if it does not. */
    protected abstract long leavesAt(long boundMicros);

    /** What becomes of a row that names no time. */
    protected abstract void withoutTime(int slot);

    /** The rows in these slots leave; they are removed afterwards. */
    protected abstract void leave(int[] slots, int count);

    @Override
    protected final KeyPages pages() {
        return pages;
    }

    private long timeOf(long address) {
        return rows.table().format().isNull(address, bound.column())
                ? KeyPages.NEVER
                : leavesAt(bound.micros(Memory.getLong(rows.table().format().fixedAt(address, bound.column()))));
    }

    /** Lists the rows that the table has just taken on. */
    protected final void listAdded() {
        RowTable table = rows.table();
        for (int i = 0; i < table.addedCount(); i++) {
            list(table.added()[i]);
        }
    }

    private void listAll() {
        for (int slot = 0; slot < rows.table().limit(); slot++) {
            if (rows.table().isUsed(slot)) {
                list(slot);
            }
        }
    }

    private void list(int slot) {
        long time = timeOf(rows.table().address(slot));
        if (time == KeyPages.NEVER) {
            withoutTime(slot);
        } else {
            times.add(time, slot);
        }
    }

    /** The row leaves at the end of this step. */
    protected final void addDue(int slot) {
        if (isDue.length <= slot) {
            isDue = Arrays.copyOf(isDue, rows.table().capacity());
        }
        if (isDue[slot]) {
            return;
        }
        isDue[slot] = true;
        if (dueCount == due.length) {
            due = Arrays.copyOf(due, 2 * dueCount);
        }
        due[dueCount++] = slot;
    }

    /** Lets all rows go that are due at the watermark. */
    protected final void leaveUpTo(long watermark) {
        RowTable table = rows.table();
        boolean more;
        do {
            more = pages.loadClosed(watermark);
            // A row may be listed under a slot that another has taken since; its own time decides.
            times.close(watermark, slot -> {
                if (table.isUsed(slot) && timeOf(table.address(slot)) <= watermark) {
                    addDue(slot);
                }
            });
            leave(due, dueCount);
            rows.remove(due, dueCount);
            for (int i = 0; i < dueCount; i++) {
                isDue[due[i]] = false;
            }
            dueCount = 0;
        } while (more);
        pages.dropClosed(watermark);
        table.compact();
        if (times.isCrowded(table.size())) {
            times.clear();
            listAll();
        }
    }

    @Override
    public void save(int slot, PageWriter page) {
        page.writeLong(rows.weight(slot));
    }

    @Override
    public void load(int slot, PageReader page) {
        rows.load(slot, page.readLong());
        list(slot);
    }

    @Override
    public void forget(int slot) {
        rows.remove(slot);
    }

    @Override
    public double liveShare() {
        return rows.table().liveShare();
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.bytes() + times.bytes();
    }

    @Override
    protected void writeState(StateWriter out) {
        rows.write(out);
    }

    @Override
    protected void readState(StateReader in) {
        rows.read(in);
        if (bound != null) {
            listAll();
            pages.adopt();
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
