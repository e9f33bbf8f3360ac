package io.millrace.storage.log;

import io.millrace.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The file that all logs' appends go to first, so that one sync makes all of them durable. Files are numbered; a full one is closed and waits until
 * its blocks are settled in their partitions' segments. Written by the committer alone.
 *
 * <p>After a failed write or sync nobody knows what of the group is on disk: the file is cut back to its durable end, and the cut synced, before
 * anything else is written.
 */
final class Journal {
    static final String SUFFIX = ".journal";

    /** A journal file, and up to which offset it holds rows of each partition. */
    static final class File {
        private final long number;
        private final BlockFile blocks;
        private final Map<Partition, Long> ends = new LinkedHashMap<>();
        private long durableBytes;

        File(long number, BlockFile blocks, long durableBytes) {
            this.number = number;
            this.blocks = blocks;
            this.durableBytes = durableBytes;
        }

        BlockFile blocks() {
            return blocks;
        }

        long bytes() {
            return durableBytes;
        }

        void holds(Partition partition, long endOffset) {
            ends.merge(partition, endOffset, Math::max);
        }

        boolean isSettled() {
            return ends.entrySet().stream().allMatch(e -> e.getKey().log().isDropped() || e.getKey().settledEnd() >= e.getValue());
        }

        List<Partition> partitions() {
            return List.copyOf(ends.keySet());
        }
    }

    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk disk;
    private final Path directory;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    /** Full files, oldest first; guarded by this. */
    private final Deque<File> closed = new ArrayDeque<>();
    private File active;
    private boolean torn;
    private long writeAt;

    Journal(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    static String name(long number) {
        return String.format(Locale.ROOT, "%016d%s", number, SUFFIX);
    }

    /** Recovery hands over the files that it read, oldest first. */
    void restore(List<File> files) {
        closed.addAll(files);
    }

    void start() throws IOException {
        startFile(closed.isEmpty() ? 1 : closed.getLast().number + 1);
    }

    private void startFile(long number) throws IOException {
        Path path = directory.resolve(name(number));
        disk.delete(path);
        BlockFile file = new BlockFile(disk, path, disk.open(path, Disk.Mode.CREATE));
        try {
            file.file().write(new FileHeader(FileHeader.JOURNAL, number, 0).toBytes(), 0);
            file.file().sync();
            disk.syncDirectory(directory);
        } catch (IOException e) {
            file.release();
            throw e;
        }
        active = new File(number, file, FileHeader.BYTES);
    }

    File active() {
        return active;
    }

    /** Starts a new file if the active one is full. */
    void rollIfFull(long journalBytes) throws IOException {
        if (active.durableBytes >= journalBytes) {
            File full = active;
            startFile(full.number + 1);
            synchronized (this) {
                closed.add(full);
            }
        }
    }

    /** Closes the active file even if it is not full, so that all of it can be settled. */
    void roll() throws IOException {
        if (active.durableBytes > FileHeader.BYTES) {
            rollIfFull(0);
        }
    }

    synchronized List<File> closed() {
        return List.copyOf(closed);
    }

    /** Deletes closed files whose blocks are all settled, oldest first. */
    void deleteSettled() throws IOException {
        List<File> settled = new ArrayList<>();
        synchronized (this) {
            while (!closed.isEmpty() && closed.peek().isSettled()) {
                settled.add(closed.poll());
            }
        }
        for (File file : settled) {
            file.blocks.delete();
        }
    }

    /** Cuts off what a failed group left; nothing happens if none did. */
    void repair() throws IOException {
        if (torn) {
            active.blocks.file().truncate(active.durableBytes);
            active.blocks.file().sync();
            torn = false;
        }
    }

    /** Begins a group of blocks; returns where it starts. */
    long beginGroup() {
        assert !torn;
        buffer.clear();
        writeAt = active.durableBytes;
        return writeAt;
    }

    /** Adds a block to the group; returns its position. */
    long write(BlockHeader header, ByteBuffer body) throws IOException {
        torn = true;
        long position = writeAt + buffer.position();
        long total = header.totalBytes();
        if (total > buffer.remaining()) {
            drain();
        }
        if (total > buffer.remaining()) {
            header.write(buffer);
            drain();
            long length = body.remaining();
            active.blocks.file().write(body, writeAt);
            writeAt += length;
            buffer.put(new byte[(int) (total - BlockHeader.BYTES - length)]);
            return position;
        }
        header.write(buffer);
        buffer.put(body);
        while (buffer.position() % BlockHeader.ALIGNMENT != writeAt % BlockHeader.ALIGNMENT) {
            buffer.put((byte) 0);
        }
        return position;
    }

    private void drain() throws IOException {
        buffer.flip();
        int length = buffer.remaining();
        active.blocks.file().write(buffer, writeAt);
        writeAt += length;
        buffer.clear();
    }

    /** Returns when the group is on disk. */
    void endGroup() throws IOException {
        drain();
        active.blocks.file().sync();
        active.durableBytes = writeAt;
        torn = false;
    }

    void close() {
        synchronized (this) {
            closed.forEach(file -> file.blocks.release());
        }
        if (active != null) {
            active.blocks.release();
        }
    }
}
