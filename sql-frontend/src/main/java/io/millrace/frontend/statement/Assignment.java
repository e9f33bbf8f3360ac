package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** One column of UPDATE … SET; a DEFAULT is a tree of kind DEFAULT. */
public record Assignment(String column, ExpressionText value, SourcePosition position) {}
