package io.millrace.cluster.coordinator;

/** A worker as sys.nodes shows it. */
public record WorkerInfo(String nodeId, String address, int threads, long memoryBytes, long memoryBytesMax, int queries) {}
