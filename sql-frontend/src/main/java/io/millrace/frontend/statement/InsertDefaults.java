package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** INSERT INTO t DEFAULT VALUES. */
public record InsertDefaults(QualifiedName target, SourcePosition position) implements Statement {}
