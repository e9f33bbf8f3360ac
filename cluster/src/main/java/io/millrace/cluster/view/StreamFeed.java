package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.exec.step.EventTime;
import io.millrace.exec.step.InputFacts;
import io.millrace.storage.log.Log;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.stream.StreamStore;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/** A stream's log as views read it. A stream without key only grows. */
public final class StreamFeed implements SourceFeed {
    /** Rows a batch: large enough that a step's cost is in its rows. */
    private static final int BATCH_ROWS = 1 << 16;

    private final CatalogObject.Stream stream;
    private final StreamStore store;

    public StreamFeed(CatalogObject.Stream stream, StreamStore store) {
        this.stream = stream;
        this.store = store;
    }

    @Override
    public String logId() {
        return stream.id();
    }

    @Override
    public InputFacts facts() {
        return stream.watermark()
                .map(w -> InputFacts.stream(new EventTime(stream.schema().indexOf(w.column()), w.delayMicros(), stream.partitions())))
                .orElse(InputFacts.APPEND_ONLY);
    }

    @Override
    public int partitions() {
        return stream.partitions();
    }

    @Override
    public List<Long> ends() {
        return store.log(stream.id()).endOffsets();
    }

    @Override
    public void read(int partition, long from, long to, List<Integer> columns, BufferAllocator allocator, Consumer<Batch> consumer) {
        try (LogReader reader = store.read(stream, partition, from, to, BATCH_ROWS, allocator)) {
            for (LogBatch rows = reader.next(); rows != null; rows = reader.next()) {
                consumer.accept(project(rows.takeBatch(), columns));
            }
        }
    }

    /** The given columns of a batch, which is taken over. */
    static Batch project(Batch batch, List<Integer> columns) {
        try (batch) {
            List<Column> kept = columns.stream().map(c -> batch.column(c).retain()).toList();
            return batch.withColumns(kept);
        }
    }

    @Override
    public void snapshot(List<Long> ends, List<Integer> columns, BufferAllocator allocator, SnapshotConsumer consumer) {
        Log log = store.log(stream.id());
        for (int p = 0; p < ends.size(); p++) {
            int partition = p;
            read(p, Math.min(log.earliestOffset(p), ends.get(p)), ends.get(p), columns, allocator,
                    batch -> consumer.accept(partition, batch));
        }
    }
}
