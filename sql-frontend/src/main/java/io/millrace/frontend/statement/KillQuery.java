package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** KILL QUERY 'id'. */
public record KillQuery(String id, SourcePosition position) implements Statement {}
