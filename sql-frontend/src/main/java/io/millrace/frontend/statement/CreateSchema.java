package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** CREATE SCHEMA. */
public record CreateSchema(String name, boolean ifNotExists, SourcePosition position) implements Statement {}
