package io.millrace.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.millrace.cluster.worker.StepPlaces;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.SystemClock;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.log.LogOptions;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.stream.StreamStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewServiceTest {
    private static final Schema SCHEMA = Schema.of(Field.of("k", SqlType.VARCHAR), Field.of("n", SqlType.BIGINT));
    private static final Schema COUNTS = Schema.of(Field.of("k", SqlType.VARCHAR), Field.of("count", SqlType.BIGINT));
    private static final CatalogObject.Stream STREAM = new CatalogObject.Stream(
            "s1", new ObjectName("public", "s"), SCHEMA, List.of(), Optional.empty(), 2, Map.of(), Map.of());

    @TempDir
    Path directory;

    private BufferAllocator allocator;
    private LogStore logs;
    private StreamStore streams;
    private ExecutorService executor;
    private ViewService views;

    @BeforeEach
    void start() {
        allocator = new RootAllocator();
        logs = LogStore.open(new LocalDisk(), directory.resolve("logs"), LogOptions.DEFAULT, new SystemClock(), new SplittableRandom(1),
                allocator);
        streams = new StreamStore(logs, new SystemClock(), new SplittableRandom(5), allocator);
        streams.create(STREAM);
        executor = Executors.newFixedThreadPool(2, Thread.ofPlatform().name("step-", 0).factory());
        views = new ViewService(
                logs,
                allocator,
                new SystemClock(),
                executor,
                target -> {
                    throw new AssertionError(target);
                },
                target -> target instanceof ScanTarget.Stream ? Optional.of(new StreamFeed(STREAM, streams)) : Optional.empty(),
                directory.resolve("checkpoints"),
                StepPlaces.NONE, ViewFixture.NO_SIDE_TABLES, StateOptions.DEFAULT);
    }

    @AfterEach
    void stop() {
        views.close();
        executor.shutdown();
        logs.close();
        allocator.close();
    }

    private void restart() {
        stop();
        start();
    }

    private void append(Object... row) {
        try (BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, 1)) {
            builder.row(row);
            streams.append(STREAM, builder.build()).join();
        }
    }

    private static PlanNode counts() {
        PlanNode scan = new PlanNode.Scan("s", new ScanTarget.Stream("s1", List.of(0L, 0L), List.of(0L, 0L)), SCHEMA, List.of(0), List.of(),
                null, -1);
        return count(scan);
    }

    private static PlanNode count(PlanNode input) {
        return new PlanNode.Aggregate(
                input,
                List.of(0),
                List.of(List.of(0)),
                List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT)),
                PlanNode.AggregatePhase.SINGLE,
                COUNTS);
    }

    private static CatalogObject.MaterializedView view(String id, String... dependencies) {
        return new CatalogObject.MaterializedView(
                id,
                new ObjectName("public", id),
                COUNTS,
                "",
                "public",
                new CatalogObject.Freshness.Continuous(),
                new CatalogObject.Emit.Changes(),
                List.of(dependencies),
                false,
                Map.of());
    }

    private static PlanNode scanView(String id) {
        return new PlanNode.Scan(id, new ScanTarget.View(id, -1), COUNTS, List.of(0, 1), List.of(), null, -1);
    }

    private Map<String, Long> read(String id) {
        Map<String, Long> rows = new TreeMap<>();
        PlanNode plan = scanView(id);
        try (ViewSnapshots held = views.pin(plan)) {
            TableSource source = views.open((ScanTarget.View) ((PlanNode.Scan) held.pin(plan)).target());
            ScanRequest request = new ScanRequest(List.of(0, 1), List.of(), null, 100);
            for (Split split : source.splits(request)) {
                try (BatchReader reader = source.open(split, request, allocator)) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        try (Batch rowsRead = batch) {
                            Values.readRows(rowsRead).forEach(row -> rows.put(String.valueOf(row.get(0)), (Long) row.get(1)));
                        }
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void aReadSeesEveryWriteThatWasAcknowledgedBefore() {
        views.start(List.of(), v -> counts());
        append("a", 1L);
        views.create(view("v", "s1"), counts());
        assertEquals(Map.of("a", 1L), read("v"));
        for (int i = 1; i <= 50; i++) {
            append("a", 1L);
            append(null, 1L);
            assertEquals(Map.of("a", 1L + i, "null", (long) i), read("v"));
        }
    }

    @Test
    void viewsOverViewsMoveTogetherAndSurviveARestart() {
        views.start(List.of(), v -> counts());
        views.create(view("v", "s1"), counts());
        views.create(view("w", "v"), count(new PlanNode.Project(
                scanView("v"), List.of(io.millrace.common.expr.Expr.column(0, SqlType.VARCHAR)), SCHEMA.select(List.of(0)))));
        append("a", 1L);
        append("a", 2L);
        append("b", 3L);
        assertEquals(Map.of("a", 1L, "b", 1L), read("w"));
        restart();
        views.start(List.of(view("w", "v"), view("v", "s1")), v -> v.id().equals("v")
                ? counts()
                : count(new PlanNode.Project(scanView("v"), List.of(io.millrace.common.expr.Expr.column(0, SqlType.VARCHAR)),
                        SCHEMA.select(List.of(0)))));
        append("c", 4L);
        assertEquals(Map.of("a", 2L, "b", 1L, "c", 1L), read("v"));
        assertEquals(Map.of("a", 1L, "b", 1L, "c", 1L), read("w"));
    }

    @Test
    void aSubscriberGetsTheContentsThenEveryChange() throws InterruptedException {
        views.start(List.of(), v -> counts());
        views.create(view("v", "s1"), counts());
        append("a", 1L);
        read("v");
        try (Subscription subscription = views.subscribe("v", true)) {
            assertEquals(List.of("a 1 +1"), changes(subscription));
            append("a", 1L);
            assertEquals(List.of("a 1 -1", "a 2 +1"), changes(subscription));
        }
    }

    private static List<String> changes(Subscription subscription) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        try (ViewChange change = subscription.next(10_000)) {
            assertNotNull(change);
            for (Batch delta : change.deltas()) {
                List<List<Object>> rows = Values.readRows(delta);
                for (int i = 0; i < rows.size(); i++) {
                    Object weight = delta.weights() == null ? 1L : Values.read(delta.weights(), i);
                    lines.add(rows.get(i).get(0) + " " + rows.get(i).get(1) + ((Long) weight > 0 ? " +" : " ") + weight);
                }
            }
        }
        lines.sort(null);
        return lines;
    }
}
