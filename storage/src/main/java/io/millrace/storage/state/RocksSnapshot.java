package io.millrace.storage.state;

import io.millrace.common.port.StateStore;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/** A store's entries as they were. */
final class RocksSnapshot implements StateStore.Snapshot {
    private final RocksStateStore store;
    private final Snapshot snapshot;
    private boolean closed;

    /** The store was acquired for it. */
    RocksSnapshot(RocksStateStore store) {
        this.store = store;
        this.snapshot = store.database().getSnapshot();
    }

    @Override
    public List<byte[]> get(List<byte[]> keys) {
        try (ReadOptions options = new ReadOptions().setSnapshot(snapshot)) {
            return store.get(options, keys);
        }
    }

    @Override
    public Cursor scan(byte[] from, byte[] to) {
        store.acquire();
        // A view read as a whole should not push out what its steps look up
        return new RocksCursor(store, new ReadOptions().setSnapshot(snapshot).setFillCache(false), from, to);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            store.database().releaseSnapshot(snapshot);
            store.release();
        }
    }
}
