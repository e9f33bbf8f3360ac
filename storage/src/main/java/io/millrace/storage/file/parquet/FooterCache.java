package io.millrace.storage.file.parquet;

import io.millrace.storage.file.glob.DataFile;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Footers of files read lately, by path, length and time of change. Thread-safe; bounded by the column chunks that the footers describe. */
public final class FooterCache {
    /** About a kilobyte each. */
    static final long CHUNKS_MAX = 100_000;

    private record Key(Path path, long length, long modifiedNanos, boolean binaryAsText) {}

    private final Map<Key, ParquetFile> files = new LinkedHashMap<>(64, 0.75f, true);
    private long chunks;

    public ParquetFile open(DataFile file, boolean binaryAsText) {
        Key key = new Key(file.path(), file.length(), file.modifiedNanos(), binaryAsText);
        synchronized (files) {
            ParquetFile known = files.get(key);
            if (known != null) {
                return known;
            }
        }
        ParquetFile read = ParquetFile.open(file.path(), binaryAsText);
        if (read.length() == file.length()) {
            keep(key, read);
        }
        return read;
    }

    private void keep(Key key, ParquetFile file) {
        synchronized (files) {
            if (files.put(key, file) == null) {
                chunks += weight(file);
            }
            Iterator<ParquetFile> eldest = files.values().iterator();
            while (chunks > CHUNKS_MAX && eldest.hasNext()) {
                chunks -= weight(eldest.next());
                eldest.remove();
            }
        }
    }

    private static long weight(ParquetFile file) {
        return 1 + (long) file.rowGroups() * file.leaves().size();
    }
}
