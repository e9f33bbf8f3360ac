package io.millrace.frontend.handler.user;

import io.millrace.cluster.access.AccessChange;
import io.millrace.cluster.access.User;
import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.security.Passwords;
import io.millrace.frontend.statement.CreateUser;
import java.util.Optional;

/** CREATE USER and CREATE ROLE. The first user closes the server for all who do not log in. */
public final class CreateUserHandler implements StatementHandler<CreateUser> {
    @Override
    public StatementResult run(CreateUser statement, StatementContext context) {
        String tag = statement.password().isPresent() ? "CREATE USER" : "CREATE ROLE";
        if (statement.ifNotExists() && context.node().metadata().state().access().users().containsKey(statement.name())) {
            context.warn("\"" + statement.name() + "\" already exists, skipping");
            return context.done(tag);
        }
        Optional<String> hash = statement.password().map(password -> Passwords.hash(password, context.random()));
        try {
            context.apply(new MetadataChange.Access(new AccessChange.Create(new User(statement.name(), hash, statement.roles()))));
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.DUPLICATE_OBJECT || !statement.ifNotExists()) {
                throw e.at(statement.position());
            }
        }
        return context.done(tag);
    }
}
