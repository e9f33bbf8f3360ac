package io.millrace.storage.log;

/**
 * Limits of a log store.
 *
 * @param journalBytes at which the shared journal starts a new file and the old one is settled into segments
 * @param closedJournalsMax files that may await settling before appends wait
 * @param segmentBytes at which a partition starts a new segment file; retention drops whole segments
 * @param pendingBytesMax of appends that may queue for the disk before appenders wait
 * @param unsettledBlocksMax of a partition's blocks in the journal before they are settled ahead of time, so that many tiny blocks read fast
 * @param settledBlockRows rows that small blocks are gathered to
 * @param settledBlockBytes bytes that small blocks are gathered to
 * @param compressSegments whether blocks are zstd-compressed when they are settled, where that saves a quarter
 * @param epoch of the leader; 0 while there is one node
 * @param backgroundSettling whether a thread settles; if not, {@link LogStore#settle} must be called
 */
public record LogOptions(
        long journalBytes,
        int closedJournalsMax,
        long segmentBytes,
        long pendingBytesMax,
        int unsettledBlocksMax,
        int settledBlockRows,
        int settledBlockBytes,
        boolean compressSegments,
        int epoch,
        boolean backgroundSettling) {
    public static final LogOptions DEFAULT =
            new LogOptions(64L << 20, 4, 128L << 20, 64L << 20, 1024, 65_536, 4 << 20, true, 0, true);

    public LogOptions {
        assert journalBytes > 0 && closedJournalsMax > 0 && segmentBytes > 0 && pendingBytesMax > 0;
        assert unsettledBlocksMax > 1 && settledBlockRows > 0 && settledBlockBytes > 0;
    }

    public LogOptions withJournalBytes(long bytes) {
        return new LogOptions(
                bytes, closedJournalsMax, segmentBytes, pendingBytesMax, unsettledBlocksMax, settledBlockRows, settledBlockBytes,
                compressSegments,
                epoch, backgroundSettling);
    }

    public LogOptions withSegmentBytes(long bytes) {
        return new LogOptions(
                journalBytes, closedJournalsMax, bytes, pendingBytesMax, unsettledBlocksMax, settledBlockRows, settledBlockBytes,
                compressSegments,
                epoch, backgroundSettling);
    }

    public LogOptions withSettledBlockRows(int rows) {
        return new LogOptions(
                journalBytes, closedJournalsMax, segmentBytes, pendingBytesMax, unsettledBlocksMax, rows, settledBlockBytes,
                compressSegments, epoch,
                backgroundSettling);
    }

    public LogOptions withBackgroundSettling(boolean on) {
        return new LogOptions(
                journalBytes, closedJournalsMax, segmentBytes, pendingBytesMax, unsettledBlocksMax, settledBlockRows, settledBlockBytes,
                compressSegments, epoch, on);
    }
}
