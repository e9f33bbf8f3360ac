package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** ANALYZE t: gathers statistics. */
public record Analyze(QualifiedName name, SourcePosition position) implements Statement {}
