package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.OrderedArrangement;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.time.KeyAges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An operator whose result is, key by key, a function of the key's rows in order. Before a step changes a key for the first time, its result is taken
 * down; when the step ends, it is put up again. What is the same before and after cancels out.
 */
abstract class GroupedRowsOperator extends PagedOperator {
    protected final OrderedArrangement state;
    /** Null if keys stay. */
    private final KeyAges ages;
    private final String memoryOnly;
    protected final KeyPages pages;
    private int[] touchedIn = new int[0];
    private int[] touched = new int[16];
    private int touchedCount;
    private int[] changedRows = new int[64];
    private int changedCount;
    private int step = 1;

    protected GroupedRowsOperator(
            OperatorContext context, int number, StepOperator input, Schema schema, List<Integer> keys, List<SortKey> order,
            long ttlMicros) {
        this(context, number, input, schema, keys, order, ttlMicros, "it is not kept by key alone");
    }

    /** {@code memoryOnly}: why the state is not paged; null if {@link #state} is all that is kept between steps, apart from what {@link #loaded} makes anew. */
    protected GroupedRowsOperator(
            OperatorContext context, int number, StepOperator input, Schema schema, List<Integer> keys, List<SortKey> order,
            long ttlMicros, String memoryOnly) {
        super(context, number, List.of(input));
        this.state = new OrderedArrangement(allocator(), schema, keys, order);
        this.ages = ttlMicros == Long.MAX_VALUE ? null : new KeyAges(ttlMicros);
        this.memoryOnly = memoryOnly;
        this.pages = new KeyPages(memoryOnly == null ? context.pages() : null, number, 0, state.rows().keys(), null, this);
        state.setPages(pages);
    }

    @Override
    protected final KeyPages pages() {
        return pages;
    }

    /** A page has brought a row. */
    protected void loaded(int rowSlot) {}

    /** When a key must be in memory besides for its ttl. */
    protected long dueToClose(int keySlot) {
        return KeyPages.NEVER;
    }

    /** The result of a key's rows goes ({@code sign} -1) or comes (+1). Rows whose weight is not above zero do not count. */
    protected abstract void change(int keySlot, int sign);

    /** All keys were changed: hand the difference on. */
    protected abstract void emitChanges();

    /** The delta's rows were put into the state; the batch stays the caller's. */
    protected void added(Batch batch) {}

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            take(batch);
        }
    }

    /** Takes rows in; the batch stays the caller's. */
    protected final void take(Batch batch) {
        int count = state.add(batch, this::touchExisting);
        for (int i = 0; i < count; i++) {
            touch(state.keySlots()[i]);
        }
        for (int i = 0; ages != null && i < count; i++) {
            ages.touch(state.keySlots()[i], context.nowMicros());
        }
        if (changedRows.length < changedCount + count) {
            changedRows = Arrays.copyOf(changedRows, Math.max(changedCount + count, 2 * changedCount));
        }
        System.arraycopy(state.slots(), 0, changedRows, changedCount, count);
        changedCount += count;
        added(batch);
    }

    private void touchExisting(int keySlot) {
        if (touch(keySlot)) {
            change(keySlot, -1);
        }
    }

    private boolean touch(int keySlot) {
        if (touchedIn.length <= keySlot) {
            touchedIn = Arrays.copyOf(touchedIn, Math.max(state.rows().keys().capacity(), keySlot + 1));
        }
        if (touchedIn[keySlot] == step) {
            return false;
        }
        touchedIn[keySlot] = step;
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, 2 * touchedCount);
        }
        touched[touchedCount++] = keySlot;
        return true;
    }

    @Override
    protected void finishStep() {
        for (int i = 0; i < touchedCount; i++) {
            change(touched[i], 1);
        }
        emitChanges();
        state.prune(changedRows, changedCount);
        changedCount = 0;
        touchedCount = 0;
        step++;
        closeKeys();
        state.compact();
        if (ages != null) {
            ages.compact(state.rows().keys().size());
        }
    }

    /** Rows of keys that nothing has touched for too long are taken back. */
    @Override
    protected void beginStep() {
        if (ages == null) {
            return;
        }
        boolean more;
        do {
            more = pages.loadDue(context.nowMicros());
            expireKeys();
        } while (more);
    }

    private void expireKeys() {
        List<Integer> gone = new ArrayList<>();
        ages.expire(context.nowMicros(), key -> {
            if (state.rows().keys().isUsed(key)) {
                for (int row = state.rows().firstRow(key); row >= 0; row = state.rows().nextRow(row)) {
                    gone.add(row);
                }
            }
        });
        if (!gone.isEmpty()) {
            int[] slots = Deltas.toArray(gone);
            long[] taken = new long[slots.length];
            for (int i = 0; i < taken.length; i++) {
                taken[i] = -state.weight(slots[i]);
            }
            try (Batch rows = new Batch(
                    state.decode(slots, slots.length), slots.length, null, Deltas.weightColumn(allocator(), taken, taken.length))) {
                take(rows);
            }
        }
    }

    /** Called when the step's changes are out: the place to forget rows that the watermark has passed. */
    protected void closeKeys() {}

    @Override
    public void save(int keySlot, PageWriter page) {
        if (ages != null) {
            page.writeLong(ages.touchedAt(keySlot));
        }
        state.rows().save(keySlot, page);
    }

    @Override
    public void load(int keySlot, PageReader page) {
        if (keySlot < touchedIn.length) {
            touchedIn[keySlot] = 0;
        }
        if (ages != null) {
            long touchedAt = page.readLong();
            if (touchedAt != Long.MIN_VALUE) {
                ages.touch(keySlot, touchedAt);
            }
        }
        state.load(keySlot, page, this::loaded);
    }

    @Override
    public void forget(int keySlot) {
        state.rows().removeKey(keySlot);
        if (ages != null) {
            ages.forget(keySlot);
        }
    }

    @Override
    public double liveShare() {
        return state.rows().liveShare();
    }

    @Override
    public final long due(int keySlot) {
        long toClose = dueToClose(keySlot);
        return ages == null ? toClose : Math.min(toClose, ages.dueAt(keySlot));
    }

    @Override
    public boolean canReplay() {
        return ages == null && !isPaged();
    }

    @Override
    protected void replay() {
        for (int key = 0; key < state.rows().keys().limit(); key++) {
            if (state.rows().keys().isUsed(key)) {
                change(key, 1);
            }
        }
        emitChanges();
    }

    @Override
    public String memoryOnly() {
        return memoryOnly;
    }

    @Override
    public long stateRows() {
        return state.rows().rows().size();
    }

    @Override
    public long stateBytes() {
        return state.bytes() + 4L * touchedIn.length;
    }

    @Override
    protected void writeState(StateWriter out) {
        state.write(out);
        if (ages != null) {
            ages.write(out, state.rows().keys().limit());
        }
    }

    @Override
    protected void readState(StateReader in) {
        state.read(in);
        if (ages != null) {
            ages.read(in, state.rows().keys().limit());
        }
        pages.adopt();
    }

    @Override
    public void close() {
        state.close();
    }
}
