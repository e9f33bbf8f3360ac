package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.RowBuffer;
import io.millrace.exec.step.state.RowFormat;
import io.millrace.exec.step.state.RowTable;
import io.millrace.exec.step.state.SlotRows;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes changes of a keyed stream's rows: a row takes the place of the one of the same key, which is taken back; one of negative weight says that the key
 * is gone. Keeps every key's newest row. The input's columns that are not wanted (of the key, or of the event time) end here.
 */
public final class UpsertOperator extends PagedOperator {
    private final int[] keyColumns;
    private final int[] columns;
    private final RowTable keys;
    private final SlotRows rows;
    private final RowBuffer keyBuffer;
    private final RowBuffer rowBuffer;
    private final KeyPages pages;
    private int[] slots = new int[0];
    /** By key slot, 1 + the last row of the current batch that has the key. */
    private int[] lastOf = new int[0];
    /** Keys that were said to be gone in this step. */
    private int[] left = new int[0];
    private int leftCount;

    /**
     * @param schema of what comes in, with the key's columns
     * @param outputColumns how many of them, from the first, come out
     */
    public UpsertOperator(OperatorContext context, int number, StepOperator input, Schema schema, List<Integer> key, int outputColumns) {
        super(context, number, List.of(input));
        this.keyColumns = Deltas.toArray(key);
        this.columns = Deltas.range(0, outputColumns);
        List<SqlType> types = schema.fields().stream().map(f -> f.type()).toList();
        this.keys = new RowTable(allocator(), RowFormat.ofKeys(key.stream().map(types::get).toList()));
        this.rows = new SlotRows(allocator(), RowFormat.ofRows(types.subList(0, outputColumns)));
        this.keyBuffer = new RowBuffer(allocator());
        this.rowBuffer = new RowBuffer(allocator());
        this.pages = new KeyPages(context.pages(), number, 0, keys, null, this);
    }

    @Override
    protected KeyPages pages() {
        return pages;
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            int count = batch.rows();
            keys.format().encode(allocator(), batch, keyColumns, Deltas.positions(batch), count, keyBuffer);
            rows.format().encode(allocator(), batch, columns, Deltas.positions(batch), count, rowBuffer);
            if (slots.length < count) {
                slots = new int[count];
            }
            pages.load(keyBuffer);
            keys.findOrAdd(keyBuffer, slots);
            pages.change(slots, count);
            if (lastOf.length < keys.capacity()) {
                lastOf = new int[keys.capacity()];
            }
            for (int i = 0; i < count; i++) {
                lastOf[slots[i]] = i + 1;
            }
            replace(batch, count);
        }
    }

    /** Of several rows of a key in the batch only the last counts; one that is the same as before changes nothing. */
    private void replace(Batch batch, int count) {
        int[] come = new int[count];
        int[] gone = new int[count];
        int comeCount = 0;
        int goneCount = 0;
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (lastOf[slot] != i + 1) {
                continue;
            }
            if (Deltas.weightAt(batch, Deltas.position(batch, i)) < 0) {
                leave(slot);
                if (rows.isUsed(slot)) {
                    gone[goneCount++] = slot;
                }
            } else if (!rows.holds(slot, rowBuffer, i)) {
                come[comeCount++] = i;
                if (rows.isUsed(slot)) {
                    gone[goneCount++] = slot;
                }
            }
        }
        Batch taken = goneCount == 0 ? null : retraction(gone, goneCount);
        for (int i = 0; i < goneCount; i++) {
            rows.remove(gone[i]);
        }
        int[] positions = new int[comeCount];
        for (int i = 0; i < comeCount; i++) {
            rows.put(slots[come[i]], rowBuffer, come[i]);
            positions[i] = Deltas.position(batch, come[i]);
        }
        if (taken != null) {
            emit(taken);
        }
        if (comeCount > 0) {
            List<Column> kept = new ArrayList<>(batch.columns().subList(0, columns.length));
            kept.forEach(Column::retain);
            try (Batch visible = new Batch(kept, batch.physicalRows(), null, null)) {
                emit(visible.gather(allocator(), positions, comeCount));
            }
        }
    }

    private void leave(int slot) {
        if (leftCount == left.length) {
            left = Arrays.copyOf(left, Math.max(64, 2 * leftCount));
        }
        left[leftCount++] = slot;
    }

    private Batch retraction(int[] gone, int count) {
        return new Batch(rows.decode(allocator(), gone, count), count, null, Deltas.constantWeight(allocator(), -1, count));
    }

    @Override
    protected void finishStep() {
        for (int i = 0; i < leftCount; i++) {
            if (keys.isUsed(left[i]) && !rows.isUsed(left[i])) {
                keys.remove(left[i]);
            }
        }
        leftCount = 0;
        keys.compact();
        rows.compact(keys.limit());
    }

    @Override
    public void save(int slot, PageWriter page) {
        rows.save(slot, page);
    }

    @Override
    public void load(int slot, PageReader page) {
        rows.load(slot, page);
    }

    @Override
    public void forget(int slot) {
        keys.remove(slot);
        rows.remove(slot);
    }

    @Override
    public double liveShare() {
        return keys.liveShare();
    }

    @Override
    public boolean canReplay() {
        return !isPaged();
    }

    @Override
    protected void replay() {
        int[] chunk = new int[context.batchRows()];
        int count = 0;
        for (int slot = 0; slot < keys.limit(); slot++) {
            if (keys.isUsed(slot)) {
                chunk[count++] = slot;
            }
            if (count == chunk.length || count > 0 && slot == keys.limit() - 1) {
                emit(new Batch(rows.decode(allocator(), chunk, count), count, null, null));
                count = 0;
            }
        }
    }

    @Override
    public long stateRows() {
        return keys.size();
    }

    @Override
    public long stateBytes() {
        return keys.bytes() + rows.bytes() + 4L * lastOf.length;
    }

    @Override
    protected void writeState(StateWriter out) {
        keys.write(out);
        rows.write(out, keys);
    }

    @Override
    protected void readState(StateReader in) {
        keys.read(in);
        rows.read(in, keys);
        lastOf = new int[keys.capacity()];
        pages.adopt();
    }

    @Override
    public void close() {
        keys.close();
        rows.close();
        keyBuffer.close();
        rowBuffer.close();
    }
}
