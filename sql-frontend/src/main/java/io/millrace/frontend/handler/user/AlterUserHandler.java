package io.millrace.frontend.handler.user;

import io.millrace.cluster.access.AccessChange;
import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.security.Passwords;
import io.millrace.frontend.statement.AlterUser;

/** ALTER USER: another password, which ends all logins of the user. */
public final class AlterUserHandler implements StatementHandler<AlterUser> {
    @Override
    public StatementResult run(AlterUser statement, StatementContext context) {
        String hash = Passwords.hash(statement.password(), context.random());
        try {
            context.apply(new MetadataChange.Access(new AccessChange.SetPassword(statement.name(), hash)));
        } catch (MillraceException e) {
            throw e.at(statement.position());
        }
        return context.done("ALTER USER");
    }
}
