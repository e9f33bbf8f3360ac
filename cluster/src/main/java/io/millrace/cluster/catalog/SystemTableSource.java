package io.millrace.cluster.catalog;

import io.millrace.cluster.source.FilteredReader;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** Reads a {@link SystemTable}: one split, its rows taken when it is opened. Filters are left to the executor. */
final class SystemTableSource implements TableSource {
    private final SystemTable table;

    SystemTableSource(SystemTable table) {
        this.table = table;
    }

    @Override
    public Schema schema() {
        return table.schema();
    }

    @Override
    public TableStatistics statistics() {
        return TableStatistics.UNKNOWN;
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        return List.of(new Split(0, table.name().toString(), Map.of(), -1, -1));
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        return FilteredReader.of(new RowsReader(table.rows().get().iterator(), table.schema(), request, allocator), request);
    }

    private static final class RowsReader implements BatchReader {
        private final Iterator<List<Object>> rows;
        private final Schema schema;
        private final ScanRequest request;
        private final BufferAllocator allocator;

        RowsReader(Iterator<List<Object>> rows, Schema schema, ScanRequest request, BufferAllocator allocator) {
            this.rows = rows;
            this.schema = schema.select(request.columns());
            this.request = request;
            this.allocator = allocator;
        }

        @Override
        public Batch next() {
            if (!rows.hasNext()) {
                return null;
            }
            return build();
        }

        private Batch build() {
            int count = 0;
            if (schema.size() == 0) {
                for (; count < request.batchRows() && rows.hasNext(); count++) {
                    rows.next();
                }
                return Batch.of(List.of(), count);
            }
            try (BatchBuilder builder = new BatchBuilder(allocator, schema, 64)) {
                for (; count < request.batchRows() && rows.hasNext(); count++) {
                    List<Object> row = rows.next();
                    builder.row(request.columns().stream().map(row::get).toArray());
                }
                return builder.build();
            }
        }

        @Override
        public void close() {}
    }
}
