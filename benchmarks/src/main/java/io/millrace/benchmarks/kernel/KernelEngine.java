package io.millrace.benchmarks.kernel;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.port.Split;
import io.millrace.common.port.SystemClock;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.QueryEngine;
import io.millrace.exec.QueryExecution;
import io.millrace.exec.pipeline.WorkerPool;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The executor with one thread over tables that lie in memory as batches: what a plan costs when nothing has to be read or decoded. */
final class KernelEngine implements AutoCloseable {
    static final int BATCH_ROWS = 16_384;

    private final BufferAllocator allocator = new RootAllocator();
    private final WorkerPool pool = new WorkerPool("kernels", 1, new SystemClock());
    private final Map<String, MemoryTable> tables = new HashMap<>();

    BufferAllocator allocator() {
        return allocator;
    }

    /** Adds a table, taking over its batches, and gives the scan of all its columns under a filter (null: none). */
    PlanNode.Scan table(String name, Schema schema, List<Batch> batches, Expr filter) {
        tables.put(name, new MemoryTable(schema, batches));
        return new PlanNode.Scan(
                name, new ScanTarget.System(name), schema, IntStream.range(0, schema.size()).boxed().toList(), List.of(), filter, -1);
    }

    /** Runs a plan to its end; how many rows came. */
    long run(PlanNode plan) {
        SourceProvider sources = target -> tables.get(((ScanTarget.System) target).name());
        try (BufferAllocator query = allocator.newChildAllocator("query", 0, Long.MAX_VALUE)) {
            ExecutionContext context = new ExecutionContext(
                    "kernel", query, sources, 0, ZoneOffset.UTC, 1, new SystemClock(), pool, Path.of(System.getProperty("java.io.tmpdir")),
                    BATCH_ROWS, Map.of());
            long rows = 0;
            try (QueryExecution execution = QueryEngine.execute(plan, context)) {
                for (Batch batch = execution.next(); batch != null; batch = execution.next()) {
                    rows += batch.rows();
                    batch.close();
                }
            }
            return rows;
        }
    }

    @Override
    public void close() {
        pool.close();
        tables.values().forEach(table -> table.batches().forEach(Batch::close));
        allocator.close();
    }

    private record MemoryTable(Schema schema, List<Batch> batches) implements TableSource {
        @Override
        public TableStatistics statistics() {
            return TableStatistics.UNKNOWN;
        }

        @Override
        public List<Split> splits(ScanRequest request) {
            long rows = batches.stream().mapToLong(Batch::rows).sum();
            return List.of(new Split(0, "all", Map.of(), rows, -1));
        }

        @Override
        public BatchReader open(Split split, ScanRequest request, BufferAllocator payer) {
            BatchFilter filter = request.filter() == null ? null : request.filter().get();
            return new BatchReader() {
                private int at;

                @Override
                public Batch next() {
                    return at == batches.size() ? null : read(batches.get(at++));
                }

                private Batch read(Batch stored) {
                    List<Column> columns = new ArrayList<>();
                    request.columns().forEach(c -> columns.add(stored.column(c).retain()));
                    try (Batch batch = Batch.of(columns, stored.physicalRows())) {
                        if (filter == null) {
                            return batch.retain();
                        }
                        List<Column> tested = new ArrayList<>();
                        filter.columns().forEach(c -> tested.add(batch.column(c).retain()));
                        try (Batch narrow = Batch.of(tested, batch.physicalRows())) {
                            return batch.withSelection(filter.select(narrow));
                        }
                    }
                }

                @Override
                public void close() {}
            };
        }
    }
}
