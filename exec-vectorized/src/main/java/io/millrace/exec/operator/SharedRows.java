package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.memory.Headroom;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Sink;
import io.millrace.exec.pipeline.Source;
import io.millrace.exec.spill.SpillFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The rows of a subplan, kept for several readers: in memory while there is enough, the rest on disk. */
final class SharedRows implements Sink {
    private final ExecutionContext context;
    private final Headroom headroom;
    private final SpillFile file;

    // Guarded by this
    private final List<Batch> batches = new ArrayList<>();

    SharedRows(Schema schema, ExecutionContext context) {
        this.context = context;
        this.headroom = context.headroom();
        this.file = new SpillFile(context.spillDirectory(), schema.fields().stream().map(Field::type).toList(), context.allocator());
    }

    @Override
    public Lane open(LaneContext lane) {
        return new Lane() {
            @Override
            public void accept(Batch batch) {
                keep(batch.compact(context.allocator()));
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    private void keep(Batch batch) {
        if (headroom.left() > 0) {
            synchronized (this) {
                batches.add(batch);
            }
            return;
        }
        try (batch) {
            file.write(batch);
        }
    }

    @Override
    public List<Runnable> finish(int phase) {
        return List.of();
    }

    /** All rows, once they are all there. */
    Source open() {
        return new SharedSource();
    }

    private synchronized Batch kept(int index) {
        return index < batches.size() ? batches.get(index).withSelection(null) : null;
    }

    private final class SharedSource implements Source {
        private final AtomicInteger taken = new AtomicInteger();

        @Override
        public int parallelism(int lanes) {
            synchronized (SharedRows.this) {
                return Math.max(1, Math.min(lanes, batches.size() + file.batches()));
            }
        }

        @Override
        public Lane open(LaneContext lane) {
            return new Lane() {
                private boolean finished;

                @Override
                public Batch next(Runnable wake) {
                    int index = taken.getAndIncrement();
                    Batch batch = kept(index);
                    if (batch != null) {
                        return batch;
                    }
                    int onDisk = index - inMemory();
                    finished = onDisk >= file.batches();
                    return finished ? null : file.read(onDisk);
                }

                @Override
                public boolean finished() {
                    return finished;
                }
            };
        }
    }

    private synchronized int inMemory() {
        return batches.size();
    }

    @Override
    public synchronized void close() {
        batches.forEach(Batch::close);
        batches.clear();
        file.close();
    }
}
