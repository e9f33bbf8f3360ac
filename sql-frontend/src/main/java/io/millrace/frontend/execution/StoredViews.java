package io.millrace.frontend.execution;

import io.millrace.cluster.node.MillraceNode;
import io.millrace.cluster.view.ViewService;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.plan.PlanNode;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Planner;
import io.millrace.planner.PlannerRequest;
import io.millrace.planner.PlannerSettings;
import java.time.ZoneId;
import java.util.Optional;

/** Plans views from the catalog, as when they were created. */
public record StoredViews(MillraceNode node) implements ViewService.ViewPlanner {
    /** Option under which a view keeps the zone of the session that created it, if that was not UTC. */
    public static final String ZONE_OPTION = "session.time_zone";

    @Override
    public PlanNode plan(CatalogObject.MaterializedView view) {
        return plan(view, node.catalog(), PlannerRequest.Mode.CONTINUOUS).plan();
    }

    /** The time zone of the session that made the view. */
    public static ZoneId zoneOf(CatalogObject.MaterializedView view) {
        return ZoneId.of(view.options().getOrDefault(ZONE_OPTION, "UTC"));
    }

    /** A plan of the view's query over another catalog, or for batch. */
    public PlannedQuery plan(CatalogObject.MaterializedView view, CatalogView catalog, PlannerRequest.Mode mode) {
        return Planner.plan(new PlannerRequest(
                StatementContext.parseQuery(view.sql()),
                catalog,
                view.searchSchema(),
                mode,
                zoneOf(view),
                node.clock().epochMicros(),
                Optional.empty(),
                Optional.empty(),
                StatementContext::parseQuery,
                PlannerSettings.DEFAULT));
    }
}
