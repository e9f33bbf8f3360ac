package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.metadata.MetadataState;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.Drop;
import io.millrace.frontend.statement.ObjectKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** DROP: the catalog forgets first, then storage. With CASCADE what reads the object goes before it. */
public final class DropHandler implements StatementHandler<Drop> {
    @Override
    public StatementResult run(Drop statement, StatementContext context) {
        String tag = "DROP " + statement.kind().words();
        return context.defining(() -> {
            if (statement.kind() == ObjectKind.SCHEMA) {
                dropSchema(statement, context);
            } else {
                dropObject(statement, context);
            }
            return context.done(tag);
        });
    }

    private static void dropSchema(Drop statement, StatementContext context) {
        String schema = statement.name().name();
        ObjectNames.requireUserSchema(schema, statement.name().position());
        MetadataState state = context.node().metadata().state();
        if (!state.schemas().contains(schema)) {
            if (statement.ifExists()) {
                context.warn("schema \"" + schema + "\" does not exist, skipping");
                return;
            }
            throw new MillraceException(ErrorCode.UNDEFINED_SCHEMA, "schema \"" + schema + "\" does not exist")
                    .at(statement.name().position());
        }
        if (statement.cascade()) {
            Set<CatalogObject> all = new LinkedHashSet<>();
            state.objects(schema).forEach(object -> readersFirst(object, state, all));
            all.forEach(object -> drop(object, context));
        }
        context.apply(new MetadataChange.DropSchema(schema));
    }

    private static void dropObject(Drop statement, StatementContext context) {
        ObjectName name = context.resolve(statement.name());
        ObjectNames.requireUserSchema(name.schema(), statement.name().position());
        MetadataState state = context.node().metadata().state();
        Optional<CatalogObject> found = state.find(name);
        if (found.isEmpty()) {
            String kind = statement.kind().words().toLowerCase(Locale.ROOT);
            if (statement.ifExists()) {
                context.warn(kind + " \"" + name + "\" does not exist, skipping");
                return;
            }
            throw ObjectNames.undefined(kind, name, statement.name().position());
        }
        CatalogObject object = found.get();
        if (!object.kindName().equals(statement.kind().words())) {
            throw ObjectNames.wrongType(object, "a " + statement.kind().words().toLowerCase(Locale.ROOT), statement.name().position())
                    .withHint("use DROP " + object.kindName());
        }
        if (statement.cascade()) {
            Set<CatalogObject> all = new LinkedHashSet<>();
            readersFirst(object, state, all);
            all.forEach(each -> drop(each, context));
        } else {
            drop(object, context);
        }
    }

    private static void readersFirst(CatalogObject object, MetadataState state, Set<CatalogObject> ordered) {
        List<CatalogObject> readers = state.dependents(object.id());
        readers.forEach(reader -> readersFirst(reader, state, ordered));
        ordered.add(object);
    }

    private static void drop(CatalogObject object, StatementContext context) {
        context.apply(new MetadataChange.DropObject(object.name(), object.id()));
        switch (object) {
            case CatalogObject.Table table -> {
                if (table.external().isEmpty()) {
                    context.tables().drop(table.id());
                }
            }
            case CatalogObject.Stream stream -> context.node().streams().drop(stream.id());
            case CatalogObject.View ignored -> {}
            case CatalogObject.MaterializedView view -> context.node().views().drop(view.id());
            case CatalogObject.Sink sink -> context.node().views().drop(sink.id());
        }
    }
}
