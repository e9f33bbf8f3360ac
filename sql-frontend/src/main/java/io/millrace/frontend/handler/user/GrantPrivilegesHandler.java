package io.millrace.frontend.handler.user;

import io.millrace.cluster.access.AccessChange;
import io.millrace.cluster.access.Grant;
import io.millrace.cluster.access.Privilege;
import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.GrantPrivileges;
import java.util.ArrayList;
import java.util.List;

/** GRANT and REVOKE of privileges. */
public final class GrantPrivilegesHandler implements StatementHandler<GrantPrivileges> {
    @Override
    public StatementResult run(GrantPrivileges statement, StatementContext context) {
        String target = target(statement, context);
        List<Grant> grants = new ArrayList<>();
        for (String grantee : statement.grantees()) {
            for (Privilege privilege : statement.privileges()) {
                grants.add(new Grant(grantee, privilege, target));
            }
        }
        try {
            context.apply(new MetadataChange.Access(
                    statement.revoke() ? new AccessChange.RevokePrivileges(grants) : new AccessChange.GrantPrivileges(grants)));
        } catch (MillraceException e) {
            throw e.at(statement.position());
        }
        return context.done(statement.revoke() ? "REVOKE" : "GRANT");
    }

    private static String target(GrantPrivileges statement, StatementContext context) {
        if (statement.schema().isPresent()) {
            String schema = statement.schema().get();
            ObjectNames.requireUserSchema(schema, statement.position());
            if (!context.catalog().schemas().contains(schema)) {
                throw new MillraceException(ErrorCode.UNDEFINED_SCHEMA, "schema \"" + schema + "\" does not exist")
                        .at(statement.position());
            }
            return Grant.schema(schema);
        }
        ObjectName name = context.resolve(statement.object().orElseThrow());
        ObjectNames.requireUserSchema(name.schema(), statement.position());
        return context.catalog().find(name)
                .orElseThrow(() -> ObjectNames.undefined("table", name, statement.object().get().position())).id();
    }
}
