package io.millrace.storage.stream;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.RowReader;
import io.millrace.storage.log.StreamLog;
import io.millrace.storage.scan.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** A range of a stream as splits of rows: {@code partition}, {@code from}, {@code to}. */
final class StreamSource implements TableSource {
    private static final long SPLIT_ROWS = 1L << 20;

    private final StreamLog log;
    private final Schema schema;
    private final ScanTarget.Stream target;

    StreamSource(StreamLog log, Schema schema, ScanTarget.Stream target) {
        this.log = log;
        this.schema = schema;
        this.target = target;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public TableStatistics statistics() {
        long rows = 0;
        for (int p = 0; p < target.fromOffsets().size(); p++) {
            rows += Math.max(0, target.toOffsets().get(p) - target.fromOffsets().get(p));
        }
        return new TableStatistics(rows, -1, List.of());
    }

    StreamLog log() {
        return log;
    }

    ScanTarget.Stream target() {
        return target;
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        List<Split> splits = new ArrayList<>();
        for (int p = 0; p < target.fromOffsets().size(); p++) {
            long to = target.toOffsets().get(p);
            for (long from = target.fromOffsets().get(p); from < to; from += SPLIT_ROWS) {
                long end = Math.min(to, from + SPLIT_ROWS);
                Map<String, String> properties =
                        Map.of("partition", Integer.toString(p), "from", Long.toString(from), "to", Long.toString(end));
                splits.add(new Split(splits.size(), log.id() + "/" + p + " rows " + from + ".." + end, properties, end - from, -1));
            }
        }
        return splits;
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        RowReader reader = log.read(
                Integer.parseInt(split.properties().get("partition")),
                Long.parseLong(split.properties().get("from")),
                Long.parseLong(split.properties().get("to")),
                schema,
                request.batchRows(),
                allocator);
        return new RangeReader(reader, new Projection(request), request.columns().contains(schema.size()) ? allocator : null);
    }

    /** {@code allocator}: null unless rows' times of arrival are wanted, as the column behind the stream's own. */
    private record RangeReader(RowReader reader, Projection projection, BufferAllocator allocator) implements BatchReader {
        @Override
        public Batch next() {
            LogBatch rows = reader.next();
            return rows == null ? null : projection.apply(allocator == null ? rows.takeBatch() : rows.takeBatchWithTimes(allocator));
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
