package io.millrace.frontend.execution;

import io.millrace.cluster.metadata.MetadataState;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.planner.PlannedQuery;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan with the catalog that it was made from. It holds while nobody makes, drops, replaces or grants anything. When the contents of a table have moved on, the
 * plan of a query without joins reads the new version; another is made anew, since the order of its joins was a matter of estimates.
 */
final class CachedPlan {
    /** Of a query that must be planned each time. */
    static final CachedPlan UNFIT = new CachedPlan(null, Set.of(), null, Map.of());

    private final PlannedQuery planned;
    private final Set<ObjectName> names;
    private final MetadataState state;
    private final Map<ScanTarget, CatalogObject> pinned;

    private CachedPlan(PlannedQuery planned, Set<ObjectName> names, MetadataState state, Map<ScanTarget, CatalogObject> pinned) {
        this.planned = planned;
        this.names = names;
        this.state = state;
        this.pinned = pinned;
    }

    /**
     * Empty if the plan reads what the catalog does not tell the version of: files, whose schema and number change by themselves, and earlier versions of tables.
     *
     * @param names whatever the query's text may mean an object by
     * @param state that {@code catalog} shows
     */
    static Optional<CachedPlan> of(PlannedQuery planned, Set<ObjectName> names, MetadataState state, CatalogView catalog) {
        Map<ScanTarget, CatalogObject> pinned = new HashMap<>();
        for (PlanNode node : PlanNode.flatten(planned.plan())) {
            if (!(node instanceof PlanNode.Scan scan)) {
                continue;
            }
            Optional<CatalogObject> object = switch (scan.target()) {
                case ScanTarget.ManagedTable table -> state.byId(table.tableId());
                case ScanTarget.Stream stream -> state.byId(stream.streamId());
                case ScanTarget.View view -> state.byId(view.viewId());
                case ScanTarget.System ignored -> Optional.empty();
                case ScanTarget.Files ignored -> Optional.empty();
            };
            if (object.isPresent() && catalog.pin(object.get()).equals(scan.target())) {
                pinned.put(scan.target(), object.get());
            } else if (!(scan.target() instanceof ScanTarget.System)) {
                return Optional.empty();
            }
        }
        return Optional.of(new CachedPlan(planned, names, state, pinned));
    }

    Set<ObjectName> names() {
        return names;
    }

    boolean readsSeveral() {
        return pinned.size() > 1;
    }

    /** The plan over what its tables hold now; empty if it must be made anew. */
    Optional<PlannedQuery> at(MetadataState now, CatalogView catalog) {
        if (planned == null || !state.definesSameAs(now)) {
            return Optional.empty();
        }
        Map<ScanTarget, ScanTarget> moved = new HashMap<>();
        for (Map.Entry<ScanTarget, CatalogObject> read : pinned.entrySet()) {
            ScanTarget current = catalog.pin(read.getValue());
            if (!current.equals(read.getKey())) {
                moved.put(read.getKey(), current);
            }
        }
        if (moved.isEmpty()) {
            return Optional.of(planned);
        }
        return planned.isBindable() ? Optional.of(planned.withPlan(over(planned.plan(), moved))) : Optional.empty();
    }

    private static PlanNode over(PlanNode node, Map<ScanTarget, ScanTarget> moved) {
        if (node instanceof PlanNode.Scan scan) {
            return new PlanNode.Scan(scan.name(), moved.getOrDefault(scan.target(), scan.target()), scan.tableSchema(), scan.columns(),
                    scan.predicates(), scan.filter(), scan.estimatedRows());
        }
        return node.inputs().isEmpty() ? node : node.withInputs(node.inputs().stream().map(input -> over(input, moved)).toList());
    }
}
