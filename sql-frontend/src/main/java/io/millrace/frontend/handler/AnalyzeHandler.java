package io.millrace.frontend.handler;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.Analyze;

/** ANALYZE: moves a table's newest rows into its body, whose files carry the statistics that plans are made with. Files as they are have theirs already. */
public final class AnalyzeHandler implements StatementHandler<Analyze> {
    @Override
    public StatementResult run(Analyze statement, StatementContext context) {
        CatalogObject.Table table = ObjectNames.require(statement.name(), CatalogObject.Table.class, "table", context);
        if (table.external().isEmpty()) {
            context.tables().flush(table);
        }
        return context.done("ANALYZE");
    }
}
