package io.millrace.cluster.query;

import java.time.ZoneId;

/**
 * How a statement runs.
 *
 * @param text the statement, for lists and logs
 * @param user who runs it
 * @param statementMicros its time, microseconds since 1970-01-01T00:00Z: what NOW() gives
 * @param zone of the session
 * @param timeoutMillis it is cancelled after that long; 0: never
 * @param memoryBytesMax limit of its memory
 * @param batchRows most rows of a batch
 * @param fragmentTasks 0: on workers, where there are any; more: cut into fragments of so many tasks in this process; less: whole, in this process
 * @param spillAlways whether operators go on on disk from their first row, in this process
 */
public record QueryOptions(String text, String user, long statementMicros, ZoneId zone, long timeoutMillis, long memoryBytesMax,
        int batchRows, int fragmentTasks, boolean spillAlways) {}
