package io.millrace.cluster.view;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The streams and views of a simulation: each kind of state, emission and freshness once. */
final class SimulatedViews {
    static final String MANUAL = "manual";
    static final String EXPIRING = "expiring";
    static final long TTL_MICROS = 3_000_000;

    /** {@code upstream}: the views that it reads. */
    record Spec(CatalogObject.MaterializedView definition, PlanNode plan, List<String> upstream) {
        String id() {
            return definition.id();
        }

        boolean onClose() {
            return definition.emit() instanceof CatalogObject.Emit.OnWindowClose;
        }

        long ttlMicros() {
            return id().equals(EXPIRING) ? TTL_MICROS : Long.MAX_VALUE;
        }
    }

    private static final CatalogObject.Emit CHANGES = new CatalogObject.Emit.Changes();

    private SimulatedViews() {}

    static Map<String, CatalogObject.Stream> streams() {
        Map<String, String> options = Map.of(WatermarkPolicy.IDLE_TIMEOUT, "1 s");
        Map<String, CatalogObject.Stream> streams = new LinkedHashMap<>();
        streams.put("s", ViewFixture.stream("s", 3, options));
        streams.put("r", ViewFixture.stream("r", 2, options));
        streams.put("u", new CatalogObject.Stream(
                "u", new ObjectName("public", "u"), ViewFixture.EVENTS, List.of("k"), Optional.empty(), 2, Map.of(), Map.of()));
        return streams;
    }

    /** In an order in which they can be made. */
    static Map<String, Spec> views() {
        Map<String, Spec> views = new LinkedHashMap<>();
        PlanNode totals = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
        add(views, "totals", totals, CHANGES);
        add(views, "windows", ViewFixture.windowCounts(ViewFixture.scan("s"), 2), CHANGES);
        add(views, "closed", ViewFixture.windowCounts(ViewFixture.scan("s"), 3), new CatalogObject.Emit.OnWindowClose());
        add(views, "latest", ViewFixture.totals(ViewFixture.scan("u"), 0, 2), CHANGES);
        add(views, "joined", join(ViewFixture.scan("s"), ViewFixture.scan("u"), JoinKind.LEFT), CHANGES);
        add(views, "both", join(ViewFixture.scan("s"), ViewFixture.scan("r"), JoinKind.INNER), CHANGES);
        add(views, "bycount", ViewFixture.totals(ViewFixture.scanView("totals", totals.schema()), 1, 1), CHANGES, "totals");
        add(views, "firsts", new PlanNode.Sort(
                ViewFixture.scanView("latest", totals.schema()), List.of(new SortKey(2, true, false)), 1, 3, false), CHANGES, "latest");
        add(views, MANUAL, new CatalogObject.MaterializedView(
                MANUAL, new ObjectName("public", MANUAL), totals.schema(), "", "public", new CatalogObject.Freshness.Manual(), CHANGES,
                List.of("s"), false, Map.of()), totals, List.of());
        add(views, EXPIRING, new CatalogObject.MaterializedView(
                EXPIRING, new ObjectName("public", EXPIRING), totals.schema(), "", "public", new CatalogObject.Freshness.Continuous(),
                CHANGES, List.of("s"), false, Map.of(ViewService.TTL_OPTION, "3 s")), totals, List.of());
        return views;
    }

    private static void add(Map<String, Spec> views, String id, PlanNode plan, CatalogObject.Emit emit, String... upstream) {
        List<String> reads = List.of(upstream);
        String[] dependencies = reads.isEmpty()
                ? PlanNode.flatten(plan).stream().filter(PlanNode.Scan.class::isInstance)
                        .map(scan -> ((ScanTarget.Stream) ((PlanNode.Scan) scan).target()).streamId()).distinct().toArray(String[]::new)
                : upstream;
        add(views, id, ViewFixture.view(id, plan, emit, dependencies), plan, reads);
    }

    private static void add(
            Map<String, Spec> views, String id, CatalogObject.MaterializedView definition, PlanNode plan, List<String> upstream) {
        views.put(id, new Spec(definition, plan, upstream));
    }

    /** By k: k and n of both. */
    private static PlanNode join(PlanNode left, PlanNode right, JoinKind kind) {
        PlanNode join = new PlanNode.Join(left, right, kind, List.of(0), List.of(0), List.of(false), null);
        int width = left.schema().size();
        Schema schema = new Schema(List.of(
                left.schema().field(0), left.schema().field(2), Field.of("m", right.schema().type(2))));
        return new PlanNode.Project(join, List.of(0, 2, width + 2).stream()
                .map(c -> (Expr) Expr.column(c, join.schema().type(c))).toList(), schema);
    }
}
