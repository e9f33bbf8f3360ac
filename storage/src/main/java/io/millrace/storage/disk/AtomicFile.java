package io.millrace.storage.disk;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written under a hidden name beside its own and renamed once it is complete, so that readers see the old file or the new one. Closing
 * without {@link #publish} removes the hidden one.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path path;
    private final Path temporary;

    /** @throws MillraceException FILE_NOT_FOUND if the folder does not exist; INVALID_PARAMETER if the path is a folder */
    public AtomicFile(Path path) {
        this.path = path.toAbsolutePath();
        if (Files.isDirectory(this.path)) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, path + " is a folder, expected a file to write to");
        }
        try {
            this.temporary = Files.createTempFile(this.path.getParent(), "." + this.path.getFileName(), ".tmp");
        } catch (NoSuchFileException e) {
            throw new MillraceException(ErrorCode.FILE_NOT_FOUND, "folder " + this.path.getParent() + " does not exist", e);
        } catch (IOException e) {
            throw failed("created", e);
        }
    }

    private MillraceException failed(String what, IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        return new MillraceException(full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
                "file " + path + " cannot be " + what + ": " + e.getMessage(), e);
    }

    /** Where to write; forced to disk by the writer. */
    public Path temporary() {
        return temporary;
    }

    /** Gives the file its name, durably. */
    public void publish() {
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw failed("removed", e);
        }
    }
}
