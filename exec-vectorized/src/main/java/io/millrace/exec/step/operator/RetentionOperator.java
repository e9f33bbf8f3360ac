package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.time.Bound;
import java.util.List;

/**
 * Takes rows back once the watermark is a span past their bound: windows leave a view when they are old. A change of a row that has left is taken back
 * in the same step, so that what is put out depends on the watermark alone. Rows whose bounded column is NULL stay.
 */
public final class RetentionOperator extends TimedRowsOperator {
    private final long retentionMicros;

    /** {@code retentionMicros}: how long a row stays after its bound, at least 0. */
    public RetentionOperator(OperatorContext context, int number, StepOperator input, Schema schema, Bound bound, long retentionMicros) {
        super(context, number, input, schema, bound);
        this.retentionMicros = retentionMicros;
    }

    @Override
    protected void accept(int port, Batch batch) {
        rows.add(batch);
        listAdded();
        emit(batch);
    }

    @Override
    protected long leavesAt(long boundMicros) {
        return boundMicros + retentionMicros < boundMicros ? KeyPages.NEVER : boundMicros + retentionMicros;
    }

    @Override
    protected void withoutTime(int slot) {
        // It stays
    }

    @Override
    protected void finishStep() {
        leaveUpTo(watermark() == NO_WATERMARK ? NOTHING_SEEN : watermark());
    }

    @Override
    protected void leave(int[] slots, int count) {
        for (int from = 0; from < count; from += context.batchRows()) {
            takeBack(slots, from, Math.min(count, from + context.batchRows()));
        }
    }

    private void takeBack(int[] slots, int from, int to) {
        long[] addresses = new long[to - from];
        long[] weights = new long[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            long weight = rows.weight(slots[i]);
            if (weight != 0) {
                addresses[count] = rows.table().address(slots[i]);
                weights[count++] = -weight;
            }
        }
        if (count > 0) {
            List<Column> columns = rows.table().format().decode(allocator(), addresses, count);
            emit(new Batch(columns, count, null, Deltas.weightColumn(allocator(), weights, count)));
        }
    }
}
