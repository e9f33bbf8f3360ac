package io.millrace.frontend.handler;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.QueryKill;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.KillQuery;

/** KILL QUERY id. */
public final class KillQueryHandler implements StatementHandler<KillQuery> {
    @Override
    public StatementResult run(KillQuery statement, StatementContext context) {
        String reason = "the query was cancelled by KILL QUERY of user " + context.session().user();
        if (!QueryKill.kill(statement.id(), context.session(), reason, context.node())) {
            throw new MillraceException(ErrorCode.UNDEFINED_OBJECT, "query '" + statement.id() + "' is not running")
                    .at(statement.position())
                    .withHint("SHOW QUERIES lists what runs");
        }
        return context.done("KILL QUERY");
    }
}
