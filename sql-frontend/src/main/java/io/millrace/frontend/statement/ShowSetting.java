package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** SHOW name. */
public record ShowSetting(String name, SourcePosition position) implements Statement {}
