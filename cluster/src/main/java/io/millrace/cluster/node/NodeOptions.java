package io.millrace.cluster.node;

import java.nio.file.Path;

/**
 * How a node runs.
 *
 * @param dataDirectory holds everything that lasts
 * @param host address to bind, loopback by default
 * @param raftPort of the metadata service
 * @param memoryBytesMax of column data, all queries and views together
 * @param queryMemoryBytesMax of one query
 * @param threads that execute, one a core by default
 */
public record NodeOptions(Path dataDirectory, String host, int raftPort, long memoryBytesMax, long queryMemoryBytesMax, int threads) {}
