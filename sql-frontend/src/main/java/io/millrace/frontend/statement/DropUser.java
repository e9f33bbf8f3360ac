package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** DROP USER name, DROP ROLE name. */
public record DropUser(String name, boolean role, boolean ifExists, SourcePosition position) implements Statement {}
