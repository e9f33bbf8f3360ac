package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.time.Bound;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a dataflow: sums the weights of equal rows and hands the step's delta over. With a bound it holds every row until the watermark has passed
 * that row's bound; rows whose bounded column is NULL are never held.
 */
public final class OutputOperator extends TimedRowsOperator {
    private final boolean holds;
    private List<Batch> delta = new ArrayList<>();

    /** {@code holdBound}: null to hand everything over at once. */
    public OutputOperator(OperatorContext context, int number, StepOperator input, Schema schema, Bound holdBound) {
        super(context, number, input, schema, holdBound);
        this.holds = holdBound != null;
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            rows.add(batch);
            if (holds) {
                listAdded();
            }
        }
    }

    @Override
    protected long leavesAt(long boundMicros) {
        return boundMicros;
    }

    @Override
    protected void withoutTime(int slot) {
        addDue(slot);
    }

    @Override
    protected void finishStep() {
        if (holds) {
            leaveUpTo(watermark());
        } else {
            rows.drainTo(context.batchRows(), delta::add);
            rows.clear();
        }
    }

    @Override
    protected void leave(int[] slots, int count) {
        int[] chunk = new int[Math.min(context.batchRows(), Math.max(1, count))];
        int filled = 0;
        for (int i = 0; i < count; i++) {
            if (rows.table().isUsed(slots[i]) && rows.weight(slots[i]) != 0) {
                chunk[filled++] = slots[i];
            }
            if (filled == chunk.length) {
                delta.add(rows.batch(chunk, filled));
                filled = 0;
            }
        }
        if (filled > 0) {
            delta.add(rows.batch(chunk, filled));
        }
    }

    /** The step's delta, owned by the caller. */
    public List<Batch> takeDelta() {
        List<Batch> taken = delta;
        delta = new ArrayList<>();
        return taken;
    }

    @Override
    public void close() {
        delta.forEach(Batch::close);
        super.close();
    }
}
