package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a recursion's last round has added, read by one scan of the work table. Owns references of its own to the rows. */
final class WorkTableSource implements Source {
    private final List<Batch> rows;
    private final AtomicInteger taken = new AtomicInteger();

    private WorkTableSource(List<Batch> rows) {
        this.rows = rows;
    }

    /** The rows of one round; may be closed while somebody who has not heard that the query ends still opens sources over it. */
    static final class Rows implements AutoCloseable {
        // Guarded by this
        private final List<Batch> batches = new ArrayList<>();

        /** Takes over the batch, which has no selection. */
        synchronized void add(Batch batch) {
            batches.add(batch);
        }

        synchronized boolean isEmpty() {
            return batches.isEmpty();
        }

        synchronized Source open() {
            return new WorkTableSource(batches.stream().map(b -> b.withSelection(null)).toList());
        }

        @Override
        public synchronized void close() {
            batches.forEach(Batch::close);
            batches.clear();
        }
    }

    @Override
    public int parallelism(int lanes) {
        return Math.max(1, Math.min(lanes, rows.size()));
    }

    @Override
    public Lane open(LaneContext context) {
        return new Lane() {
            private boolean finished;

            @Override
            public Batch next(Runnable wake) {
                int next = taken.getAndIncrement();
                finished = next >= rows.size();
                return finished ? null : rows.get(next).withSelection(null);
            }

            @Override
            public boolean finished() {
                return finished;
            }
        };
    }

    @Override
    public void close() {
        rows.forEach(Batch::close);
    }
}
