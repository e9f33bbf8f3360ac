package io.millrace.cluster.sink;

import io.millrace.common.connector.SinkKind;

/**
 * What is known of a sink before it runs.
 *
 * @param appendOnly whether its query never takes a row back
 */
public record SinkPromise(SinkKind kind, boolean appendOnly) {}
