package io.millrace.cluster.view;

import io.millrace.cluster.worker.StepPlaces;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SystemClock;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.log.LogOptions;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.stream.StreamStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A log store with streams and a view service over them, in a directory that it can be started on again. */
final class ViewFixture implements AutoCloseable {
    static final Schema EVENTS =
            Schema.of(Field.of("k", SqlType.VARCHAR), Field.of("ts", SqlType.timestamp(6)), Field.of("n", SqlType.BIGINT));

    static final SideTable.Opener NO_SIDE_TABLES = new SideTable.Opener() {
        @Override
        public SideTable open(String viewId, String kind, String tableId) {
            throw new AssertionError(tableId);
        }

        @Override
        public void forget(String viewId, String kind) {}
    };

    final BufferAllocator allocator = new RootAllocator();
    final LogStore logs;
    final StreamStore streams;
    final ExecutorService executor;
    final ViewService views;
    private final Map<String, CatalogObject.Stream> known = new HashMap<>();

    ViewFixture(Path directory, CatalogObject.Stream... streams) {
        this(directory, new SystemClock(), feed -> feed, streams);
    }

    /** @param wrap around the feeds that views read */
    ViewFixture(Path directory, Clock clock, UnaryOperator<SourceFeed> wrap, CatalogObject.Stream... streams) {
        this.logs = LogStore.open(
                new LocalDisk(), directory.resolve("logs"), LogOptions.DEFAULT, new SystemClock(), new SplittableRandom(1), allocator);
        this.streams = new StreamStore(logs, new SystemClock(), new SplittableRandom(5), allocator);
        for (CatalogObject.Stream stream : streams) {
            this.streams.create(stream);
            known.put(stream.id(), stream);
        }
        this.executor = Executors.newFixedThreadPool(2, Thread.ofPlatform().name("step-", 0).daemon().factory());
        this.views = new ViewService(
                logs,
                allocator,
                clock,
                executor,
                target -> {
                    throw new AssertionError(target);
                },
                target -> target instanceof ScanTarget.Stream stream
                        ? Optional.of(wrap.apply(new StreamFeed(known.get(stream.streamId()), this.streams)))
                        : Optional.empty(),
                directory.resolve("checkpoints"),
                StepPlaces.NONE,
                NO_SIDE_TABLES,
                StateOptions.DEFAULT);
    }

    static CatalogObject.Stream stream(String id, int partitions, Map<String, String> options) {
        return new CatalogObject.Stream(
                id, new ObjectName("public", id), EVENTS, List.of(), Optional.of(new CatalogObject.Watermark("ts", 1_000_000L)), partitions,
                Map.of(), options);
    }

    void append(String stream, Object... row) {
        try (BatchBuilder builder = new BatchBuilder(allocator, EVENTS, 1)) {
            builder.row(row);
            streams.append(known.get(stream), builder.build()).join();
        }
    }

    static PlanNode scan(String stream) {
        return new PlanNode.Scan(
                stream, new ScanTarget.Stream(stream, List.of(), List.of()), EVENTS, List.of(0, 1, 2), List.of(), null, -1);
    }

    static PlanNode scanView(String id, Schema schema) {
        List<Integer> all = new ArrayList<>();
        for (int c = 0; c < schema.size(); c++) {
            all.add(c);
        }
        return new PlanNode.Scan(id, new ScanTarget.View(id, -1), schema, all, List.of(), null, -1);
    }

    /** Rows a key, and the sum of their numbers. */
    static PlanNode totals(PlanNode input, int key, int number) {
        Schema schema = Schema.of(
                new Field("k", input.schema().type(key), true), Field.of("count", SqlType.BIGINT), Field.of("sum", SqlType.decimal(38, 0)));
        return new PlanNode.Aggregate(
                input,
                List.of(key),
                List.of(List.of(0)),
                List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT),
                        AggregateCall.of(AggregateFunction.SUM, SqlType.decimal(38, 0), Expr.column(number, input.schema().type(number)))),
                PlanNode.AggregatePhase.SINGLE,
                schema);
    }

    /** Rows a tumbling window of so many seconds. */
    static PlanNode windowCounts(PlanNode input, long seconds) {
        Schema windowed = EVENTS.concat(
                Schema.of(Field.of("window_start", SqlType.timestamp(6)), Field.of("window_end", SqlType.timestamp(6))));
        PlanNode assign = new PlanNode.WindowAssign(
                input, PlanNode.WindowAssign.WindowKind.TUMBLE, 1, seconds * 1_000_000, 0, 0, List.of(), windowed);
        return new PlanNode.Aggregate(
                assign, List.of(3, 4), List.of(List.of(0, 1)), List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT)),
                PlanNode.AggregatePhase.SINGLE, windowed.select(List.of(3, 4)).concat(Schema.of(Field.of("count", SqlType.BIGINT))));
    }

    static CatalogObject.MaterializedView view(String id, PlanNode plan, CatalogObject.Emit emit, String... dependencies) {
        return new CatalogObject.MaterializedView(
                id, new ObjectName("public", id), plan.schema(), "", "public", new CatalogObject.Freshness.Continuous(), emit,
                List.of(dependencies), false, Map.of());
    }

    static CatalogObject.MaterializedView fresh(String id, PlanNode plan, CatalogObject.Freshness freshness, String... dependencies) {
        return new CatalogObject.MaterializedView(
                id, new ObjectName("public", id), plan.schema(), "", "public", freshness, new CatalogObject.Emit.Changes(),
                List.of(dependencies), false, Map.of());
    }

    /** A view's rows, each with how often it is there. */
    Map<List<Object>, Long> read(String id, Schema schema) {
        try (ViewSnapshots held = views.pin(scanView(id, schema))) {
            Map<List<Object>, Long> rows = new HashMap<>();
            for (Batch batch : held.contents(id).batches()) {
                add(rows, batch);
            }
            return rows;
        }
    }

    static void add(Map<List<Object>, Long> rows, Batch batch) {
        List<List<Object>> values = Values.readRows(batch);
        for (int i = 0; i < values.size(); i++) {
            long weight = batch.weights() == null ? 1 : (Long) Values.read(batch.weights(), i);
            rows.merge(values.get(i), weight, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    @Override
    public void close() {
        views.close();
        executor.shutdown();
        logs.close();
        allocator.close();
    }
}
