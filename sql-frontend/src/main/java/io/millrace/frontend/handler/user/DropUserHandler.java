package io.millrace.frontend.handler.user;

import io.millrace.cluster.access.AccessChange;
import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.DropUser;

/** DROP USER and DROP ROLE. */
public final class DropUserHandler implements StatementHandler<DropUser> {
    @Override
    public StatementResult run(DropUser statement, StatementContext context) {
        String tag = statement.role() ? "DROP ROLE" : "DROP USER";
        if (statement.ifExists() && !context.node().metadata().state().access().users().containsKey(statement.name())) {
            context.warn("\"" + statement.name() + "\" does not exist, skipping");
            return context.done(tag);
        }
        try {
            context.apply(new MetadataChange.Access(new AccessChange.Drop(statement.name(), statement.role())));
        } catch (MillraceException e) {
            throw e.at(statement.position());
        }
        return context.done(tag);
    }
}
