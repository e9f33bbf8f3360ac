package io.millrace.storage.table;

import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskFile;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Logs on a simulated disk, which forgets what was not synced, and other files on the machine's; both stop at the n-th change. */
final class CrashingDisk implements Disk {
    final SimulatedDisk simulated;
    private final Path logs;
    private final Disk local = new LocalDisk();
    private long changes;
    private long crashAt = Long.MAX_VALUE;

    CrashingDisk(Path logs, long seed) {
        this.logs = logs;
        this.simulated = new SimulatedDisk(new Random(seed));
    }

    synchronized void crashAt(long change) {
        crashAt = change;
    }

    synchronized long changes() {
        return changes;
    }

    void restart() {
        synchronized (this) {
            crashAt = Long.MAX_VALUE;
        }
        simulated.restart();
    }

    /** Counts a change; stops the machine if it is the one. */
    synchronized void changing() {
        changes++;
        if (changes == crashAt) {
            simulated.crashAfter(1);
        }
        if (changes >= crashAt) {
            throw new SimulatedDisk.Crash();
        }
    }

    private Disk disk(Path path) {
        return path.startsWith(logs) ? simulated : local;
    }

    private synchronized void alive() {
        if (changes >= crashAt) {
            throw new SimulatedDisk.Crash();
        }
    }

    @Override
    public DiskFile open(Path file, Mode mode) throws IOException {
        alive();
        if (mode == Mode.CREATE) {
            changing();
        }
        return new File(disk(file).open(file, mode));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        alive();
        disk(directory).createDirectories(directory);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        alive();
        return disk(path).exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        alive();
        return disk(path).isDirectory(path);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        alive();
        return disk(directory).list(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        changing();
        disk(from).rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        changing();
        disk(path).delete(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        changing();
        disk(directory).syncDirectory(directory);
    }

    @Override
    public long modifiedMicros(Path file) throws IOException {
        alive();
        return disk(file).modifiedMicros(file);
    }

    private final class File implements DiskFile {
        private final DiskFile file;

        File(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            alive();
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            changing();
            file.write(source, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            changing();
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            changing();
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
