package io.millrace.storage.table;

/**
 * Limits of managed tables.
 *
 * @param inlineRowsMax rows of one statement that go through the log; more are written to Parquet files first, and the log names those
 * @param inlineBytesMax likewise in bytes
 * @param flushRows rows in a head that start its flush
 * @param flushBytes likewise in bytes of the log
 * @param flushAgeMicros after which a head is flushed even if it is small
 * @param historyMicros how long earlier versions stay readable, unless the table's option {@code history.retention} says otherwise
 * @param snapshotsMax of one table; older ones are left out of its list first, their times stay readable through the head
 * @param lockWaitMillis after which a statement that waits for another's changes gives up with WRITE_CONFLICT
 * @param retractionsInMemory rows to be taken out that are matched in one pass over the table
 * @param fileBytes at which a new data file is begun
 * @param smallFilesMax of a partition, before a flush writes them anew as one
 * @param smallFileBytes below which a data file is small
 */
public record TableOptions(
        int inlineRowsMax,
        long inlineBytesMax,
        long flushRows,
        long flushBytes,
        long flushAgeMicros,
        long historyMicros,
        int snapshotsMax,
        long lockWaitMillis,
        int retractionsInMemory,
        long fileBytes,
        int smallFilesMax,
        long smallFileBytes) {
    public static final TableOptions DEFAULT = new TableOptions(
            16_384, 8L << 20, 122_880, 64L << 20, 600_000_000L, 86_400_000_000L, 100, 60_000, 1 << 20, 512L << 20, 8, 32L << 20);

    public TableOptions {
        assert inlineRowsMax > 0 && inlineBytesMax > 0 && flushRows > 0 && flushBytes > 0 && retractionsInMemory > 0 && fileBytes > 0;
    }

    public TableOptions withInlineRows(int rows) {
        return new TableOptions(
                rows, inlineBytesMax, flushRows, flushBytes, flushAgeMicros, historyMicros, snapshotsMax, lockWaitMillis,
                retractionsInMemory,
                fileBytes, smallFilesMax, smallFileBytes);
    }

    public TableOptions withFlushRows(long rows) {
        return new TableOptions(
                inlineRowsMax, inlineBytesMax, rows, flushBytes, flushAgeMicros, historyMicros, snapshotsMax, lockWaitMillis,
                retractionsInMemory, fileBytes, smallFilesMax, smallFileBytes);
    }

    public TableOptions withHistoryMicros(long micros) {
        return new TableOptions(
                inlineRowsMax, inlineBytesMax, flushRows, flushBytes, flushAgeMicros, micros, snapshotsMax, lockWaitMillis,
                retractionsInMemory, fileBytes, smallFilesMax, smallFileBytes);
    }

    public TableOptions withRetractionsInMemory(int rows) {
        return new TableOptions(
                inlineRowsMax, inlineBytesMax, flushRows, flushBytes, flushAgeMicros, historyMicros, snapshotsMax, lockWaitMillis, rows,
                fileBytes, smallFilesMax, smallFileBytes);
    }

    public TableOptions withLockWaitMillis(long millis) {
        return new TableOptions(
                inlineRowsMax, inlineBytesMax, flushRows, flushBytes, flushAgeMicros, historyMicros, snapshotsMax, millis,
                retractionsInMemory, fileBytes, smallFilesMax, smallFileBytes);
    }

    public TableOptions withSmallFiles(int files) {
        return new TableOptions(
                inlineRowsMax, inlineBytesMax, flushRows, flushBytes, flushAgeMicros, historyMicros, snapshotsMax, lockWaitMillis,
                retractionsInMemory, fileBytes, files, smallFileBytes);
    }
}
