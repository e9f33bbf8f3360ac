package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.security.Secret;
import java.util.List;
import java.util.Optional;

/** CREATE USER name PASSWORD '…' [WITH ROLE r, …]; without a password CREATE ROLE. */
public record CreateUser(
        String name,
        boolean ifNotExists,
        Optional<Secret> password,
        List<String> roles,
        SourcePosition position) implements Statement {
    public CreateUser {
        roles = List.copyOf(roles);
    }
}
