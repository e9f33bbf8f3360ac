package io.millrace.cluster.exchange;

/** One partition of what a task puts out. */
public record OutputAddress(String queryId, int fragment, int task, int partition) {}
