package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** DROP FUNCTION. */
public record DropFunction(QualifiedName name, boolean ifExists, SourcePosition position) implements Statement {}
