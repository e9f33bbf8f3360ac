package io.millrace.exec.step;

import io.millrace.common.batch.Batch;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.WeightedRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Changes that wait, summed up: what a row's weights cancel takes no memory, so that it never holds more than what was there at first and what is there
 * now. Not thread-safe.
 */
public final class ChangeBuffer implements AutoCloseable {
    private final WeightedRows rows;
    private final int batchRows;

    public ChangeBuffer(BufferAllocator allocator, Schema schema, int batchRows) {
        this.rows = new WeightedRows(allocator, schema);
        this.batchRows = batchRows;
    }

    /** The batch stays the caller's. */
    public void add(Batch delta) {
        int count = rows.add(delta);
        rows.prune(rows.slots(), count);
    }

    /** What there is, owned by the caller; it stays here too. */
    public List<Batch> changes() {
        List<Batch> batches = new ArrayList<>();
        rows.drainTo(batchRows, batches::add);
        return batches;
    }

    public boolean isEmpty() {
        return rows.size() == 0;
    }

    public void clear() {
        rows.clear();
    }

    public long bytes() {
        return rows.bytes();
    }

    /** Writes it as a section of that name. */
    public void checkpoint(StateOutput target, String section) {
        CheckpointFormat.section(target, section, rows::write);
    }

    public void restore(StateInput source, String section) {
        CheckpointFormat.readSection(source, section, rows::read);
    }

    @Override
    public void close() {
        rows.close();
    }
}
