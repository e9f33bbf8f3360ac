package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** DROP SAVEPOINT. */
public record DropSavepoint(String name, boolean ifExists, SourcePosition position) implements Statement {}
