package io.millrace.exec.spill;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Batches on disk, written by any thread, then read by any thread in any order. The file is unlinked as soon as it is open, so that nothing is left of it
 * however the process ends.
 */
public final class SpillFile implements AutoCloseable {
    private final Path directory;
    private final List<SqlType> types;
    private final BufferAllocator allocator;

    // Guarded by this
    private final List<Long> offsets = new ArrayList<>();
    private FileChannel channel;
    private long end;
    private long rows;

    /** The file is made by the first write. */
    public SpillFile(Path directory, List<SqlType> types, BufferAllocator allocator) {
        this.directory = directory;
        this.types = List.copyOf(types);
        this.allocator = allocator;
    }

    /** Appends the rows of a batch without selection, which stays the caller's; returns the bytes written. */
    public synchronized long write(Batch batch) {
        assert batch.selection() == null;
        try {
            if (channel == null) {
                channel = open();
            }
            long from = end;
            end = new BlockWriter(channel, end, allocator).write(batch);
            offsets.add(from);
            rows += batch.physicalRows();
            return end - from;
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    private FileChannel open() throws IOException {
        Path path = Files.createTempFile(directory, "spill-", ".tmp");
        FileChannel opened = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(path);
        return opened;
    }

    /** How many batches there are. */
    public synchronized int batches() {
        return offsets.size();
    }

    public synchronized long rows() {
        return rows;
    }

    /** Size on disk. */
    public synchronized long bytes() {
        return end;
    }

    /** Batch {@code index}, owned by the caller. */
    public Batch read(int index) {
        long from;
        FileChannel source;
        synchronized (this) {
            from = offsets.get(index);
            source = channel;
        }
        try {
            return new BlockReader(source, from, allocator).read(types);
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private MillraceException failed(String what, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean full = message.toLowerCase(Locale.ROOT).contains("no space left");
        return new MillraceException(
                full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR, "cannot " + what + " a spill file in " + directory + ": " + message,
                cause);
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw failed("close", e);
            } finally {
                channel = null;
            }
        }
    }
}
