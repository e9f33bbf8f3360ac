package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Sink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Keeps a recursion's first rows. */
final class RecursionSeedSink implements Sink {
    private final BufferAllocator allocator;
    /** Guarded by this. */
    private final Deque<Batch> rows = new ArrayDeque<>();

    RecursionSeedSink(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public Lane open(LaneContext lane) {
        return new Lane() {
            @Override
            public void accept(Batch batch) {
                Batch compact = batch.compact(allocator);
                synchronized (RecursionSeedSink.this) {
                    rows.add(compact);
                }
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public List<Runnable> finish(int phase) {
        return List.of();
    }

    /** The next batch, owned by the caller; null if there is none. */
    synchronized Batch take() {
        return rows.poll();
    }

    @Override
    public synchronized void close() {
        rows.forEach(Batch::close);
        rows.clear();
    }
}
