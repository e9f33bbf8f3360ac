package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** USE schema: where names without a schema are looked up. */
public record UseSchema(String schema, SourcePosition position) implements Statement {}
