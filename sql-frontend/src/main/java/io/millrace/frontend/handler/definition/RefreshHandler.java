package io.millrace.frontend.handler.definition;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.Refresh;

/** REFRESH MATERIALIZED VIEW: a continuous view is up to date by itself, so there is nothing to do. */
public final class RefreshHandler implements StatementHandler<Refresh> {
    @Override
    public StatementResult run(Refresh statement, StatementContext context) {
        CatalogObject.MaterializedView view =
                ObjectNames.require(statement.name(), CatalogObject.MaterializedView.class, "materialized view", context);
        context.warn("materialized view \"" + view.name() + "\" is continuous: it is up to date by itself");
        return context.done("REFRESH MATERIALIZED VIEW");
    }
}
