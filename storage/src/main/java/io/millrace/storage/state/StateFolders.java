package io.millrace.storage.state;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of RocksDB's files. */
public final class StateFolders {
    private StateFolders() {}

    static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failure("make", folder, e);
        }
    }

    /** Makes a folder with the same contents: what never changes is linked, the rest copied. */
    static void link(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".sst")) {
                    linkOrCopy(file, to.resolve(name));
                } else if (!name.startsWith("LOG")) {
                    Files.copy(file, to.resolve(name));
                }
            }
        } catch (NoSuchFileException e) {
            throw new MillraceException(ErrorCode.CORRUPT_FILE, "the state in " + from + " is not whole: " + e.getMessage() + " is missing",
                    e);
        } catch (IOException e) {
            throw failure("copy", from, e);
        }
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(from, to);
        }
    }

    /** Deletes a folder with all that is in it, if it is there. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failure("delete", folder, e);
        }
    }

    private static MillraceException failure(String what, Path folder, IOException e) {
        return new MillraceException(ErrorCode.IO_ERROR, "could not " + what + " the folder " + folder + ": " + e.getMessage(), e);
    }
}
