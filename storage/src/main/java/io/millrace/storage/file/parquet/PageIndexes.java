package io.millrace.storage.file.parquet;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Page indexes of one file that were read lately, parsed: a look-up of a row would spend more on parsing them than on its pages. Thread-safe. */
final class PageIndexes {
    private static final int INDEXES_MAX = 64;
    /** A longer one is parsed each time. */
    private static final int INDEX_BYTES_MAX = 16 << 10;

    private final Map<Key, Object> parsed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
            return size() > INDEXES_MAX;
        }
    };

    /** An index's place in the file, and what it is read as. */
    private record Key(long offset, Class<?> form) {}

    /** Reads and parses. */
    interface Reader<T> {
        T read() throws IOException;
    }

    /** What {@code reader} gives, now or before; null is not kept. */
    <T> T get(long offset, int bytes, Class<T> form, Reader<T> reader) throws IOException {
        Key key = new Key(offset, form);
        synchronized (parsed) {
            Object known = parsed.get(key);
            if (known != null) {
                return form.cast(known);
            }
        }
        T read = reader.read();
        if (read != null && bytes <= INDEX_BYTES_MAX) {
            synchronized (parsed) {
                parsed.put(key, read);
            }
        }
        return read;
    }
}
