package io.millrace.frontend.statement;

import io.millrace.cluster.access.Privilege;
import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * GRANT privileges ON object | SCHEMA name TO user, … and REVOKE … FROM user, ….
 *
 * @param object present if {@code schema} is not
 */
public record GrantPrivileges(
        List<Privilege> privileges,
        Optional<QualifiedName> object,
        Optional<String> schema,
        List<String> grantees,
        boolean revoke,
        SourcePosition position) implements Statement {
    public GrantPrivileges {
        privileges = List.copyOf(privileges);
        grantees = List.copyOf(grantees);
    }
}
