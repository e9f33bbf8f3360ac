package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** REFRESH MATERIALIZED VIEW: brings a view that is not continuous up to date now. */
public record Refresh(QualifiedName name, SourcePosition position) implements Statement {}
