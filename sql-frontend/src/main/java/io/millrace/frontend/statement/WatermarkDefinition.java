package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** WATERMARK FOR column AS column - INTERVAL …; the delay in micros, at least 0. */
public record WatermarkDefinition(String column, long delayMicros, SourcePosition position) {}
