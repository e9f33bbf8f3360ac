package io.millrace.cluster.view;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.exec.step.state.StatePages;
import io.millrace.storage.state.RocksMemory;
import io.millrace.storage.state.RocksStateStore;
import io.millrace.storage.state.StateFolders;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the stores of views' state and shares out their memory: half of it for keys and rows that are in use, the same for each view, and half for RocksDB.
 * What is in the directory does not outlive the process; views come back from their checkpoints.
 */
final class StateBackends implements AutoCloseable {
    /** With less, every write would be a file. */
    private static final long ROCKS_BYTES_MIN = 8L << 20;
    private static final String BACKEND_OPTION = ViewService.STATE_BACKEND_OPTION;

    private final Path directory;
    private final StateOptions options;
    private final AtomicLong made = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private RocksMemory memory;

    StateBackends(Path directory, StateOptions options) {
        this.directory = directory;
        this.options = options;
        StateFolders.delete(directory);
    }

    StateOptions.Backend backend(CatalogObject.MaterializedView definition) {
        String asked = definition.options().get(BACKEND_OPTION);
        return asked == null ? options.standard() : StateOptions.Backend.named(asked).orElseThrow();
    }

    /** The store of a view; null if its state is to stay in memory. Closed by the caller. */
    ViewStore open(CatalogObject.MaterializedView definition) {
        StateOptions.Backend backend = backend(definition);
        if (backend == StateOptions.Backend.MEMORY) {
            return null;
        }
        // A view that does not ask for RocksDB itself is not refused for it
        boolean everything = backend == StateOptions.Backend.ROCKSDB && definition.options().containsKey(BACKEND_OPTION);
        open.incrementAndGet();
        ViewStore store = new ViewStore(copy -> openStore(definition.id(), copy), open::decrementAndGet);
        store.setPages(new StatePages(store, this::memoryOfEach, everything));
        return store;
    }

    private long memoryOfEach() {
        return options.memoryBytesMax() / 2 / Math.max(1, open.get());
    }

    /** A store that holds what a copy does, to be read. Closed by the caller. */
    RocksStateStore openCopy(String viewId, Path copy) {
        return openStore(viewId, copy);
    }

    private RocksStateStore openStore(String viewId, Path copy) {
        return RocksStateStore.open(directory.resolve(viewId + "-" + made.incrementAndGet()), copy, memory());
    }

    private synchronized RocksMemory memory() {
        if (memory == null) {
            memory = new RocksMemory(directory, Math.max(ROCKS_BYTES_MIN, options.memoryBytesMax() / 2));
        }
        return memory;
    }

    @Override
    public synchronized void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
