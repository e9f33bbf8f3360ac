package io.millrace.cluster.view;

import io.millrace.common.port.StateChanges;
import io.millrace.common.port.StateStore;
import io.millrace.exec.step.state.StatePages;
import io.millrace.storage.state.RocksStateStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The store of one view's state, which is made when it is first used, so that it can begin with a checkpoint's. */
final class ViewStore implements StateStore {
    private final Function<Path, RocksStateStore> maker;
    private final Runnable onClose;
    private StatePages pages;
    private RocksStateStore store;
    private boolean closed;

    /** @param maker opens a store with what a copy holds, null: nothing */
    ViewStore(Function<Path, RocksStateStore> maker, Runnable onClose) {
        this.maker = maker;
        this.onClose = onClose;
    }

    void setPages(StatePages statePages) {
        pages = statePages;
    }

    /** The state of the view's operators and contents between memory and this store. */
    StatePages pages() {
        return pages;
    }

    /** Begins with what a copy holds, before anything else. */
    void startFrom(Path copy) {
        assert store == null;
        store = maker.apply(copy);
    }

    private RocksStateStore store() {
        if (store == null) {
            store = maker.apply(null);
        }
        return store;
    }

    /** As {@link RocksStateStore#copyTo}. */
    void copyTo(Path folder) {
        store().copyTo(folder);
    }

    @Override
    public List<byte[]> get(List<byte[]> keys) {
        return store().get(keys);
    }

    @Override
    public Cursor scan(byte[] from, byte[] to) {
        return store().scan(from, to);
    }

    @Override
    public void write(StateChanges changes) {
        store().write(changes);
    }

    @Override
    public Snapshot snapshot() {
        return store().snapshot();
    }

    @Override
    public long diskBytes() {
        return store == null ? 0 : store.diskBytes();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
            if (store != null) {
                store.close();
            }
        }
    }
}
