package io.millrace.cluster.view;

import io.millrace.cluster.source.FilteredReader;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.time.PartitionWatermarks;
import io.millrace.exec.step.time.WatermarkJumps;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.RowReader;
import io.millrace.storage.stream.StreamStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A stream's rows, each with one more column of the event time's type: the last instant that the watermark of its partition had passed before it, less a
 * constant. So that a batch query can tell which rows were late.
 */
final class WatermarkedStream implements TableSource {
    private final CatalogObject.Stream stream;
    private final StreamStore store;
    private final StreamFeed feed;
    private final List<Long> ends;
    private final List<WatermarkJumps.Jump> jumps;
    private final SqlType timeType;
    private final long delayMicros;
    private final long lessMicros;

    WatermarkedStream(
            CatalogObject.Stream stream, StreamStore store, StreamFeed feed, List<Long> ends, List<WatermarkJumps.Jump> jumps,
            long lessMicros) {
        this.stream = stream;
        this.store = store;
        this.feed = feed;
        this.ends = ends;
        this.jumps = jumps;
        this.timeType = stream.schema().type(feed.timeColumn());
        this.delayMicros = stream.watermark().orElseThrow().delayMicros();
        this.lessMicros = lessMicros;
    }

    /** The schema of such rows. */
    static Schema schema(Schema stream, SqlType timeType) {
        return stream.concat(Schema.of(new Field("$watermark", timeType, false)));
    }

    @Override
    public Schema schema() {
        return schema(stream.schema(), timeType);
    }

    @Override
    public TableStatistics statistics() {
        return new TableStatistics(ends.stream().mapToLong(Long::longValue).sum(), -1, List.of());
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        List<Split> splits = new ArrayList<>();
        for (int p = 0; p < ends.size(); p++) {
            if (ends.get(p) > 0) {
                splits.add(new Split(
                        splits.size(), stream.id() + "/" + p + " with watermarks", Map.of("partition", Integer.toString(p)), ends.get(p),
                        -1));
            }
        }
        return splits;
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        int partition = Integer.parseInt(split.properties().get("partition"));
        RowReader reader = store.read(stream, partition, 0, ends.get(partition), request.batchRows(), allocator);
        return FilteredReader.of(new Reader(reader, partition, request.columns(), allocator), request);
    }

    /** Follows a partition's watermark row by row, as the step engine does. */
    private final class Reader implements BatchReader {
        private final RowReader reader;
        private final List<Integer> columns;
        private final BufferAllocator allocator;
        private final Iterator<WatermarkJumps.Jump> later;
        private final long unitsPerMicro = timeType.unitsPerSecond() / 1_000_000L;
        private WatermarkJumps.Jump next;
        private long running = PartitionWatermarks.NOTHING_SEEN;
        private long rowsBefore;

        Reader(RowReader reader, int partition, List<Integer> columns, BufferAllocator allocator) {
            this.reader = reader;
            this.columns = columns;
            this.allocator = allocator;
            this.later = jumps.stream().filter(jump -> jump.partition() == partition).iterator();
            this.next = later.hasNext() ? later.next() : null;
        }

        @Override
        public Batch next() {
            LogBatch rows = reader.next();
            if (rows == null) {
                return null;
            }
            try (rows;
                    Column watermarks = watermarks(rows)) {
                List<Column> chosen = new ArrayList<>();
                for (int column : columns) {
                    chosen.add(column == stream.schema().size() ? watermarks.retain() : rows.batch().column(column).retain());
                }
                return Batch.of(chosen, rows.rows());
            }
        }

        private Column watermarks(LogBatch rows) {
            int[] held = feed.held(rows, allocator);
            int nextHeld = 0;
            ArrowBuf data = Buffers.allocate(allocator, 8L * rows.rows());
            try (FixedColumn times = (FixedColumn) rows.batch().column(feed.timeColumn()).flatten(allocator)) {
                for (int i = 0; i < rows.rows(); i++) {
                    while (next != null && next.row() <= rowsBefore + i) {
                        running = Math.max(running, next.micros());
                        next = later.hasNext() ? later.next() : null;
                    }
                    Memory.putLong(data.memoryAddress() + 8L * i, stored(running));
                    if (held != null && nextHeld < held.length && held[nextHeld] == i) {
                        nextHeld++;
                    } else if (!times.isNull(i)) {
                        long micros = Math.floorDiv(times.longAt(i), unitsPerMicro);
                        running = Math.max(running, PartitionWatermarks.less(micros, delayMicros));
                    }
                }
            }
            rowsBefore += rows.rows();
            return new FixedColumn(timeType, rows.rows(), data, null);
        }

        /** The greatest stored value whose microsecond is not above the watermark. */
        private long stored(long micros) {
            long least = Long.MIN_VALUE / unitsPerMicro + lessMicros;
            return micros <= least ? Long.MIN_VALUE : (micros - lessMicros) * unitsPerMicro + unitsPerMicro - 1;
        }

        @Override
        public long bytesRead() {
            return reader.bytesRead();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
