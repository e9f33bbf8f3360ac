package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSource;
import io.millrace.exec.step.EventTime;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.time.WatermarkJumps;
import io.millrace.storage.external.ExternalOptions;
import io.millrace.storage.external.ExternalStreamLog;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.MalformedRecord;
import io.millrace.storage.log.RowReader;
import io.millrace.storage.log.StreamLog;
import io.millrace.storage.stream.StreamStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/** A stream's log as views read it. A stream without key only grows; in one with a key rows take the place of others. */
public final class StreamFeed implements SourceFeed {
    /** Rows a batch: large enough that a step's cost is in its rows. */
    private static final int BATCH_ROWS = 1 << 16;
    /** Malformed records whose error names their place. */
    private static final int NAMED_MAX = 100;

    private final CatalogObject.Stream stream;
    private final StreamStore store;
    private final WatermarkPolicy policy;
    private final int timeColumn;
    private final AtomicInteger malformed = new AtomicInteger();

    public StreamFeed(CatalogObject.Stream stream, StreamStore store) {
        this.stream = stream;
        this.store = store;
        this.policy = stream.watermark().map(w -> WatermarkPolicy.of(stream.options())).orElse(null);
        this.timeColumn = stream.watermark().map(w -> stream.schema().indexOf(w.column())).orElse(-1);
    }

    @Override
    public String logId() {
        return stream.id();
    }

    @Override
    public InputFacts facts() {
        Optional<EventTime> time = stream.watermark()
                .map(w -> new EventTime(stream.schema().indexOf(w.column()), w.delayMicros(), stream.partitions()));
        if (!stream.primaryKey().isEmpty()) {
            return InputFacts.upsert(stream.primaryKey().stream().map(stream.schema()::indexOf).toList(), time);
        }
        return time.map(InputFacts::stream).orElse(InputFacts.APPEND_ONLY);
    }

    @Override
    public long idleTimeoutMicros() {
        return policy == null ? 0 : policy.idleTimeoutMicros();
    }

    @Override
    public int partitions() {
        return store.log(stream.id()) instanceof ExternalStreamLog away ? away.partitions() : stream.partitions();
    }

    @Override
    public boolean mayWait() {
        return ExternalOptions.isExternal(stream);
    }

    @Override
    public void refresh() {
        if (store.log(stream.id()) instanceof ExternalStreamLog away && !away.isFollowed()) {
            away.refresh();
        }
    }

    @Override
    public void follow(List<Long> from, List<Long> ends) {
        if (store.log(stream.id()) instanceof ExternalStreamLog away) {
            away.follow(from, ends);
        }
    }

    @Override
    public void unfollow() {
        store.external().find(stream.id()).ifPresent(ExternalStreamLog::unfollow);
    }

    @Override
    public List<Long> ends() {
        return store.log(stream.id()).endOffsets();
    }

    @Override
    public void read(int partition, long from, long to, List<Integer> columns, BufferAllocator allocator, Consumer<Batch> consumer) {
        readEvents(partition, from, to, columns, allocator, event -> {
            if (event instanceof InputEvent.Rows rows) {
                consumer.accept(rows.batch());
            }
        });
    }

    @Override
    public void readEvents(
            int partition, long from, long to, List<Integer> columns, BufferAllocator allocator, Consumer<InputEvent> consumer) {
        try (RowReader reader = store.read(stream, partition, from, to, BATCH_ROWS, allocator)) {
            reader.onMalformed(record -> consumer.accept(malformed(record)));
            for (LogBatch rows = reader.next(); rows != null; rows = reader.next()) {
                int[] held = held(rows, allocator);
                long firstOffset = rows.firstOffset();
                Batch all = columns.contains(stream.schema().size()) ? rows.takeBatchWithTimes(allocator) : rows.takeBatch();
                consumer.accept(new InputEvent.Rows(partition, project(all, columns), held, firstOffset));
            }
        }
    }

    /** Only the first say where they are, so that errors which are alike become one. */
    private InputEvent malformed(MalformedRecord record) {
        boolean named = malformed.incrementAndGet() <= NAMED_MAX;
        String message = named ? ExternalStreamLog.message(stream, record) : "stream \"" + stream.name() + "\": " + record.reason();
        return new InputEvent.Malformed(record.partition(), record.offset(), message, record.textAsJson());
    }

    @Override
    public ScanTarget at(List<Long> ends) {
        StreamLog log = store.log(stream.id());
        for (int p = 0; p < ends.size(); p++) {
            if (log.earliestOffset(p) > log.beginOffset(p) && ends.get(p) > log.beginOffset(p)) {
                throw new MillraceException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "stream \"" + stream.name() + "\" keeps rows of partition " + p + " from offset " + log.earliestOffset(p)
                                + " on: what came before is past its retention and cannot be read again");
            }
        }
        List<Long> from = IntStream.range(0, ends.size()).mapToObj(p -> Math.min(log.beginOffset(p), ends.get(p))).toList();
        return new ScanTarget.Stream(stream.id(), from, ends);
    }

    /** The stream's own columns; behind them is when a row arrived. */
    int columnCount() {
        return stream.schema().size();
    }

    int timeColumn() {
        return timeColumn;
    }

    /** All rows up to {@code ends} with one more column, as {@link WatermarkedStream} says. */
    TableSource withWatermarks(List<Long> ends, List<WatermarkJumps.Jump> jumps, long lessMicros) {
        return new WatermarkedStream(stream, store, this, ends, jumps, lessMicros);
    }

    /** Gives rows at these offsets of a partition in order, each batch owned by the consumer. */
    void rowsAt(int partition, SortedSet<Long> offsets, List<Integer> columns, BufferAllocator allocator, Consumer<Batch> consumer) {
        try (RowReader reader = store.read(stream, partition, offsets.first(), offsets.last() + 1, BATCH_ROWS, allocator)) {
            for (LogBatch rows = reader.next(); rows != null; rows = reader.next()) {
                try (LogBatch read = rows) {
                    long first = read.firstOffset();
                    int[] positions = offsets.subSet(first, read.endOffset()).stream().mapToInt(o -> (int) (o - first)).toArray();
                    if (positions.length > 0) {
                        try (Batch some = read.batch().gather(allocator, positions, positions.length)) {
                            consumer.accept(Backfill.columns(some, columns));
                        }
                    }
                }
            }
        }
    }

    /** Rows whose event time is further ahead of their arrival than the stream allows; null if there are none. */
    int[] held(LogBatch rows, BufferAllocator allocator) {
        if (policy == null) {
            return null;
        }
        int[] held = null;
        int count = 0;
        try (Column flat = rows.batch().column(timeColumn).flatten(allocator)) {
            FixedColumn times = (FixedColumn) flat;
            long unitsPerMicro = times.type().unitsPerSecond() / 1_000_000L;
            for (int i = 0; i < rows.rows(); i++) {
                if (!times.isNull(i) && times.longAt(i) / unitsPerMicro - policy.skewMicros() > rows.writeMicrosAt(i)) {
                    held = held == null ? new int[rows.rows()] : held;
                    held[count++] = i;
                }
            }
        }
        return held == null ? null : Arrays.copyOf(held, count);
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
        snapshotEvents(ends, columns, allocator, event -> {
            if (event instanceof InputEvent.Rows rows) {
                consumer.accept(rows.partition(), rows.batch());
            }
        });
    }

    @Override
    public void snapshotEvents(List<Long> ends, List<Integer> columns, BufferAllocator allocator, Consumer<InputEvent> consumer) {
        StreamLog log = store.log(stream.id());
        for (int p = 0; p < ends.size(); p++) {
            readEvents(p, Math.min(log.earliestOffset(p), ends.get(p)), ends.get(p), columns, allocator, consumer);
        }
    }
}
