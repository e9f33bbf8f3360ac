package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** VERIFY VIEW v: compares a view with the batch answer over the same inputs. */
public record VerifyView(QualifiedName name, SourcePosition position) implements Statement {}
