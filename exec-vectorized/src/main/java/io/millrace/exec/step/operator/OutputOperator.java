package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The end of a dataflow: sums the weights of equal rows and hands the step's delta over. With a bound it holds every row until the watermark has passed
 * that row's bound; rows whose bounded column is NULL are never held.
 */
public final class OutputOperator extends StepOperator implements KeyPages.Owner {
    private final Bound holdBound;
    private final WeightedRows rows;
    private final KeyPages pages;
    private final WindowEnds ends = new WindowEnds();
    private List<Batch> delta = new ArrayList<>();
    private int[] ready = new int[64];
    private int readyCount;
    /** By slot, whether it is in the list already: rows that came and went may be listed twice. */
    private boolean[] isReady = new boolean[0];

    /** {@code holdBound}: null to hand everything over at once. */
    public OutputOperator(OperatorContext context, int number, StepOperator input, Schema schema, Bound holdBound) {
        super(context, number, List.of(input));
        this.holdBound = holdBound;
        this.rows = new WeightedRows(allocator(), schema);
        this.pages = new KeyPages(
                holdBound == null ? null : context.pages(), number, 0, rows.table(), holdBound == null ? null : this::endAt, this);
        rows.setPages(pages);
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
        long end = endAt(rows.table().address(slot));
        if (end != KeyPages.NEVER) {
            ends.add(end, slot);
        } else {
            addReady(slot);
        }
    }

    private void addReady(int slot) {
        if (isReady.length <= slot) {
            isReady = Arrays.copyOf(isReady, rows.table().capacity());
        }
        if (isReady[slot]) {
            return;
        }
        isReady[slot] = true;
        if (readyCount == ready.length) {
            ready = Arrays.copyOf(ready, 2 * readyCount);
        }
        ready[readyCount++] = slot;
    }

    /** {@link KeyPages#NEVER} if the row is not held. */
    private long endAt(long address) {
        if (rows.table().format().isNull(address, holdBound.column())) {
            return KeyPages.NEVER;
        }
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
        boolean more;
        do {
            more = pages.loadClosed(watermark());
            // A row may be listed under a slot that another has taken since; its own time decides.
            ends.close(watermark(), slot -> {
                if (table.isUsed(slot) && endAt(table.address(slot)) <= watermark()) {
                    addReady(slot);
                }
            });
            release();
        } while (more);
        pages.dropClosed(watermark());
        table.compact();
        if (ends.isCrowded(table.size())) {
            ends.clear();
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
        for (int i = 0; i < readyCount; i++) {
            isReady[ready[i]] = false;
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
            listAll();
            pages.adopt();
        }
    }

    @Override
    public void close() {
        delta.forEach(Batch::close);
        rows.close();
    }
}
