package io.millrace.frontend.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values that are forgotten after a time, or when there are too many, the oldest first. Thread-safe. */
final class ExpiringSet<V> {
    private final long lifeNanos;
    private final Map<String, Held<V>> entries;

    private record Held<V>(V value, long endNanos) {}

    ExpiringSet(long lifeNanos, int entriesMax) {
        this.lifeNanos = lifeNanos;
        this.entries = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Held<V>> eldest) {
                return size() > entriesMax;
            }
        };
    }

    synchronized void put(String key, V value, long nowNanos) {
        entries.remove(key);
        entries.put(key, new Held<>(value, nowNanos + lifeNanos));
    }

    synchronized Optional<V> get(String key, long nowNanos) {
        Held<V> entry = entries.get(key);
        if (entry != null && nowNanos - entry.endNanos() >= 0) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.ofNullable(entry).map(Held::value);
    }

    synchronized void remove(String key) {
        entries.remove(key);
    }
}
