package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** ALTER SINK … PAUSE, or RESUME. */
public record AlterSink(QualifiedName name, boolean ifExists, boolean pause, SourcePosition position) implements Statement {}
