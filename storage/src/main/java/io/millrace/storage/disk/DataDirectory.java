package io.millrace.storage.disk;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A server's directory: held by one process at a time through a lock on {@code LOCK}, and of a version that this build knows ({@code VERSION}).
 * Everything else in it belongs to other classes; close this last.
 */
public final class DataDirectory implements AutoCloseable {
    /** What this build writes. Older versions are upgraded in place when there are any; newer ones are refused. */
    public static final int VERSION = 1;

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the directory, creating it if there is none.
     *
     * @throws MillraceException DATA_DIRECTORY_IN_USE, DATA_DIRECTORY_NEWER, METADATA_CORRUPT, DISK_FULL or IO_ERROR
     */
    public static DataDirectory open(Path path) {
        Path root = path.toAbsolutePath().normalize();
        Disk disk = new LocalDisk();
        FileChannel channel = null;
        try {
            disk.createDirectories(root);
            channel = FileChannel.open(root.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new MillraceException(
                        ErrorCode.DATA_DIRECTORY_IN_USE,
                        "data directory " + root + " is in use by another Millrace process",
                        null,
                        "stop that process, or give this one another directory with --data",
                        null);
            }
            checkVersion(disk, root);
            return new DataDirectory(root, channel, lock);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw DiskErrors.translate("open data directory " + root, e);
        } catch (MillraceException e) {
            closeQuietly(channel, e);
            throw e;
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void checkVersion(Disk disk, Path root) throws IOException {
        Path file = root.resolve("VERSION");
        if (!Files.exists(file)) {
            disk.replace(file, (VERSION + "\n").getBytes(StandardCharsets.US_ASCII));
            return;
        }
        String text = new String(disk.read(file), StandardCharsets.UTF_8).strip();
        int found;
        try {
            found = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MillraceException(
                    ErrorCode.METADATA_CORRUPT,
                    "data directory " + root + ": file VERSION should hold a number, found '" + text + "'",
                    null,
                    "if this is a Millrace data directory, write the version it was made by (" + VERSION + " or less) into that file",
                    e);
        }
        if (found > VERSION) {
            throw new MillraceException(
                    ErrorCode.DATA_DIRECTORY_NEWER,
                    "data directory " + root + " has format version " + found + ", this build reads up to " + VERSION,
                    null,
                    "start it with the newer Millrace that wrote it",
                    null);
        }
    }

    private static void closeQuietly(FileChannel channel, Exception because) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }

    public Path root() {
        return root;
    }

    /** Streams, table heads and ticks. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Bodies of managed tables, a directory each. */
    public Path tables() {
        return root.resolve("tables");
    }

    /** The metadata service's Raft log and snapshots. */
    public Path metadata() {
        return root.resolve("metadata");
    }

    /** Jars of users' functions. */
    public Path functions() {
        return root.resolve("functions");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** Spilled rows of running queries; emptied at start. */
    public Path spill() {
        return root.resolve("spill");
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw DiskErrors.translate("unlock data directory " + root, e);
        }
    }
}
