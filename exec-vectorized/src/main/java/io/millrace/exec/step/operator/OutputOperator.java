package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.RowTable;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.state.WeightedRows;
import io.millrace.exec.step.time.Bound;
import io.millrace.exec.step.time.WindowEnds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The end of a dataflow: sums the weights of equal rows and hands the step's delta over. With a bound it holds every row until the watermark has passed
 * that row's bound; rows whose bounded column is NULL are never held.
 */
public final class OutputOperator extends StepOperator {
    private final Bound holdBound;
    private final WeightedRows rows;
    private final WindowEnds ends = new WindowEnds();
    private List<Batch> delta = new ArrayList<>();
    private int[] ready = new int[64];
    private int readyCount;

    /** {@code holdBound}: null to hand everything over at once. */
    public OutputOperator(OperatorContext context, int number, StepOperator input, Schema schema, Bound holdBound) {
        super(context, number, List.of(input));
        this.holdBound = holdBound;
        this.rows = new WeightedRows(allocator(), schema);
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            rows.add(batch);
            if (holdBound == null) {
                return;
            }
            RowTable table = rows.table();
            for (int i = 0; i < table.addedCount(); i++) {
                list(table.added()[i]);
            }
        }
    }

    private void list(int slot) {
        if (isHeld(slot)) {
            ends.add(end(slot), slot);
        } else {
            addReady(slot);
        }
    }

    private void addReady(int slot) {
        if (readyCount == ready.length) {
            ready = Arrays.copyOf(ready, 2 * readyCount);
        }
        ready[readyCount++] = slot;
    }

    private boolean isHeld(int slot) {
        return !rows.table().format().isNull(rows.table().address(slot), holdBound.column());
    }

    private long end(int slot) {
        long address = rows.table().address(slot);
        return holdBound.micros(Memory.getLong(rows.table().format().fixedAt(address, holdBound.column())));
    }

    @Override
    protected void finishStep() {
        if (holdBound == null) {
            rows.drainTo(context.batchRows(), delta::add);
            rows.clear();
            return;
        }
        RowTable table = rows.table();
        ends.close(watermark(), slot -> {
            if (table.isUsed(slot)) {
                addReady(slot);
            }
        });
        release();
        table.compact();
    }

    private void release() {
        int[] chunk = new int[Math.min(context.batchRows(), Math.max(1, readyCount))];
        int filled = 0;
        for (int i = 0; i < readyCount; i++) {
            if (rows.table().isUsed(ready[i]) && rows.weight(ready[i]) != 0) {
                chunk[filled++] = ready[i];
            }
            if (filled == chunk.length) {
                delta.add(rows.batch(chunk, filled));
                filled = 0;
            }
        }
        if (filled > 0) {
            delta.add(rows.batch(chunk, filled));
        }
        rows.remove(ready, readyCount);
        readyCount = 0;
    }

    /** The step's delta, owned by the caller. */
    public List<Batch> takeDelta() {
        List<Batch> taken = delta;
        delta = new ArrayList<>();
        return taken;
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.bytes() + ends.bytes();
    }

    @Override
    protected void writeState(StateWriter out) {
        rows.write(out);
    }

    @Override
    protected void readState(StateReader in) {
        rows.read(in);
        if (holdBound != null) {
            for (int slot = 0; slot < rows.table().limit(); slot++) {
                if (rows.table().isUsed(slot)) {
                    list(slot);
                }
            }
        }
    }

    @Override
    public void close() {
        delta.forEach(Batch::close);
        rows.close();
    }
}
