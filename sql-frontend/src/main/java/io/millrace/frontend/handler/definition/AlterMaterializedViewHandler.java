package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.AlterMaterializedView;

/** ALTER MATERIALIZED VIEW … PAUSE and RESUME. A paused view stays paused over restarts. */
public final class AlterMaterializedViewHandler implements StatementHandler<AlterMaterializedView> {
    private static final String TAG = "ALTER MATERIALIZED VIEW";

    @Override
    public StatementResult run(AlterMaterializedView statement, StatementContext context) {
        return context.defining(() -> {
            if (statement.ifExists() && context.catalog().find(context.resolve(statement.name())).isEmpty()) {
                context.warn("materialized view \"" + context.resolve(statement.name()) + "\" does not exist, skipping");
                return context.done(TAG);
            }
            CatalogObject.MaterializedView view = ObjectNames.require(
                    statement.name(), CatalogObject.MaterializedView.class, "materialized view", context);
            switch (statement.action()) {
                case AlterMaterializedView.Pause ignored -> pause(view, true, context);
                case AlterMaterializedView.Resume ignored -> pause(view, false, context);
                case AlterMaterializedView.SetFreshness set -> {
                    if (!set.freshness().equals(view.freshness())) {
                        throw refused(statement, "only FRESHNESS CONTINUOUS is supported");
                    }
                }
                case AlterMaterializedView.Redefine ignored ->
                        throw refused(statement, "ALTER MATERIALIZED VIEW … AS is not supported; drop the view and create it anew");
            }
            return context.done(TAG);
        });
    }

    private static void pause(CatalogObject.MaterializedView view, boolean paused, StatementContext context) {
        context.apply(new MetadataChange.ReplaceObject(
                view.id(),
                new CatalogObject.MaterializedView(
                        view.id(), view.name(), view.schema(), view.sql(), view.searchSchema(), view.freshness(), view.emit(),
                        view.dependencies(), paused, view.options())));
        context.node().views().pause(view.id(), paused);
    }

    private static MillraceException refused(AlterMaterializedView statement, String message) {
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, message).at(statement.position());
    }
}
