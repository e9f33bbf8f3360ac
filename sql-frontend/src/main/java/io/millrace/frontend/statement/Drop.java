package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** DROP of anything; {@code cascade} takes what depends on it along. */
public record Drop(ObjectKind kind, QualifiedName name, boolean ifExists, boolean cascade, SourcePosition position) implements Statement {}
