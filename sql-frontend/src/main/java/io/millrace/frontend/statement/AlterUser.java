package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.security.Secret;

/** ALTER USER name PASSWORD '…'. */
public record AlterUser(String name, Secret password, SourcePosition position) implements Statement {}
