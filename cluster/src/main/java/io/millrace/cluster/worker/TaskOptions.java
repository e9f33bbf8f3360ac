package io.millrace.cluster.worker;

/**
 * What all tasks of a query share.
 *
 * @param statementMicros the statement's time
 * @param zone of the session
 * @param randomSeed of the statement
 * @param batchRows most rows of a batch
 * @param memoryBytesMax of the query on one node
 */
public record TaskOptions(long statementMicros, String zone, long randomSeed, int batchRows, long memoryBytesMax) {}
