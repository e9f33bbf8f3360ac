package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** CREATE SAVEPOINT: keeps a view as it is now, until the savepoint is dropped. */
public record CreateSavepoint(String name, QualifiedName view, SourcePosition position) implements Statement {}
