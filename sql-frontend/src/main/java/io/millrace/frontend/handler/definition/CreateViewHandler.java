package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.CreateView;
import io.millrace.planner.PlannedQuery;
import java.util.List;
import java.util.Optional;

/** CREATE [OR REPLACE] VIEW: a name for a query. */
public final class CreateViewHandler implements StatementHandler<CreateView> {
    private static final String TAG = "CREATE VIEW";

    @Override
    public StatementResult run(CreateView statement, StatementContext context) {
        if (!statement.orReplace()) {
            return Creation.create(statement.name(), statement.ifNotExists(), TAG, context, name -> {
                Creation.record(view(statement, name, context.newId(), context), context, id -> {});
                return context.done(TAG);
            });
        }
        return context.defining(() -> {
            ObjectName name = ObjectNames.forNew(statement.name(), context);
            Optional<CatalogObject> other = context.catalog().find(name);
            if (other.isEmpty()) {
                Creation.record(view(statement, name, context.newId(), context), context, id -> {});
            } else if (other.get() instanceof CatalogObject.View old) {
                replace(old, view(statement, name, old.id(), context), statement, context);
            } else {
                throw ObjectNames.wrongType(other.get(), "a view", statement.name().position());
            }
            return context.done(TAG);
        });
    }

    private static CatalogObject.View view(CreateView statement, ObjectName name, String id, StatementContext context) {
        PlannedQuery planned = context.planBatch(statement.query().node());
        Schema schema = Creation.columnsOf(planned.schema(), statement.columnNames(), statement.name());
        return new CatalogObject.View(
                id, name, schema, statement.query().sql(), context.session().schema(), planned.dependencies());
    }

    /** What reads the view goes on to: its columns must all be there still, with their types. */
    private static void replace(CatalogObject.View old, CatalogObject.View view, CreateView statement, StatementContext context) {
        if (reads(view.dependencies(), old.id(), context)) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION, "view \"" + old.name() + "\" would read itself")
                    .at(statement.position());
        }
        List<CatalogObject> readers = context.node().metadata().state().dependents(old.id());
        boolean grown = view.schema().size() >= old.schema().size();
        for (int c = 0; grown && c < old.schema().size(); c++) {
            grown = old.schema().field(c).name().equals(view.schema().field(c).name())
                    && old.schema().type(c).equals(view.schema().type(c));
        }
        if (!readers.isEmpty() && !grown) {
            throw new MillraceException(
                    ErrorCode.DEPENDENT_OBJECTS,
                    "the columns of view \"" + old.name() + "\" cannot change while \"" + readers.get(0).name() + "\" reads it")
                    .at(statement.position())
                    .withHint("new columns may be added at the end");
        }
        for (CatalogObject reader : readers) {
            if (reader instanceof CatalogObject.MaterializedView) {
                throw new MillraceException(
                        ErrorCode.DEPENDENT_OBJECTS,
                        "view \"" + old.name() + "\" cannot be replaced: materialized view \"" + reader.name() + "\" keeps what it said")
                        .at(statement.position())
                        .withHint("drop the materialized view first");
            }
        }
        context.apply(new MetadataChange.ReplaceObject(old.id(), view));
    }

    private static boolean reads(List<String> dependencies, String id, StatementContext context) {
        return dependencies.contains(id) || dependencies.stream()
                .flatMap(d -> context.node().metadata().state().byId(d).stream())
                .anyMatch(object -> reads(object.dependencies(), id, context));
    }
}
