package io.millrace.storage.state;

import io.millrace.common.port.StateEntries;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Walks over a range of a store's entries. */
final class RocksCursor implements StateEntries.Cursor {
    private final RocksStateStore store;
    private final ReadOptions options;
    private final Slice end;
    private final RocksIterator iterator;
    private final byte[] from;
    private boolean started;
    private boolean closed;

    /** Takes the options over; the store was acquired for it. */
    RocksCursor(RocksStateStore store, ReadOptions options, byte[] from, byte[] to) {
        this.store = store;
        this.end = new Slice(to);
        this.options = options.setIterateUpperBound(end);
        this.iterator = store.database().newIterator(this.options);
        this.from = from;
    }

    @Override
    public boolean next() {
        if (!started) {
            started = true;
            iterator.seek(from);
        } else if (iterator.isValid()) {
            iterator.next();
        }
        if (iterator.isValid()) {
            return true;
        }
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw RocksStateStore.failure("read", e);
        }
        return false;
    }

    @Override
    public byte[] key() {
        return iterator.key();
    }

    @Override
    public byte[] value() {
        return iterator.value();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            iterator.close();
            options.close();
            end.close();
            store.release();
        }
    }
}
