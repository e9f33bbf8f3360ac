package io.millrace.frontend.handler.user;

import io.millrace.cluster.access.AccessChange;
import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.GrantRoles;

/** GRANT and REVOKE of roles. */
public final class GrantRolesHandler implements StatementHandler<GrantRoles> {
    @Override
    public StatementResult run(GrantRoles statement, StatementContext context) {
        try {
            for (String grantee : statement.grantees()) {
                for (String role : statement.roles()) {
                    context.apply(new MetadataChange.Access(statement.revoke()
                            ? new AccessChange.RevokeRole(role, grantee) : new AccessChange.GrantRole(role, grantee)));
                }
            }
        } catch (MillraceException e) {
            throw e.at(statement.position());
        }
        return context.done(statement.revoke() ? "REVOKE" : "GRANT");
    }
}
