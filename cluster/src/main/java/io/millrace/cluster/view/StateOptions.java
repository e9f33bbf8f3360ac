package io.millrace.cluster.view;

import java.util.Locale;
import java.util.Optional;

/**
 * Where views keep their state that do not say so themselves.
 *
 * @param standard the back end of a view without the option
 * @param memoryBytesMax of the state and contents of all views in RocksDB together, its own caches included
 */
public record StateOptions(Backend standard, long memoryBytesMax) {
    /** Where a view's state is. */
    public enum Backend {
        /** All of it in memory. */
        MEMORY,
        /** All of it in RocksDB, with a cache in memory; views that cannot are refused. */
        ROCKSDB,
        /** In RocksDB as far as operators can, the rest in memory. */
        AUTO;

        /** Empty if there is none of that name. */
        public static Optional<Backend> named(String name) {
            for (Backend backend : values()) {
                if (backend.optionValue().equals(name)) {
                    return Optional.of(backend);
                }
            }
            return Optional.empty();
        }

        public String optionValue() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final long MEMORY_BYTES = 512L << 20;

    /** Memory, unless the property {@code millrace.state_backend} says otherwise. */
    public static final StateOptions DEFAULT = new StateOptions(
            Backend.named(System.getProperty("millrace.state_backend", "memory")).orElseThrow(),
            Long.getLong("millrace.state_memory", MEMORY_BYTES));
}
