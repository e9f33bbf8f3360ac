package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.RowTable;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.state.WeightedRows;
import io.millrace.exec.step.time.Bound;
import io.millrace.exec.step.time.WindowEnds;
import java.util.Arrays;
import java.util.List;

/**
 * Takes rows back once the watermark is a span past their bound: windows leave a view when they are old. A change of a row that has left is taken back
 * in the same step, so that what is put out depends on the watermark alone. Rows whose bounded column is NULL stay.
 */
public final class RetentionOperator extends StepOperator {
    private final Bound bound;
    private final long retentionMicros;
    private final WeightedRows rows;
    private final WindowEnds expiries = new WindowEnds();
    private int[] expired = new int[64];
    private int expiredCount;

    /** {@code retentionMicros}: how long a row stays after its bound, at least 0. */
    public RetentionOperator(OperatorContext context, int number, StepOperator input, Schema schema, Bound bound, long retentionMicros) {
        super(context, number, List.of(input));
        this.bound = bound;
        this.retentionMicros = retentionMicros;
        this.rows = new WeightedRows(allocator(), schema);
    }

    @Override
    protected void accept(int port, Batch batch) {
        rows.add(batch);
        RowTable table = rows.table();
        for (int i = 0; i < table.addedCount(); i++) {
            list(table.added()[i]);
        }
        emit(batch);
    }

    private void list(int slot) {
        long address = rows.table().address(slot);
        if (!rows.table().format().isNull(address, bound.column())) {
            long end = bound.micros(Memory.getLong(rows.table().format().fixedAt(address, bound.column())));
            long expiry = end + retentionMicros;
            expiries.add(expiry < end ? Long.MAX_VALUE : expiry, slot);
        }
    }

    @Override
    protected void finishStep() {
        expiries.close(watermark() == NO_WATERMARK ? NOTHING_SEEN : watermark(), slot -> {
            if (rows.table().isUsed(slot)) {
                addExpired(slot);
            }
        });
        for (int from = 0; from < expiredCount; from += context.batchRows()) {
            takeBack(from, Math.min(expiredCount, from + context.batchRows()));
        }
        rows.remove(expired, expiredCount);
        expiredCount = 0;
        rows.table().compact();
    }

    private void addExpired(int slot) {
        if (expiredCount == expired.length) {
            expired = Arrays.copyOf(expired, 2 * expiredCount);
        }
        expired[expiredCount++] = slot;
    }

    private void takeBack(int from, int to) {
        long[] addresses = new long[to - from];
        long[] weights = new long[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            long weight = rows.weight(expired[i]);
            if (weight != 0) {
                addresses[count] = rows.table().address(expired[i]);
                weights[count++] = -weight;
            }
        }
        if (count > 0) {
            List<Column> columns = rows.table().format().decode(allocator(), addresses, count);
            emit(new Batch(columns, count, null, Deltas.weightColumn(allocator(), weights, count)));
        }
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.bytes() + expiries.bytes();
    }

    @Override
    protected void writeState(StateWriter out) {
        rows.write(out);
    }

    @Override
    protected void readState(StateReader in) {
        rows.read(in);
        for (int slot = 0; slot < rows.table().limit(); slot++) {
            if (rows.table().isUsed(slot)) {
                list(slot);
            }
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
