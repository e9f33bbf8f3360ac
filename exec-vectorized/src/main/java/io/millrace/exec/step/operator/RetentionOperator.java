package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.Deltas;
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

/**
 * Takes rows back once the watermark is a span past their bound: windows leave a view when they are old. A change of a row that has left is taken back
 * in the same step, so that what is put out depends on the watermark alone. Rows whose bounded column is NULL stay.
 */
public final class RetentionOperator extends StepOperator implements KeyPages.Owner {
    private final Bound bound;
    private final long retentionMicros;
    private final WeightedRows rows;
    private final KeyPages pages;
    private final WindowEnds expiries = new WindowEnds();
    private int[] expired = new int[64];
    private int expiredCount;
    /** By slot, whether it is in the list already: keys that came and went may be listed twice. */
    private boolean[] expiring = new boolean[0];

    /** {@code retentionMicros}: how long a row stays after its bound, at least 0. */
    public RetentionOperator(OperatorContext context, int number, StepOperator input, Schema schema, Bound bound, long retentionMicros) {
        super(context, number, List.of(input));
        this.bound = bound;
        this.retentionMicros = retentionMicros;
        this.rows = new WeightedRows(allocator(), schema);
        this.pages = new KeyPages(context.pages(), number, 0, rows.table(), this::expiry, this);
        rows.setPages(pages);
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
        long expiry = expiry(rows.table().address(slot));
        if (expiry != KeyPages.NEVER) {
            expiries.add(expiry, slot);
        }
    }

    private long expiry(long address) {
        if (rows.table().format().isNull(address, bound.column())) {
            return KeyPages.NEVER;
        }
        long end = bound.micros(Memory.getLong(rows.table().format().fixedAt(address, bound.column())));
        return end + retentionMicros < end ? KeyPages.NEVER : end + retentionMicros;
    }

    @Override
    protected void finishStep() {
        long watermark = watermark() == NO_WATERMARK ? NOTHING_SEEN : watermark();
        boolean more;
        do {
            more = pages.loadClosed(watermark);
            takeBackExpired(watermark);
        } while (more);
        pages.dropClosed(watermark);
        rows.table().compact();
        if (expiries.isCrowded(rows.size())) {
            expiries.clear();
            listAll();
        }
    }

    private void listAll() {
        for (int slot = 0; slot < rows.table().limit(); slot++) {
            if (rows.table().isUsed(slot)) {
                list(slot);
            }
        }
    }

    /** A row may be listed under a slot that another has taken since; its own time decides. */
    private void takeBackExpired(long watermark) {
        expiries.close(watermark, slot -> {
            if (rows.table().isUsed(slot) && expiry(rows.table().address(slot)) <= watermark && !isExpiring(slot)) {
                addExpired(slot);
            }
        });
        for (int from = 0; from < expiredCount; from += context.batchRows()) {
            takeBack(from, Math.min(expiredCount, from + context.batchRows()));
        }
        rows.remove(expired, expiredCount);
        for (int i = 0; i < expiredCount; i++) {
            expiring[expired[i]] = false;
        }
        expiredCount = 0;
    }

    private boolean isExpiring(int slot) {
        return slot < expiring.length && expiring[slot];
    }

    private void addExpired(int slot) {
        if (expiredCount == expired.length) {
            expired = Arrays.copyOf(expired, 2 * expiredCount);
        }
        expired[expiredCount++] = slot;
        if (expiring.length <= slot) {
            expiring = Arrays.copyOf(expiring, rows.table().capacity());
        }
        expiring[slot] = true;
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
    public long bytes() {
        return stateBytes();
    }

    @Override
    public double liveShare() {
        return rows.table().liveShare();
    }

    @Override
    public boolean isPaged() {
        return pages.isActive();
    }

    @Override
    public String memoryOnly() {
        return null;
    }

    @Override
    protected void writePaged(StateWriter out) {
        pages.write(out);
    }

    @Override
    protected void readPaged(StateReader in) {
        pages.read(in);
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
        listAll();
        pages.adopt();
    }

    @Override
    public void close() {
        rows.close();
    }
}
