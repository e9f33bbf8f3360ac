package io.millrace.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.view.ViewSnapshots;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Column;
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
import io.millrace.common.port.TableSink;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.table.TableChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a whole node: their pointers in the metadata, a view over one, and all of it again after a restart. */
final class NodeTablesTest {
    private static final Schema SCHEMA = Schema.of(Field.of("k", SqlType.VARCHAR), Field.of("n", SqlType.BIGINT));
    private static final Schema COUNTS = Schema.of(Field.of("k", SqlType.VARCHAR), Field.of("count", SqlType.BIGINT));
    private static final CatalogObject.Table TABLE = new CatalogObject.Table(
            "t1", new ObjectName("public", "t"), SCHEMA, List.of(), List.of(), Map.of(), Optional.empty(), Map.of());
    private static final CatalogObject.MaterializedView VIEW = new CatalogObject.MaterializedView(
            "v1", new ObjectName("public", "v"), COUNTS, "", "public", new CatalogObject.Freshness.Continuous(),
            new CatalogObject.Emit.Changes(), List.of("t1"), false, Map.of());

    @TempDir
    private Path directory;

    private MillraceNode node;

    private void start() {
        NodeOptions options = new NodeOptions(directory, "127.0.0.1", 0, 1L << 30, 1L << 29, 2);
        node = MillraceNode.start(options, new SystemClock(), new SplittableRandom(5), started -> view -> counts());
    }

    private static PlanNode counts() {
        PlanNode scan = new PlanNode.Scan("t", new ScanTarget.ManagedTable("t1", -1, 0), SCHEMA, List.of(0), List.of(), null, -1);
        return new PlanNode.Aggregate(
                scan,
                List.of(0),
                List.of(List.of(0)),
                List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT)),
                PlanNode.AggregatePhase.SINGLE,
                COUNTS);
    }

    private Batch batch(long weight, Object... flat) {
        try (BatchBuilder builder = new BatchBuilder(node.allocator(), SCHEMA, flat.length)) {
            for (int i = 0; i < flat.length; i += 2) {
                builder.row(flat[i], flat[i + 1]);
            }
            try (Batch rows = builder.build()) {
                List<Column> columns = rows.columns().stream().map(Column::retain).toList();
                Column weights = weight == 1 ? null : Values.constant(node.allocator(), SqlType.BIGINT, weight, rows.rows());
                return new Batch(columns, rows.rows(), null, weights);
            }
        }
    }

    private void insert(Object... flat) {
        try (TableSink sink = node.tables().insert(TABLE)) {
            sink.write(batch(1, flat));
            sink.commit();
        }
    }

    private void takeOut(Object... flat) {
        try (TableChange change = node.tables().change(TABLE)) {
            change.write(batch(-1, flat));
            change.commit();
        }
    }

    private List<List<Object>> rows(TableSource source) {
        List<List<Object>> rows = new ArrayList<>();
        ScanRequest request =
                new ScanRequest(IntStream.range(0, source.schema().size()).boxed().toList(), List.of(), null, 100);
        for (Split split : source.splits(request)) {
            try (BatchReader reader = source.open(split, request, node.allocator())) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    try (Batch owned = batch) {
                        rows.addAll(Values.readRows(owned));
                    }
                }
            }
        }
        return rows;
    }

    private void check(Map<String, Long> expected) {
        Map<String, Long> table = new TreeMap<>();
        ScanTarget pinned = node.catalog().pin(TABLE);
        rows(node.tables().source(TABLE, (ScanTarget.ManagedTable) pinned)).forEach(row -> table.merge((String) row.get(0), 1L, Long::sum));
        assertEquals(expected, table);
        Map<String, Long> view = new TreeMap<>();
        PlanNode scan = new PlanNode.Scan("v", new ScanTarget.View("v1", -1), COUNTS, List.of(0, 1), List.of(), null, -1);
        try (ViewSnapshots held = node.views().pin(scan)) {
            TableSource source = node.views().open((ScanTarget.View) ((PlanNode.Scan) held.pin(scan)).target());
            rows(source).forEach(row -> view.put((String) row.get(0), (Long) row.get(1)));
        }
        assertEquals(expected, view);
    }

    @Test
    void aTableAndAViewOverIt() {
        start();
        node.tables().create(TABLE);
        node.metadata().apply(new MetadataChange.CreateObject(TABLE));
        insert("a", 1L, "a", 2L, "b", 3L);
        node.tables().flush(TABLE);
        insert("c", 4L);
        node.metadata().apply(new MetadataChange.CreateObject(VIEW));
        node.views().create(VIEW, counts());
        check(Map.of("a", 2L, "b", 1L, "c", 1L));
        takeOut("a", 2L, "b", 3L);
        check(Map.of("a", 1L, "c", 1L));
        node.tables().flush(TABLE);
        insert("d", 5L);
        check(Map.of("a", 1L, "c", 1L, "d", 1L));
        node.close();
        start();
        check(Map.of("a", 1L, "c", 1L, "d", 1L));
        node.tables().truncate(TABLE);
        insert("e", 6L);
        check(Map.of("e", 1L));
        assertEquals(2, rows(node.system().open("sys.snapshots")).size());
        node.views().checkpoint();
        List<List<Object>> checkpoints = rows(node.system().open("sys.checkpoints"));
        assertEquals(2, checkpoints.size());
        List<Object> newest = checkpoints.getFirst();
        assertEquals(List.of("public", "v", node.views().views().getFirst().tick()), newest.subList(0, 3));
        Path file = directory.resolve("checkpoints/v1/" + newest.get(2) + ".checkpoint");
        assertEquals(file.toFile().length(), newest.get(3));
        assertTrue((Long) checkpoints.get(1).get(2) < (Long) newest.get(2));
        node.metadata().apply(new MetadataChange.DropObject(VIEW.name(), "v1"));
        node.views().drop("v1");
        assertEquals(List.of(), rows(node.system().open("sys.checkpoints")));
        node.metadata().apply(new MetadataChange.DropObject(TABLE.name(), "t1"));
        node.close();
        start();
        assertEquals(false, java.nio.file.Files.exists(directory.resolve("tables/t1")));
        assertEquals(false, java.nio.file.Files.exists(directory.resolve("logs/t1")));
        node.close();
    }
}
