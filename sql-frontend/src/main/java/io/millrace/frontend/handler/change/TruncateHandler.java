package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.Truncate;

/** TRUNCATE. */
public final class TruncateHandler implements StatementHandler<Truncate> {
    @Override
    public StatementResult run(Truncate statement, StatementContext context) {
        CatalogObject.Table table = ChangeTarget.table(statement.name(), "TRUNCATE", context);
        context.tables().truncate(table);
        return context.done("TRUNCATE");
    }
}
