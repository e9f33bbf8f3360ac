package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** SHOW CREATE TABLE | STREAM | VIEW | MATERIALIZED VIEW name. */
public record ShowCreate(ObjectKind kind, QualifiedName name, SourcePosition position) implements Statement {}
