package io.millrace.storage.stream;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.RowReader;
import io.millrace.storage.scan.Projection;
import io.millrace.storage.table.key.KeyHashes;
import io.millrace.storage.table.key.KeyIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A range of a keyed stream as it stands at the range's end: of each key the row with the greatest offset. All rows of a key are in one partition, so a
 * split is a partition. It is read twice: the first pass finds the last offset of each key (about 40 bytes of memory a key), the second gives those
 * rows.
 */
final class KeyedStreamSource implements TableSource {
    private final StreamSource rows;
    private final List<Integer> keyColumns;
    private final KeyHashes.Secret secret;

    KeyedStreamSource(StreamSource rows, List<Integer> keyColumns, KeyHashes.Secret secret) {
        this.rows = rows;
        this.keyColumns = List.copyOf(keyColumns);
        this.secret = secret;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public TableStatistics statistics() {
        return rows.statistics();
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        List<Split> splits = new ArrayList<>();
        for (int p = 0; p < rows.target().fromOffsets().size(); p++) {
            long count = rows.target().toOffsets().get(p) - rows.target().fromOffsets().get(p);
            if (count > 0) {
                Map<String, String> properties = Map.of("partition", Integer.toString(p));
                splits.add(new Split(splits.size(), rows.log().id() + "/" + p + " last rows of keys", properties, count, -1));
            }
        }
        return splits;
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        int partition = Integer.parseInt(split.properties().get("partition"));
        return new LastRowsReader(lastOffsets(partition, request, allocator), read(partition, request, allocator),
                new Projection(request), allocator);
    }

    private RowReader read(int partition, ScanRequest request, BufferAllocator allocator) {
        return rows.log().read(partition, rows.target().fromOffsets().get(partition), rows.target().toOffsets().get(partition),
                rows.schema(), request.batchRows(), allocator);
    }

    private KeyIndex lastOffsets(int partition, ScanRequest request, BufferAllocator allocator) {
        KeyIndex last = new KeyIndex();
        KeyHashes hasher = new KeyHashes(secret);
        try (RowReader reader = read(partition, request, allocator)) {
            for (LogBatch batch = reader.next(); batch != null; batch = reader.next()) {
                try (LogBatch owned = batch) {
                    long[] hashes = hasher.of(owned.batch(), keyColumns);
                    for (int i = 0; i < owned.rows(); i++) {
                        last.put(hashes[2 * i], hashes[2 * i + 1], owned.firstOffset() + i);
                    }
                }
            }
        }
        return last;
    }

    /** Gives the rows whose offset is their key's last. */
    private final class LastRowsReader implements BatchReader {
        private final KeyIndex last;
        private final RowReader reader;
        private final Projection projection;
        private final BufferAllocator allocator;
        private final KeyHashes hasher = new KeyHashes(secret);

        LastRowsReader(KeyIndex last, RowReader reader, Projection projection, BufferAllocator allocator) {
            this.last = last;
            this.reader = reader;
            this.projection = projection;
            this.allocator = allocator;
        }

        @Override
        public Batch next() {
            for (LogBatch batch = reader.next(); batch != null; batch = reader.next()) {
                try (LogBatch owned = batch) {
                    int[] kept = new int[owned.rows()];
                    int count = 0;
                    long[] hashes = hasher.of(owned.batch(), keyColumns);
                    for (int i = 0; i < owned.rows(); i++) {
                        if (last.find(hashes[2 * i], hashes[2 * i + 1]) == owned.firstOffset() + i && !isGone(owned.batch(), i)) {
                            kept[count++] = i;
                        }
                    }
                    if (count == owned.rows()) {
                        return projection.apply(unweighted(owned.batch().retain()));
                    }
                    if (count > 0) {
                        return projection.apply(unweighted(owned.batch().gather(allocator, Arrays.copyOf(kept, count), count)));
                    }
                }
            }
            return null;
        }

        /** A row that weighs -1 says that the row of its key is gone. */
        private static boolean isGone(Batch rows, int position) {
            return rows.weights() instanceof FixedColumn weights && weights.longAt(position) < 0;
        }

        /** Takes over the rows. */
        private static Batch unweighted(Batch rows) {
            if (rows.weights() == null) {
                return rows;
            }
            rows.weights().close();
            return Batch.of(rows.columns(), rows.physicalRows());
        }

        @Override
        public long bytesRead() {
            return 2 * reader.bytesRead();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
