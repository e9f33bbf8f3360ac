package io.millrace.storage.stream;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.TableSource;
import io.millrace.storage.external.ExternalOptions;
import io.millrace.storage.external.ExternalStreamLog;
import io.millrace.storage.external.ExternalStreams;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.AppendResult;
import io.millrace.storage.log.Log;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.log.RowReader;
import io.millrace.storage.log.StreamLog;
import io.millrace.storage.table.key.KeyHashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Streams on the embedded log: one log a stream, named by the stream's id. A row's offset counts in its partition; its time of arrival is its block's
 * write time. Thread-safe.
 */
public final class StreamStore {
    private final LogStore logs;
    private final Clock clock;
    private final BufferAllocator allocator;
    private final KeyHashes.Secret secret;
    private final ExternalStreams external;
    private final AtomicInteger roundRobin = new AtomicInteger();

    /** {@code random} gives the secret under which keys are hashed. No stream is in another system. */
    public StreamStore(LogStore logs, Clock clock, RandomGenerator random, BufferAllocator allocator) {
        this(logs, new ExternalStreams(id -> Optional.empty(), clock, allocator), clock, random, allocator);
    }

    /** {@code random} gives the secret under which keys are hashed. */
    public StreamStore(LogStore logs, ExternalStreams external, Clock clock, RandomGenerator random, BufferAllocator allocator) {
        this.external = external;
        this.logs = logs;
        this.clock = clock;
        this.secret = KeyHashes.Secret.of(random);
        this.allocator = allocator;
    }

    /** Makes the stream's log if it is not there: after a crash between the log and the catalog, CREATE STREAM may come twice. */
    public void create(CatalogObject.Stream stream) {
        if (ExternalOptions.isExternal(stream)) {
            external.require(stream);
            return;
        }
        logs.findOrCreate(stream.id(), stream.partitions());
    }

    /** Deletes the stream's rows; nothing happens if there are none. */
    public void drop(String streamId) {
        external.drop(streamId);
        logs.drop(streamId);
        logs.drop(FileProgress.logId(streamId));
    }

    /** Those in other systems. */
    public ExternalStreams external() {
        return external;
    }

    public StreamLog log(String streamId) {
        Optional<Log> own = logs.find(streamId);
        return own.isPresent() ? own.get() : external.find(streamId).<StreamLog>map(log -> log).orElseThrow(() -> missing(streamId));
    }

    private static MillraceException missing(String streamId) {
        return new MillraceException(ErrorCode.UNDEFINED_OBJECT, "stream " + streamId + " has no log in this data directory");
    }

    private Log ownLog(CatalogObject.Stream stream) {
        if (ExternalOptions.isExternal(stream)) {
            throw ExternalStreams.readOnly(stream);
        }
        return logs.find(stream.id())
                .orElseThrow(() -> missing(stream.id()));
    }

    /**
     * Appends rows of the stream's schema, atomically, each to the partition of its key, or all to the next partition in turn if there is no key.
     * Takes over the batch. Waits while too much is queued for the disk.
     *
     * @return one result a partition that got rows, once all are on disk
     * @throws MillraceException NOT_NULL_VIOLATION; the future fails as {@link LogStore#append} says
     */
    public CompletableFuture<List<AppendResult>> append(CatalogObject.Stream stream, Batch batch) {
        List<Append> appends = appends(stream, batch);
        return appends.isEmpty() ? CompletableFuture.completedFuture(List.of()) : logs.append(appends);
    }

    /** How far the stream has taken in files; made if there is none. */
    public FileProgress fileProgress(CatalogObject.Stream stream) {
        return new FileProgress(logs, stream.id(), allocator);
    }

    /** As {@link #append(CatalogObject.Stream, Batch)}, together with the file that the rows are of; returns once both are on disk. */
    public void append(CatalogObject.Stream stream, Batch batch, FileProgress progress, String file, FileProgress.Taken taken) {
        List<Append> appends = new ArrayList<>(appends(stream, batch));
        appends.add(progress.entry(file, taken));
        logs.append(appends).join();
        progress.appended(file, taken);
    }

    private List<Append> appends(CatalogObject.Stream stream, Batch batch) {
        Log log = ownLog(stream);
        List<Append> appends = new ArrayList<>();
        try (Batch rows = batch.compact(allocator)) {
            if (rows.rows() == 0) {
                return appends;
            }
            NotNull.require(stream.name(), stream.schema(), rows);
            if (log.partitions() == 1) {
                appends.add(new Append(log, 0, rows.retain()));
            } else if (stream.primaryKey().isEmpty()) {
                appends.add(new Append(log, Math.floorMod(roundRobin.getAndIncrement(), log.partitions()), rows.retain()));
            } else {
                KeyPartitioning.of(stream).split(rows, log.partitions(), allocator)
                        .forEach((p, part) -> appends.add(new Append(log, p, part)));
            }
        }
        return appends;
    }

    /** A bounded range of the stream, as a scan reads it: all rows, or of a keyed stream the last row of each key. */
    public TableSource source(CatalogObject.Stream stream, ScanTarget.Stream target) {
        if (target.toOffsets().isEmpty()) {
            return new UnpinnedStreamSource(stream, this);
        }
        StreamSource rows = new StreamSource(log(stream.id()), stream.schema(), target);
        return stream.primaryKey().isEmpty() ? rows : new KeyedStreamSource(rows, KeyPartitioning.of(stream).keyColumns(), secret);
    }

    /**
     * The stream as it is now: everything kept, up to the last durable row. Without offsets if it is in another system that does not answer: then reading
     * it asks again.
     */
    public ScanTarget.Stream pin(String streamId) {
        try {
            return pinNow(streamId);
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.CONNECTION_FAILURE) {
                throw e;
            }
            return new ScanTarget.Stream(streamId, List.of(), List.of());
        }
    }

    /** As {@link #pin}; throws CONNECTION_FAILURE. */
    ScanTarget.Stream pinNow(String streamId) {
        StreamLog log = log(streamId);
        if (log instanceof ExternalStreamLog away) {
            return away.refresh();
        }
        List<Long> to = log.endOffsets();
        List<Long> from = new ArrayList<>();
        for (int p = 0; p < to.size(); p++) {
            from.add(Math.min(log.earliestOffset(p), to.get(p)));
        }
        return new ScanTarget.Stream(streamId, from, to);
    }

    /**
     * Rows of one partition in order, for the step engine: batches carry first offset and times of arrival.
     *
     * @param to exclusive, at most the partition's end
     */
    public RowReader read(CatalogObject.Stream stream, int partition, long from, long to, int batchRows, BufferAllocator readerAllocator) {
        return log(stream.id()).read(partition, from, to, stream.schema(), batchRows, readerAllocator);
    }

    /** Drops rows past the stream's {@code retention} and {@code retention.bytes} options, but none that a view still needs. */
    public void enforceRetention(CatalogObject.Stream stream) {
        ownLog(stream).enforce(StreamOptions.retention(stream.options()), clock.epochMicros(), allocator);
    }
}
