package io.millrace.storage.disk;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that can be crashed, filled up and made to fail. A file's writes since its last sync survive a crash as chance has it, each 512-byte
 * sector on its own; names that were created, renamed or deleted since their directory's last sync survive as a random prefix, in the order they were
 * done (as journaling file systems do).
 */
public final class SimulatedDisk implements Disk {
    /** Thrown by the operation at which the machine stops, and by all later ones until {@link #restart}. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final int SECTOR_BYTES = 512;

    /** A file's contents: as read now, and as on disk; {@code pending} are the writes between. */
    private static final class Inode {
        private byte[] now = new byte[0];
        private byte[] durable = new byte[0];
        private final List<Change> pending = new ArrayList<>();
    }

    /** {@code bytes} null: a truncation to {@code position}. */
    private record Change(long position, byte[] bytes) {}

    /** {@code inode} null: the name is gone. */
    private record NameChange(Path path, Inode inode) {}

    private static final Inode DIRECTORY = new Inode();

    private final RandomGenerator random;
    private TreeMap<Path, Inode> names = new TreeMap<>();
    private TreeMap<Path, Inode> durableNames = new TreeMap<>();
    private final List<NameChange> pendingNames = new ArrayList<>();
    private final Map<Path, Long> operations = new HashMap<>();
    private long operationCount;
    private long crashAt = Long.MAX_VALUE;
    private boolean crashed;
    private int generation;
    private long capacityBytes = Long.MAX_VALUE;
    private long syncs;
    private int failingSyncs;

    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /** The machine stops at the n-th operation from now that changes something (1 is the next). */
    public synchronized void crashAfter(long changes) {
        crashAt = operationCount + changes;
    }

    public synchronized long operationCount() {
        return operationCount;
    }

    public synchronized long syncCount() {
        return syncs;
    }

    public synchronized boolean hasCrashed() {
        return crashed;
    }

    /** Bytes that all files may take. */
    public synchronized void limitTo(long bytes) {
        capacityBytes = bytes;
    }

    public synchronized long usedBytes() {
        return names.values().stream().distinct().mapToLong(inode -> inode.now.length).sum();
    }

    /** The next so many syncs of files fail. */
    public synchronized void failSyncs(int count) {
        failingSyncs = count;
    }

    /** Power on again: what was not synced is partly lost. Files that were open cannot be used any more. */
    public synchronized void restart() {
        int kept = pendingNames.isEmpty() ? 0 : random.nextInt(pendingNames.size() + 1);
        for (NameChange change : pendingNames.subList(0, kept)) {
            applyName(durableNames, change);
        }
        pendingNames.clear();
        names = new TreeMap<>(durableNames);
        names.values().stream().distinct().forEach(this::settleAtRandom);
        crashed = false;
        crashAt = Long.MAX_VALUE;
        generation++;
    }

    private void settleAtRandom(Inode inode) {
        byte[] contents = inode.durable;
        for (Change change : inode.pending) {
            if (change.bytes == null) {
                contents = random.nextBoolean() ? Arrays.copyOf(contents, (int) change.position) : contents;
                continue;
            }
            for (int at = 0; at < change.bytes.length;) {
                int sectorEnd =
                        (int) Math.min(change.bytes.length, ((change.position + at) / SECTOR_BYTES + 1) * SECTOR_BYTES - change.position);
                if (random.nextInt(4) != 0) {
                    contents = write(contents, change.position + at, Arrays.copyOfRange(change.bytes, at, sectorEnd));
                }
                at = sectorEnd;
            }
        }
        inode.durable = contents;
        inode.now = contents;
        inode.pending.clear();
    }

    private static void applyName(TreeMap<Path, Inode> target, NameChange change) {
        if (change.inode == null) {
            target.remove(change.path);
        } else {
            target.put(change.path, change.inode);
        }
    }

    private static byte[] write(byte[] contents, long position, byte[] bytes) {
        byte[] result = Arrays.copyOf(contents, (int) Math.max(contents.length, position + bytes.length));
        System.arraycopy(bytes, 0, result, (int) position, bytes.length);
        return result;
    }

    /** Damages a byte as a bad disk would, on disk and as read. */
    public synchronized void flip(Path file, long position) {
        Inode inode = names.get(file);
        inode.now = inode.now.clone();
        inode.now[(int) position] ^= 0x55;
        inode.durable = inode.now;
    }

    private void changing(Path path) {
        alive();
        operationCount++;
        operations.merge(path, 1L, Long::sum);
        if (operationCount >= crashAt) {
            crashed = true;
            throw new Crash();
        }
    }

    private void alive() {
        if (crashed) {
            throw new Crash();
        }
    }

    @Override
    public synchronized DiskFile open(Path file, Mode mode) throws IOException {
        alive();
        Inode inode = names.get(file);
        if (mode == Mode.CREATE) {
            if (inode != null) {
                throw new FileAlreadyExistsException(file.toString());
            }
            requireDirectory(file.getParent());
            changing(file);
            inode = new Inode();
            rename(new NameChange(file, inode));
        } else if (inode == null || inode == DIRECTORY) {
            throw new NoSuchFileException(file.toString());
        }
        return new SimulatedFile(file, inode, generation);
    }

    private void rename(NameChange change) {
        applyName(names, change);
        pendingNames.add(change);
    }

    private void requireDirectory(Path directory) throws IOException {
        if (names.get(directory) != DIRECTORY) {
            throw new FileNotFoundException(directory + " is not a directory");
        }
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        alive();
        for (Path at = directory; at != null; at = at.getParent()) {
            if (names.get(at) != DIRECTORY) {
                changing(at);
                // Made durable at once, as LocalDisk does by syncing each parent.
                names.put(at, DIRECTORY);
                durableNames.put(at, DIRECTORY);
            }
        }
    }

    @Override
    public synchronized boolean exists(Path path) {
        alive();
        return names.containsKey(path);
    }

    @Override
    public synchronized boolean isDirectory(Path path) {
        alive();
        return names.get(path) == DIRECTORY;
    }

    @Override
    public synchronized List<Path> list(Path directory) {
        alive();
        return names.keySet().stream().filter(path -> directory.equals(path.getParent())).sorted().toList();
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        changing(from);
        Inode inode = names.get(from);
        if (inode == null) {
            throw new NoSuchFileException(from.toString());
        }
        if (inode == DIRECTORY) {
            List<Path> children = names.keySet().stream().filter(path -> path.startsWith(from)).toList();
            // One change: a directory's rename moves all below it at once.
            TreeMap<Path, Inode> moved = new TreeMap<>();
            for (Path child : children) {
                moved.put(to.resolve(from.relativize(child)).normalize(), names.remove(child));
            }
            names.putAll(moved);
            syncAllNames();
            return;
        }
        rename(new NameChange(to, inode));
        rename(new NameChange(from, null));
    }

    private void syncAllNames() {
        pendingNames.clear();
        durableNames = new TreeMap<>(names);
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        if (!names.containsKey(path)) {
            alive();
            return;
        }
        if (names.get(path) == DIRECTORY && !list(path).isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        changing(path);
        rename(new NameChange(path, null));
    }

    @Override
    public synchronized void syncDirectory(Path directory) {
        changing(directory);
        List<NameChange> left = new ArrayList<>();
        // A sync of one directory makes all older changes of names durable, as one journal does.
        for (NameChange change : pendingNames) {
            applyName(durableNames, change);
        }
        pendingNames.clear();
        pendingNames.addAll(left);
    }

    /** Nothing here goes by times: the clock stands at zero. */
    @Override
    public synchronized long modifiedMicros(Path file) throws IOException {
        alive();
        if (!names.containsKey(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return 0;
    }

    private final class SimulatedFile implements DiskFile {
        private final Path path;
        private final Inode inode;
        private final int openedIn;

        SimulatedFile(Path path, Inode inode, int openedIn) {
            this.path = path;
            this.inode = inode;
            this.openedIn = openedIn;
        }

        private void use() {
            alive();
            if (openedIn != generation) {
                throw new Crash();
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                if (position >= inode.now.length) {
                    return -1;
                }
                int count = (int) Math.min(target.remaining(), inode.now.length - position);
                target.put(inode.now, (int) position, count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                byte[] bytes = new byte[source.remaining()];
                source.get(bytes);
                if (bytes.length == 0) {
                    return;
                }
                long growth = Math.max(0, position + bytes.length - inode.now.length);
                if (usedBytes() + growth > capacityBytes) {
                    int fits = (int) Math.max(0, capacityBytes - usedBytes());
                    put(position, Arrays.copyOf(bytes, Math.min(fits, bytes.length)));
                    throw new IOException("No space left on device");
                }
                if (operationCount + 1 >= crashAt) {
                    // The write that the machine dies in may have reached the disk in part.
                    put(position, bytes);
                }
                changing(path);
                put(position, bytes);
            }
        }

        private void put(long position, byte[] bytes) {
            inode.now = SimulatedDisk.write(inode.now, position, bytes);
            inode.pending.add(new Change(position, bytes));
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                return inode.now.length;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                changing(path);
                if (size > inode.now.length) {
                    throw new EOFException("truncate to " + size + " of " + inode.now.length);
                }
                inode.now = Arrays.copyOf(inode.now, (int) size);
                inode.pending.add(new Change(size, null));
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                if (failingSyncs > 0) {
                    failingSyncs--;
                    throw new IOException("Input/output error");
                }
                changing(path);
                inode.durable = inode.now;
                inode.pending.clear();
                syncs++;
            }
        }

        @Override
        public void close() {}
    }
}
