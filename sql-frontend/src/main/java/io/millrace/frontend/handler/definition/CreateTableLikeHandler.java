package io.millrace.frontend.handler.definition;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.change.CheckConstraints;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.CreateTableLike;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE TABLE … LIKE: columns, key, defaults and partitioning of another table, stream or view; no rows. */
public final class CreateTableLikeHandler implements StatementHandler<CreateTableLike> {
    @Override
    public StatementResult run(CreateTableLike statement, StatementContext context) {
        return Creation.create(statement.name(), statement.ifNotExists(), CreateTableHandler.TAG, context, name -> {
            CheckConstraints.requireNone(statement.options(), statement.position());
            ObjectName source = context.resolve(statement.source());
            CatalogObject like = context.catalog().find(source)
                    .orElseThrow(() -> ObjectNames.undefined("table", source, statement.source().position()));
            List<String> partitioning = like instanceof CatalogObject.Table table ? table.partitioning() : List.of();
            Map<String, String> options = new HashMap<>(
                    like instanceof CatalogObject.Table table && table.external().isEmpty() ? table.options() : Map.of());
            options.putAll(statement.options());
            CatalogObject.Table table = new CatalogObject.Table(
                    context.newId(), name, like.schema(), ObjectNames.primaryKey(like), partitioning, ObjectNames.defaults(like),
                    Optional.empty(), options);
            context.tables().create(table);
            Creation.record(table, context, context.tables()::drop);
            return context.done(CreateTableHandler.TAG);
        });
    }
}
