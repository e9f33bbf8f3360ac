package io.millrace.common.connector;

import java.util.List;

/**
 * A record of another system's log. The arrays are not copied and not changed.
 *
 * @param timestampMillis epoch milliseconds; -1 if there is none
 * @param key null if there is none
 * @param value null if there is none: in a log of newest values, the key is gone
 */
public record SourceRecord(int partition, long offset, long timestampMillis, byte[] key, byte[] value, List<Header> headers) {
    /** One of a record's headers, of which several may have the same key. */
    public record Header(String key, byte[] value) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
