package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;

/** GRANT role, … TO user, … and REVOKE role, … FROM user, …. */
public record GrantRoles(List<String> roles, List<String> grantees, boolean revoke, SourcePosition position) implements Statement {
    public GrantRoles {
        roles = List.copyOf(roles);
        grantees = List.copyOf(grantees);
    }
}
