package io.millrace.storage.log;

import io.millrace.common.batch.Batch;

/**
 * Rows for one partition.
 *
 * @param batch taken over; its live rows are written
 * @param expectedOffset that the first row must get, or {@link #ANY}; else the append fails with WRITE_CONFLICT and nothing of its unit is written
 * @param schemaId that the reader of the rows may want to know; 0 unless the schema changed
 */
public record Append(Log log, int partition, Batch batch, long expectedOffset, int schemaId) {
    public static final long ANY = -1;

    public Append {
        log.requirePartition(partition);
    }

    public Append(Log log, int partition, Batch batch) {
        this(log, partition, batch, ANY, 0);
    }
}
