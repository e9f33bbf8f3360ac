package io.millrace.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that durable storage asks of a file system, so that tests can crash it, tear its writes and fill it up. Nothing is durable before it is
 * synced: a file's bytes by {@link DiskFile#sync}, its name by {@link #syncDirectory} of the directory it is in. Errors are {@link IOException}s;
 * {@link DiskErrors} turns them into ours.
 */
public interface Disk {
    /** How a file is opened. */
    enum Mode {
        READ,
        /** Reads and writes a file that exists. */
        READ_WRITE,
        /** Creates a file that must not exist, for reading and writing. */
        CREATE
    }

    DiskFile open(Path file, Mode mode) throws IOException;

    /** Creates the directory and its parents, each synced into its parent. Nothing happens if it exists. */
    void createDirectories(Path directory) throws IOException;

    boolean exists(Path path) throws IOException;

    boolean isDirectory(Path path) throws IOException;

    /** What is in a directory, sorted by name; empty if there is no such directory. */
    List<Path> list(Path directory) throws IOException;

    /** Atomic; replaces {@code to} if that is a file. Durable after {@link #syncDirectory}. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory; nothing happens if there is none. */
    void delete(Path path) throws IOException;

    void syncDirectory(Path directory) throws IOException;

    /** When a file's contents were last written, epoch micros. */
    long modifiedMicros(Path file) throws IOException;

    default void deleteRecursively(Path path) throws IOException {
        if (isDirectory(path)) {
            for (Path child : list(path)) {
                deleteRecursively(child);
            }
        }
        delete(path);
    }

    /** The whole of a small file. */
    default byte[] read(Path file) throws IOException {
        try (DiskFile open = open(file, Mode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(open.size()));
            open.readFully(bytes, 0);
            return bytes.array();
        }
    }

    /** Puts a small file in place so that after any crash either the old or the new contents are there, and after return the new. */
    default void replace(Path file, byte[] contents) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        delete(temporary);
        try (DiskFile open = open(temporary, Mode.CREATE)) {
            open.write(ByteBuffer.wrap(contents), 0);
            open.sync();
        }
        rename(temporary, file);
        syncDirectory(file.getParent());
    }
}
