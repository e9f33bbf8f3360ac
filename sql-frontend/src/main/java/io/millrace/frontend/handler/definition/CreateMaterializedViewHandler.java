package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.view.RefreshRule;
import io.millrace.cluster.view.StateOptions;
import io.millrace.cluster.view.ViewService;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.StoredViews;
import io.millrace.frontend.statement.CreateMaterializedView;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE MATERIALIZED VIEW: planned to run continuously, recorded, started; it holds its inputs' contents when the statement returns. */
public final class CreateMaterializedViewHandler implements StatementHandler<CreateMaterializedView> {
    private static final String TAG = "CREATE MATERIALIZED VIEW";

    @Override
    public StatementResult run(CreateMaterializedView statement, StatementContext context) {
        requireSupported(statement.options(), statement.position());
        return Creation.create(statement.name(), statement.ifNotExists(), TAG, context, name -> {
            PlannedQuery planned = context.plan(statement.query().node(), PlannerRequest.Mode.CONTINUOUS, Optional.empty());
            CatalogObject.MaterializedView view = view(statement, name, planned, context);
            RefreshRule.of(view);
            if (context.strictState()) {
                StateText.requireBounded(context.node().views().stateOf(view, planned.plan()));
            }
            Creation.record(view, context, id -> {});
            try {
                context.node().views().create(view, planned.plan());
            } catch (RuntimeException e) {
                context.apply(new MetadataChange.DropObject(name, view.id()));
                throw e;
            }
            return context.done(TAG);
        });
    }

    private static CatalogObject.MaterializedView view(
            CreateMaterializedView statement, ObjectName name, PlannedQuery planned, StatementContext context) {
        Schema schema = Creation.columnsOf(planned.schema(), statement.columnNames(), statement.name());
        Map<String, String> options = new HashMap<>(statement.options());
        String zone = context.session().zone().getId();
        if (!zone.equals("UTC")) {
            options.put(StoredViews.ZONE_OPTION, zone);
        }
        List<String> dependencies = new ArrayList<>(planned.dependencies());
        dependencies.addAll(SideTables.resolve(statement, planned, options, context));
        return new CatalogObject.MaterializedView(
                context.newId(),
                name,
                schema,
                statement.query().sql(),
                context.session().schema(),
                statement.freshness(),
                statement.emit(),
                dependencies,
                false,
                options);
    }

    /** Refuses options that a view does not take. */
    static void requireSupported(Map<String, String> options, SourcePosition position) {
        options.forEach((option, value) -> {
            if (option.equals(ViewService.RETENTION_OPTION) || option.equals(ViewService.TTL_OPTION)) {
                return; // The view service reads it
            }
            if (option.equals(ViewService.STATE_BACKEND_OPTION)) {
                if (StateOptions.Backend.named(value).isEmpty()) {
                    throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                            "option state_backend: expected 'memory', 'rocksdb' or 'auto', found '" + value + "'")
                            .at(position);
                }
                return;
            }
            if (!option.equals(ViewService.TASKS_OPTION)) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                        "option " + option + " of a materialized view is not supported")
                        .at(position);
            }
            if (!value.equals(ViewService.TASKS_ON_WORKERS) && !value.equals("local")) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "option tasks: expected 'workers' or 'local', found '" + value + "'").at(position);
            }
        });
    }
}
