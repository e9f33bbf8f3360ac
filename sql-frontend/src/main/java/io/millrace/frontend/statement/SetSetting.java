package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** SET name = value, for this session. Values are texts; their settings check them. */
public record SetSetting(String name, String value, SourcePosition position) implements Statement {}
