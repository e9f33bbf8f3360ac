package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.view.RefreshRule;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.StoredViews;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.AlterMaterializedView;

/** ALTER MATERIALIZED VIEW … PAUSE, RESUME, SET FRESHNESS and AS. RESUME also brings a view back that has stopped with an error. A paused view stays paused over restarts. */
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
                case AlterMaterializedView.Resume ignored -> {
                    pause(view, false, context);
                    context.node().views().revive(view.id(), id -> definition(id, context), new StoredViews(context.node()));
                }
                case AlterMaterializedView.SetFreshness set -> setFreshness(view, set.freshness(), context);
                case AlterMaterializedView.Redefine redefine -> {
                    return ViewRedefinition.run(view, statement, redefine, TAG, context);
                }
            }
            return context.done(TAG);
        });
    }

    private static void setFreshness(CatalogObject.MaterializedView view, CatalogObject.Freshness freshness, StatementContext context) {
        CatalogObject.MaterializedView changed = new CatalogObject.MaterializedView(
                view.id(), view.name(), view.schema(), view.sql(), view.searchSchema(), freshness, view.emit(), view.dependencies(),
                view.paused(), view.options());
        if (changed.equals(view)) {
            return;
        }
        if (view.paused()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "the freshness of a paused view cannot be changed; resume it first");
        }
        RefreshRule.of(changed);
        context.apply(new MetadataChange.ReplaceObject(view.id(), changed));
        context.node().views().setFreshness(changed);
    }

    /** Of a view, or of what runs as one. */
    static CatalogObject.MaterializedView definition(String id, StatementContext context) {
        CatalogObject object = context.node().metadata().state().byId(id).orElseThrow();
        return object instanceof CatalogObject.Sink sink ? sink.asView() : (CatalogObject.MaterializedView) object;
    }

    private static void pause(CatalogObject.MaterializedView view, boolean paused, StatementContext context) {
        context.apply(new MetadataChange.ReplaceObject(
                view.id(),
                new CatalogObject.MaterializedView(
                        view.id(), view.name(), view.schema(), view.sql(), view.searchSchema(), view.freshness(), view.emit(),
                        view.dependencies(), paused, view.options())));
        context.node().views().pause(view.id(), paused);
    }
}
