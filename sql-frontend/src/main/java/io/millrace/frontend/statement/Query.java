package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** SELECT, VALUES, TABLE, WITH and set operations. */
public record Query(QueryText query, SourcePosition position) implements Statement {}
