package io.millrace.common.port;

import java.util.List;

/** Entries of a view's state to read: byte keys, ordered as unsigned bytes, and their values. */
public interface StateEntries {
    /** The values of these keys, in their order; null where there is none. Asked in batches, since a look-up by itself is dear. */
    List<byte[]> get(List<byte[]> keys);

    /** The entries from {@code from} (inclusive) to {@code to} (exclusive) in ascending order; the caller closes it. */
    Cursor scan(byte[] from, byte[] to);

    /** Stands before the first entry at first. */
    interface Cursor extends AutoCloseable {
        /** Goes to the next entry; false at the end. */
        boolean next();

        byte[] key();

        byte[] value();

        @Override
        void close();
    }
}
