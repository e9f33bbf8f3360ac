package io.millrace.exec.step;

import io.millrace.common.batch.Batch;
import io.millrace.common.port.BatchReader;
import io.millrace.exec.step.state.StoredRows;
import java.util.ArrayList;
import java.util.List;

/** A view's rows with weights (null: all +1), as of a tick; read by any thread. Whoever took it closes it. */
public final class ViewSnapshot implements AutoCloseable {
    private final long tick;
    private final long rows;
    /** Null if the rows are stored and nobody has asked for all of them at once. */
    private List<Batch> batches;
    /** Null if the rows are in memory. */
    private final StoredRows.Snapshot stored;

    ViewSnapshot(long tick, long rows, List<Batch> batches) {
        this.tick = tick;
        this.rows = rows;
        this.batches = List.copyOf(batches);
        this.stored = null;
    }

    ViewSnapshot(long tick, long rows, StoredRows.Snapshot stored) {
        this.tick = tick;
        this.rows = rows;
        this.stored = stored;
    }

    public long tick() {
        return tick;
    }

    /** Each counted as often as it is there. */
    public long rows() {
        return rows;
    }

    /** Whether the rows are in memory as {@link #batches}; else they are better read with {@link #open}. */
    public boolean isInMemory() {
        return stored == null;
    }

    /** All rows, the snapshot's own; stored ones are brought into memory. */
    public synchronized List<Batch> batches() {
        if (batches == null) {
            List<Batch> all = new ArrayList<>();
            try (BatchReader reader = stored.open(8192)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    all.add(batch);
                }
            } catch (RuntimeException e) {
                all.forEach(Batch::close);
                throw e;
            }
            batches = all;
        }
        return batches;
    }

    /** The rows from first to last, in batches of about this size; closed before the snapshot. */
    public BatchReader open(int batchRows) {
        if (stored != null) {
            return stored.open(batchRows);
        }
        return new BatchReader() {
            private int next;

            @Override
            public Batch next() {
                return next == batches.size() ? null : batches.get(next++).withSelection(null);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized void close() {
        if (batches != null) {
            batches.forEach(Batch::close);
        }
        if (stored != null) {
            stored.close();
        }
    }
}
