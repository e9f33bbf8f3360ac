package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.StoredViews;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.AlterSink;

/** ALTER SINK … PAUSE and RESUME. RESUME also brings a sink back that has stopped with an error. A paused sink stays paused over restarts. */
public final class AlterSinkHandler implements StatementHandler<AlterSink> {
    private static final String TAG = "ALTER SINK";

    @Override
    public StatementResult run(AlterSink statement, StatementContext context) {
        return context.defining(() -> {
            if (statement.ifExists() && context.catalog().find(context.resolve(statement.name())).isEmpty()) {
                context.warn("sink \"" + context.resolve(statement.name()) + "\" does not exist, skipping");
                return context.done(TAG);
            }
            CatalogObject.Sink sink = ObjectNames.require(statement.name(), CatalogObject.Sink.class, "sink", context);
            context.apply(new MetadataChange.ReplaceObject(sink.id(), sink.withPaused(statement.pause())));
            context.node().views().pause(sink.id(), statement.pause());
            if (!statement.pause()) {
                context.node().views().revive(sink.id(), id -> AlterMaterializedViewHandler.definition(id, context),
                        new StoredViews(context.node()));
            }
            return context.done(TAG);
        });
    }
}
