package io.millrace.frontend.handler.definition;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.change.CheckConstraints;
import io.millrace.frontend.statement.CreateTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** CREATE TABLE: storage first, then the catalog; what a crash leaves between them is swept at the next start. */
public final class CreateTableHandler implements StatementHandler<CreateTable> {
    static final String TAG = "CREATE TABLE";

    @Override
    public StatementResult run(CreateTable statement, StatementContext context) {
        return Creation.create(statement.name(), statement.ifNotExists(), TAG, context, name -> {
            ColumnList columns = ColumnList.of(statement.columns(), statement.primaryKey(), context);
            CatalogObject.Table table = new CatalogObject.Table(
                    context.newId(),
                    name,
                    columns.schema(),
                    statement.primaryKey(),
                    statement.partitioning(),
                    columns.defaults(),
                    Optional.empty(),
                    options(statement));
            CheckConstraints.require(table, context);
            context.tables().create(table);
            Creation.record(table, context, context.tables()::drop);
            return context.done(TAG);
        });
    }

    private static Map<String, String> options(CreateTable statement) {
        Map<String, String> options = new LinkedHashMap<>(statement.options());
        CheckConstraints.requireNone(statement.options(), statement.position());
        statement.checks().forEach((name, condition) -> options.put(CheckConstraints.OPTION + name, condition.sql()));
        return options;
    }
}
