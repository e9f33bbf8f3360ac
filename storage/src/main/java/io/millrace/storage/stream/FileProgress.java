package io.millrace.storage.stream;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.Log;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.log.LogStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * How far a stream has taken in the files of a folder. It is a log of its own whose rows are appended in one unit with the stream's: the journal makes
 * both durable or neither, so that every row of a file is in the stream once, whatever happens in between. Of one thread.
 */
public final class FileProgress {
    private static final String LOG_PREFIX = "files-";
    /** In the place of the rows. */
    private static final long FORGOTTEN = -1;
    private static final int BATCH_ROWS = 1 << 12;
    /** Entries beyond twice the files before the log is written anew. */
    private static final int STALE_ENTRIES_MAX = 10_000;
    private static final Schema ENTRY = new Schema(List.of(
            new Field("file", SqlType.VARCHAR, false),
            new Field("rows", SqlType.BIGINT, false),
            new Field("modified", SqlType.BIGINT, false),
            new Field("whole", SqlType.BOOLEAN, false)));

    private final LogStore logs;
    private final Log log;
    private final BufferAllocator allocator;
    private final Map<String, Taken> files = new HashMap<>();

    /**
     * What was taken of a file.
     *
     * @param rows that are in the stream
     * @param modifiedNanos the file's time of change when it was taken
     * @param whole whether these are all
     */
    public record Taken(long rows, long modifiedNanos, boolean whole) {}

    FileProgress(LogStore logs, String streamId, BufferAllocator allocator) {
        this.logs = logs;
        this.log = logs.findOrCreate(logId(streamId), 1);
        this.allocator = allocator;
        try (LogReader reader = log.read(0, log.earliestOffset(0), log.endOffset(0), ENTRY, BATCH_ROWS, allocator)) {
            for (LogBatch next = reader.next(); next != null; next = reader.next()) {
                try (LogBatch entries = next) {
                    for (int i = 0; i < entries.rows(); i++) {
                        load(entries.batch(), i);
                    }
                }
            }
        }
    }

    private void load(Batch entries, int row) {
        String file = (String) Values.read(entries.column(0), row);
        long rows = (Long) Values.read(entries.column(1), row);
        if (rows == FORGOTTEN) {
            files.remove(file);
        } else {
            files.put(file, new Taken(rows, (Long) Values.read(entries.column(2), row), (Boolean) Values.read(entries.column(3), row)));
        }
    }

    static String logId(String streamId) {
        return LOG_PREFIX + streamId;
    }

    /** The stream whose progress a log holds; absent for other logs. */
    public static Optional<String> streamOf(String logId) {
        return logId.startsWith(LOG_PREFIX) ? Optional.of(logId.substring(LOG_PREFIX.length())) : Optional.empty();
    }

    /** What was taken of a file; absent for one that was never seen. */
    public Optional<Taken> of(String file) {
        return Optional.ofNullable(files.get(file));
    }

    /** What to append together with the rows. */
    Append entry(String file, Taken taken) {
        return entries(Map.of(file, taken));
    }

    /** A file that is gone: another may come under its name. Returns once that is on disk. */
    public void forget(String file) {
        logs.append(List.of(entry(file, new Taken(FORGOTTEN, 0, true)))).join();
        files.remove(file);
    }

    /** Remembers what was appended. */
    void appended(String file, Taken taken) {
        files.put(file, taken);
        if (log.endOffset(0) - log.earliestOffset(0) > 2L * files.size() + STALE_ENTRIES_MAX) {
            long anew = logs.append(List.of(entries(files))).join().get(0).firstOffset();
            log.trimTo(0, anew);
        }
    }

    private Append entries(Map<String, Taken> taken) {
        try (BatchBuilder builder = new BatchBuilder(allocator, ENTRY, taken.size())) {
            taken.forEach((file, of) -> builder.row(file, of.rows(), of.modifiedNanos(), of.whole()));
            return new Append(log, 0, builder.build());
        }
    }
}
