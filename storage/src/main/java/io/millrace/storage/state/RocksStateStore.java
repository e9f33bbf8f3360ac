package io.millrace.storage.state;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.StateChanges;
import io.millrace.common.port.StateStore;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * State in RocksDB, in a folder of its own that is gone when the store is closed and nobody reads it any more. Nothing is logged before it is written: what
 * lasts are copies ({@link #copyTo}), which share their files with the store.
 */
public final class RocksStateStore implements StateStore {
    private final Path directory;
    private final Options options;
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final ReadOptions reads = new ReadOptions();
    private final RocksDB database;
    /** The store itself, its snapshots and cursors. */
    private int users = 1;
    private boolean closed;

    private RocksStateStore(Path directory, Options options, RocksDB database) {
        this.directory = directory;
        this.options = options;
        this.database = database;
    }

    /**
     * @param directory does not exist yet
     * @param copy what {@link #copyTo} made; null: without entries
     * @throws MillraceException CORRUPT_FILE if the copy is damaged
     */
    public static RocksStateStore open(Path directory, Path copy, RocksMemory memory) {
        StateFolders.delete(directory);
        if (copy == null) {
            StateFolders.create(directory);
        } else {
            StateFolders.link(copy, directory);
        }
        Options options = memory.options();
        try {
            return new RocksStateStore(directory, options, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException e) {
            options.close();
            StateFolders.delete(directory);
            throw copy == null ? failure("open", e)
                    : new MillraceException(ErrorCode.CORRUPT_FILE, "the state in " + copy + " cannot be opened: " + e.getMessage(), e);
        }
    }

    static MillraceException failure(String what, RocksDBException e) {
        Status status = e.getStatus();
        ErrorCode code = ErrorCode.IO_ERROR;
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            code = ErrorCode.DISK_FULL;
        } else if (status != null && status.getCode() == Status.Code.Corruption) {
            code = ErrorCode.CORRUPT_FILE;
        }
        return new MillraceException(code, "RocksDB could not " + what + " state: " + e.getMessage(), e);
    }

    @Override
    public List<byte[]> get(List<byte[]> keys) {
        return get(reads, keys);
    }

    List<byte[]> get(ReadOptions how, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        try {
            return database.multiGetAsList(how, keys);
        } catch (RocksDBException e) {
            throw failure("read", e);
        }
    }

    @Override
    public void write(StateChanges changes) {
        try (WriteBatch batch = new WriteBatch(changes.writeBatch())) {
            database.write(unlogged, batch);
        } catch (RocksDBException e) {
            throw failure("write", e);
        }
    }

    @Override
    public Cursor scan(byte[] from, byte[] to) {
        acquire();
        return new RocksCursor(this, new ReadOptions(), from, to);
    }

    @Override
    public Snapshot snapshot() {
        acquire();
        return new RocksSnapshot(this);
    }

    RocksDB database() {
        return database;
    }

    synchronized void acquire() {
        if (users == 0) {
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "the store of state in " + directory + " is closed");
        }
        users++;
    }

    /** A user is done; the last one ends the store. */
    synchronized void release() {
        if (--users == 0) {
            database.close();
            reads.close();
            unlogged.close();
            options.close();
            StateFolders.delete(directory);
        }
    }

    /** Writes what the store holds into a folder that does not exist yet, durably, sharing files with the store. */
    public void copyTo(Path folder) {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true); Checkpoint checkpoint = Checkpoint.create(database)) {
            database.flush(flush);
            checkpoint.createCheckpoint(folder.toString());
        } catch (RocksDBException e) {
            throw failure("copy", e);
        }
    }

    @Override
    public long diskBytes() {
        try {
            return database.getLongProperty("rocksdb.live-sst-files-size");
        } catch (RocksDBException e) {
            throw failure("measure", e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }
}
