package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.view.SavepointInfo;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.CreateFromSavepoint;
import io.millrace.frontend.statement.CreateSavepoint;
import io.millrace.frontend.statement.DropSavepoint;
import java.util.HashMap;
import java.util.Map;

/** Savepoints of views: made, dropped, and gone on from by a new view. */
public final class SavepointHandler {
    private SavepointHandler() {}

    public static StatementResult create(CreateSavepoint statement, StatementContext context) {
        return context.defining(() -> {
            CatalogObject.MaterializedView view =
                    ObjectNames.require(statement.view(), CatalogObject.MaterializedView.class, "materialized view", context);
            context.node().views().createSavepoint(statement.name(), view);
            return context.done("CREATE SAVEPOINT");
        });
    }

    public static StatementResult drop(DropSavepoint statement, StatementContext context) {
        return context.defining(() -> {
            if (statement.ifExists() && !context.node().views().hasSavepoint(statement.name())) {
                context.warn("savepoint \"" + statement.name() + "\" does not exist, skipping");
            } else {
                context.node().views().dropSavepoint(statement.name());
            }
            return context.done("DROP SAVEPOINT");
        });
    }

    public static StatementResult goOn(CreateFromSavepoint statement, StatementContext context) {
        String tag = "CREATE MATERIALIZED VIEW";
        CreateMaterializedViewHandler.requireSupported(statement.options(), statement.position());
        return Creation.create(statement.name(), statement.ifNotExists(), tag, context, name -> {
            SavepointInfo savepoint = context.node().views().savepoint(statement.savepoint());
            CatalogObject.MaterializedView view = view(name, statement, savepoint, context);
            Creation.record(view, context, id -> {});
            try {
                context.node().views().createFrom(savepoint, view);
            } catch (RuntimeException e) {
                context.apply(new MetadataChange.DropObject(name, view.id()));
                throw e;
            }
            return context.done(tag);
        });
    }

    private static CatalogObject.MaterializedView view(
            ObjectName name, CreateFromSavepoint statement, SavepointInfo savepoint, StatementContext context) {
        CatalogObject.MaterializedView of = savepoint.definition();
        for (String id : of.dependencies()) {
            if (context.node().metadata().state().byId(id).isEmpty()) {
                throw new MillraceException(
                        ErrorCode.UNDEFINED_TABLE,
                        "savepoint \"" + savepoint.name() + "\" reads something that has been dropped since; its query is: " + of.sql())
                        .at(statement.position());
            }
        }
        Map<String, String> options = new HashMap<>(of.options());
        options.putAll(statement.options());
        return new CatalogObject.MaterializedView(
                context.newId(), name, of.schema(), of.sql(), of.searchSchema(), of.freshness(), of.emit(), of.dependencies(), false,
                options);
    }
}
