package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** TRUNCATE [TABLE]. */
public record Truncate(QualifiedName name, SourcePosition position) implements Statement {}
