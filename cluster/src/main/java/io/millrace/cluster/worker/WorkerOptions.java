package io.millrace.cluster.worker;

import java.nio.file.Path;

/**
 * How a worker runs.
 *
 * @param dataDirectory holds its identity and what it spills
 * @param coordinatorHost where the node is that gives it tasks
 * @param coordinatorPort that node's exchange port
 * @param host address to bind, by which other nodes reach it
 * @param exchangePort to give out what its tasks put out; 0: any free one
 * @param memoryBytesMax of all queries together
 * @param threads that execute
 */
public record WorkerOptions(
        Path dataDirectory, String coordinatorHost, int coordinatorPort, String host, int exchangePort, long memoryBytesMax,
        int threads) {}
