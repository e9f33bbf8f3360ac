package io.millrace.exec;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/** Tables of Java values, read in splits of a few rows, with strings dictionary-encoded in every other split. */
final class MemoryTables implements SourceProvider {
    private record Table(Schema schema, List<List<Object>> rows) {}

    private final Map<String, Table> tables = new HashMap<>();
    private final int splitRows;

    MemoryTables(int splitRows) {
        this.splitRows = splitRows;
    }

    /** Adds a table and gives the scan of all its columns. */
    static PlanNode.Scan scan(String name, Schema schema) {
        return scan(name, schema, null);
    }

    static PlanNode.Scan scan(String name, Schema schema, Expr filter) {
        return new PlanNode.Scan(
                name, new ScanTarget.System(name), schema, IntStream.range(0, schema.size()).boxed().toList(), List.of(), filter, -1);
    }

    void add(String name, Schema schema, List<List<Object>> rows) {
        tables.put(name, new Table(schema, rows));
    }

    @Override
    public TableSource open(ScanTarget target) {
        Table table = tables.get(((ScanTarget.System) target).name());
        return new TableSource() {
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
                List<Split> splits = new ArrayList<>();
                for (int from = 0; from < table.rows().size(); from += splitRows) {
                    splits.add(new Split(splits.size(), "rows from " + from, Map.of("from", String.valueOf(from)), splitRows, -1));
                }
                return splits;
            }

            @Override
            public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
                int from = Integer.parseInt(split.properties().get("from"));
                // not the query's: a table of a test has memory however little the query has
                BufferAllocator payer = allocator.getParentAllocator() == null ? allocator : allocator.getParentAllocator();
                return reader(table, from, Math.min(table.rows().size(), from + splitRows), request, payer, split.index() % 2 == 1);
            }
        };
    }

    private static BatchReader reader(Table table, int from, int to, ScanRequest request, BufferAllocator allocator, boolean encode) {
        BatchFilter filter = request.filter() == null ? null : request.filter().get();
        return new BatchReader() {
            private int at = from;

            @Override
            public Batch next() {
                if (at == to) {
                    return null;
                }
                int end = Math.min(to, at + request.batchRows());
                Batch batch = batch(end);
                at = end;
                if (filter == null) {
                    return batch;
                }
                List<Column> columns = new ArrayList<>();
                filter.columns().forEach(c -> columns.add(batch.column(c).retain()));
                try (batch;
                        Batch narrow = Batch.of(columns, batch.physicalRows())) {
                    Selection selection = filter.select(narrow);
                    return batch.withSelection(selection);
                }
            }

            private Batch batch(int end) {
                Schema schema = table.schema().select(request.columns());
                if (schema.size() == 0) {
                    return Batch.of(List.of(), end - at);
                }
                Batch plain;
                try (BatchBuilder builder = new BatchBuilder(allocator, schema, end - at)) {
                    for (int i = at; i < end; i++) {
                        List<Object> row = table.rows().get(i);
                        builder.row(request.columns().stream().map(row::get).toArray());
                    }
                    plain = builder.build();
                }
                if (!encode) {
                    return plain;
                }
                try (plain) {
                    return Batch.of(plain.columns().stream().map(c -> Encodings.dictionary(c, allocator)).toList(), plain.rows());
                }
            }

            @Override
            public void close() {}
        };
    }
}
