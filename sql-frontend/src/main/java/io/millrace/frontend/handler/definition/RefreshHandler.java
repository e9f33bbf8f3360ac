package io.millrace.frontend.handler.definition;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.Refresh;

/** REFRESH MATERIALIZED VIEW: when it returns, the view holds what its inputs held when it began, or more. A continuous view always does. */
public final class RefreshHandler implements StatementHandler<Refresh> {
    @Override
    public StatementResult run(Refresh statement, StatementContext context) {
        CatalogObject.MaterializedView view =
                ObjectNames.require(statement.name(), CatalogObject.MaterializedView.class, "materialized view", context);
        if (!context.node().views().refresh(view.id())) {
            context.warn("materialized view \"" + view.name() + "\" is continuous: it is up to date by itself");
        }
        return context.done("REFRESH MATERIALIZED VIEW");
    }
}
