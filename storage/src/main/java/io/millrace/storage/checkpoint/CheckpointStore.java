package io.millrace.storage.checkpoint;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checkpoints of many owners in a directory: one folder an owner, in it one file a checkpoint, named by its number. A file appears whole or not at all
 * (written beside its name, synced, renamed, the folder synced), and carries a checksum over all of it. The two newest are kept, so that a damaged
 * newest one falls back to the one before. Used by one thread an owner at a time.
 */
public final class CheckpointStore {
    /** Checkpoints of an owner that are kept. */
    public static final int KEPT = 2;

    private static final String SUFFIX = ".checkpoint";
    private static final String PARTIAL = ".partial";
    private static final String STATE = ".state";

    private final Disk disk;
    private final Path directory;

    public CheckpointStore(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /**
     * A checkpoint as it is on disk.
     *
     * @param bytes of its file
     * @param writtenMicros epoch micros
     */
    public record Stored(long number, long bytes, long writtenMicros) {}

    /** Fills a checkpoint. */
    @FunctionalInterface
    public interface Body {
        void write(StateOutput out) throws IOException;
    }

    /** Takes a checkpoint's contents on. */
    @FunctionalInterface
    public interface Reader {
        void read(StateInput in) throws IOException;
    }

    /**
     * Writes a checkpoint; it is durable when this returns. One of the same number is replaced. Older ones than the two newest go.
     *
     * @param owner letters, digits, {@code _}, {@code -} and {@code .}
     * @param number at least 0
     * @throws MillraceException DISK_FULL or IO_ERROR; what was there before is still there
     */
    public void write(String owner, long number, Body body) {
        Path folder = folder(owner);
        Path file = file(folder, number);
        Path partial = folder.resolve(file.getFileName() + PARTIAL);
        try {
            disk.createDirectories(folder);
            disk.delete(partial);
            try (DiskFile open = disk.open(partial, Disk.Mode.CREATE)) {
                CheckpointWriter writer = new CheckpointWriter(open);
                body.write(writer);
                writer.finish();
                open.sync();
            }
            disk.rename(partial, file);
            disk.syncDirectory(folder);
            removeOld(folder);
        } catch (IOException e) {
            throw DiskErrors.translate("write the checkpoint " + file, e);
        }
    }

    private void removeOld(Path folder) throws IOException {
        List<Long> numbers = numbersIn(folder);
        for (int i = KEPT; i < numbers.size(); i++) {
            disk.delete(file(folder, numbers.get(i)));
        }
        Set<String> kept = new HashSet<>();
        numbers.subList(0, Math.min(KEPT, numbers.size())).forEach(number -> kept.add(number + STATE));
        for (Path path : disk.list(folder)) {
            String name = path.getFileName().toString();
            if (name.endsWith(PARTIAL)) {
                disk.delete(path);
            } else if (name.endsWith(STATE) && !kept.contains(name)) {
                disk.deleteRecursively(path);
            }
        }
    }

    /**
     * Where state goes that belongs to the checkpoint of this number but is not in its file: a folder that is not there, in one that is. It is written
     * before the checkpoint, and goes with it.
     */
    public Path newState(String owner, long number) {
        Path folder = folder(owner);
        Path state = folder.resolve(number + STATE);
        try {
            disk.createDirectories(folder);
            disk.deleteRecursively(state);
        } catch (IOException e) {
            throw DiskErrors.translate("make room for " + state, e);
        }
        return state;
    }

    /** The folder of state that belongs to a checkpoint, if there is one. */
    public Optional<Path> state(String owner, long number) {
        Path state = folder(owner).resolve(number + STATE);
        try {
            return disk.isDirectory(state) ? Optional.of(state) : Optional.empty();
        } catch (IOException e) {
            throw DiskErrors.translate("look for " + state, e);
        }
    }

    /** Numbers of an owner's checkpoints, newest first. */
    public List<Long> numbers(String owner) {
        try {
            return numbersIn(folder(owner));
        } catch (IOException e) {
            throw DiskErrors.translate("list the checkpoints of " + owner, e);
        }
    }

    /** An owner's checkpoints, newest first. May be called while others are written: one that goes meanwhile is left out. */
    public List<Stored> stored(String owner) {
        List<Stored> all = new ArrayList<>();
        Path folder = folder(owner);
        for (long number : numbers(owner)) {
            Path file = file(folder, number);
            try (DiskFile open = disk.open(file, Disk.Mode.READ)) {
                all.add(new Stored(number, open.size() + stateBytes(owner, number), disk.modifiedMicros(file)));
            } catch (NoSuchFileException e) {
                continue;
            } catch (IOException e) {
                throw DiskErrors.translate("look at the checkpoint " + file, e);
            }
        }
        return all;
    }

    private long stateBytes(String owner, long number) throws IOException {
        long bytes = 0;
        Path state = folder(owner).resolve(number + STATE);
        for (Path path : disk.isDirectory(state) ? disk.list(state) : List.<Path>of()) {
            try (DiskFile open = disk.open(path, Disk.Mode.READ)) {
                bytes += open.size();
            }
        }
        return bytes;
    }

    private List<Long> numbersIn(Path folder) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Path path : disk.list(folder)) {
            String name = path.getFileName().toString();
            if (name.endsWith(SUFFIX)) {
                try {
                    numbers.add(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
                } catch (NumberFormatException e) {
                    throw DiskErrors.corrupt(path, 0, "its name is not a checkpoint's");
                }
            }
        }
        numbers.sort(Comparator.reverseOrder());
        return numbers;
    }

    /**
     * Reads a checkpoint, whose checksum is verified before {@code reader} sees any of it.
     *
     * @throws MillraceException CORRUPT_FILE, IO_ERROR
     */
    public void read(String owner, long number, Reader reader) {
        Path file = file(folder(owner), number);
        try (DiskFile open = disk.open(file, Disk.Mode.READ)) {
            reader.read(CheckpointContents.verified(file, open));
        } catch (IOException e) {
            throw DiskErrors.translate("read the checkpoint " + file, e);
        }
    }

    /** Deletes a checkpoint that is of no use: else it would be kept in the place of an older one that is. */
    public void drop(String owner, long number) {
        Path file = file(folder(owner), number);
        try {
            disk.delete(file);
            disk.syncDirectory(file.getParent());
        } catch (IOException e) {
            throw DiskErrors.translate("delete the checkpoint " + file, e);
        }
    }

    /** Deletes all checkpoints of an owner; nothing happens if there are none. */
    public void drop(String owner) {
        try {
            Path folder = folder(owner);
            disk.deleteRecursively(folder);
            if (disk.isDirectory(directory)) {
                disk.syncDirectory(directory);
            }
        } catch (IOException e) {
            throw DiskErrors.translate("delete the checkpoints of " + owner, e);
        }
    }

    /** Who has checkpoints here. */
    public List<String> owners() {
        try {
            return disk.list(directory).stream().map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw DiskErrors.translate("list " + directory, e);
        }
    }

    private Path folder(String owner) {
        boolean safe = !owner.isEmpty() && owner.charAt(0) != '.' && owner.chars()
                .allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.');
        if (!safe) {
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "the id " + owner + " cannot name a folder of checkpoints");
        }
        return directory.resolve(owner);
    }

    private static Path file(Path folder, long number) {
        return folder.resolve(number + SUFFIX);
    }
}
