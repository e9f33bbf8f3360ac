package io.millrace.frontend.handler;

import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.Query;

/** SELECT, VALUES, TABLE and WITH: planned, started, its rows handed on as they come. */
public final class QueryHandler implements StatementHandler<Query> {
    @Override
    public StatementResult run(Query statement, StatementContext context) {
        return context.rows("SELECT", context.start(context.planOrReuse(statement.query().node())));
    }
}
