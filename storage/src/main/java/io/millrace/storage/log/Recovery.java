package io.millrace.storage.log;

import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out at start what the files hold. Journals are read first, whole; then each partition's segments.
 *
 * <p>What a crash can leave, and what is done:
 * <ul>
 *   <li>the last journal ends in a group that was not synced, in any state: cut after the last whole append before it, with a warning;
 *   <li>a segment ends in blocks that were not synced: cut, since the journal still holds their rows (it is deleted after the sync);
 *   <li>a segment ends in blocks that the journal holds too: the journal's are skipped.
 * </ul>
 * Anything else is damage, and refuses to start: CORRUPT_FILE.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Disk disk;
    private final Map<Long, Log> logs;
    private final LogDirectory directories;
    private final List<Journal.File> journals = new ArrayList<>();
    private final Map<Partition, List<JournalBlock>> unsettled = new LinkedHashMap<>();
    private long lastMicros;

    private record JournalBlock(Journal.File file, BlockRef block) {}

    Recovery(Disk disk, Map<Long, Log> logs, LogDirectory directories) {
        this.disk = disk;
        this.logs = logs;
        this.directories = directories;
    }

    List<Journal.File> journals() {
        return journals;
    }

    long lastMicros() {
        return lastMicros;
    }

    void run(Path journalDirectory) throws IOException {
        List<Path> files = disk.list(journalDirectory).stream()
                .filter(path -> path.getFileName().toString().endsWith(Journal.SUFFIX))
                .toList();
        for (Path path : files) {
            readJournal(path, path.equals(files.getLast()));
        }
        for (Log log : logs.values()) {
            for (Partition partition : log.partitionList()) {
                restore(partition);
            }
        }
    }

    private void readJournal(Path path, boolean last) throws IOException {
        DiskFile file = disk.open(path, Disk.Mode.READ_WRITE);
        BlockFile blocks = new BlockFile(disk, path, file);
        try {
            FileHeader header = fileHeader(file);
            if (header == null || header.magic() != FileHeader.JOURNAL) {
                // A header is synced before the first block is written, so a file without one is empty or damaged.
                if (last && file.size() <= FileHeader.BYTES) {
                    blocks.delete();
                    return;
                }
                throw DiskErrors.corrupt(path, 0, "not a journal's header");
            }
            journals.add(readBlocks(header.number(), blocks, last));
        } catch (IOException | RuntimeException e) {
            blocks.release();
            throw e;
        }
    }

    private static FileHeader fileHeader(DiskFile file) throws IOException {
        if (file.size() < FileHeader.BYTES) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(FileHeader.BYTES);
        file.readFully(bytes, 0);
        return FileHeader.read(bytes.flip());
    }

    private Journal.File readBlocks(long number, BlockFile file, boolean last) throws IOException {
        BlockScanner scanner = new BlockScanner(file.file());
        List<BlockRef> whole = new ArrayList<>();
        List<BlockRef> unit = new ArrayList<>();
        long position = FileHeader.BYTES;
        long wholeEnd = position;
        BlockHeader header = scanner.headerAt(position);
        while (header != null && scanner.isBodyValid(header, position)) {
            unit.add(new BlockRef(file, position, header, true));
            position += header.totalBytes();
            if (!header.has(BlockHeader.FLAG_MORE)) {
                whole.addAll(unit);
                unit.clear();
                wholeEnd = position;
            }
            header = scanner.headerAt(position);
        }
        if (wholeEnd < scanner.size()) {
            cut(file, scanner, position, wholeEnd, last);
        }
        Journal.File journal = new Journal.File(number, file, wholeEnd);
        for (BlockRef block : whole) {
            lastMicros = Math.max(lastMicros, block.header().writeMicros());
            Log log = logs.get(block.header().logNumber());
            if (log != null) {
                unsettled.computeIfAbsent(log.partition(block.header().partition()), p -> new ArrayList<>())
                        .add(new JournalBlock(journal, block));
            }
        }
        return journal;
    }

    /** {@code bad}: where blocks stop being valid; {@code wholeEnd}: the end of the last whole append. */
    private void cut(BlockFile file, BlockScanner scanner, long bad, long wholeEnd, boolean last) throws IOException {
        long good = bad < scanner.size() ? scanner.findValid(bad) : -1;
        if (good >= 0) {
            BlockHeader later = scanner.headerAt(good);
            if (later.groupStart() > bad) {
                throw DiskErrors.corrupt(file.path(), bad, "no valid block, though blocks written later follow from byte " + good + " on");
            }
        }
        if (!last) {
            throw DiskErrors.corrupt(file.path(), bad, "no valid block, though later journal files exist");
        }
        LOG.warn(
                "log {}: cut {} bytes at byte {} that were being written when the server stopped; nothing acknowledged was in them",
                file.path(),
                scanner.size() - wholeEnd,
                wholeEnd);
        file.file().truncate(wholeEnd);
        file.file().sync();
    }

    private void restore(Partition partition) throws IOException {
        Path directory = partition.log().directory(partition.index());
        long earliest = directories.readEarliest(directory);
        List<JournalBlock> inJournal = unsettled.getOrDefault(partition, List.of());
        long journalFrom = inJournal.isEmpty() ? Long.MAX_VALUE : inJournal.get(0).block().firstOffset();
        long settledEnd = -1;
        List<Path> files = disk.list(directory).stream().filter(path -> path.getFileName().toString().endsWith(Segment.SUFFIX)).toList();
        for (Path path : files) {
            Segment segment = readSegment(partition, path, journalFrom, path.equals(files.getLast()));
            if (segment == null) {
                continue;
            }
            if (segment.endOffset() <= earliest) {
                segment.file().delete();
                continue;
            }
            if (settledEnd >= 0 && segment.firstOffset() != settledEnd || settledEnd < 0 && segment.firstOffset() > earliest) {
                throw segment.file().corrupt(0, "the segment starts at row " + segment.firstOffset() + ", the one before ends at "
                        + Math.max(settledEnd, earliest) + ": rows in between are missing");
            }
            settledEnd = segment.endOffset();
            lastMicros = Math.max(lastMicros, segment.lastWriteMicros());
            partition.addSegment(segment);
            index(partition, segment);
        }
        if (settledEnd < 0) {
            settledEnd = Math.min(journalFrom, earliest);
        }
        partition.restore(earliest, settledEnd);
        publish(partition, inJournal, settledEnd, directory);
        if (partition.end() < earliest) {
            partition.restore(earliest, earliest);
        }
    }

    private static void publish(Partition partition, List<JournalBlock> inJournal, long settledEnd, Path directory) {
        for (JournalBlock entry : inJournal) {
            entry.file().holds(partition, entry.block().endOffset());
            if (entry.block().endOffset() <= settledEnd) {
                continue;
            }
            if (entry.block().firstOffset() != partition.end()) {
                throw DiskErrors.corrupt(directory, 0,
                        "rows " + partition.end() + " to " + entry.block().firstOffset() + " are missing before those in "
                                + entry.block().file().path());
            }
            partition.publish(entry.block());
        }
    }

    private static void index(Partition partition, Segment segment) throws IOException {
        BlockScanner scanner = new BlockScanner(segment.file().file());
        long position = FileHeader.BYTES;
        while (position < segment.bytes()) {
            BlockHeader header = scanner.headerAt(position);
            partition.restoreSettled(new BlockRef(segment.file(), position, header, false));
            position += header.totalBytes();
        }
    }

    /** Checks a segment and cuts what the journal holds anyway; null if nothing is left of it. */
    private Segment readSegment(Partition partition, Path path, long journalFrom, boolean last) throws IOException {
        BlockFile file = new BlockFile(disk, path, disk.open(path, Disk.Mode.READ_WRITE));
        try {
            FileHeader fileHeader = fileHeader(file.file());
            long firstOffset = Long.parseLong(path.getFileName().toString().replace(Segment.SUFFIX, ""));
            if (fileHeader == null || fileHeader.magic() != FileHeader.SEGMENT || fileHeader.number() != partition.log().number()) {
                if (last && firstOffset >= journalFrom) {
                    file.delete();
                    return null;
                }
                throw DiskErrors.corrupt(path, 0, "not the header of a segment of this log");
            }
            BlockScanner scanner = new BlockScanner(file.file());
            long position = FileHeader.BYTES;
            long offset = firstOffset;
            long lastWrite = 0;
            while (position < scanner.size()) {
                BlockHeader header = scanner.headerAt(position);
                boolean valid = header != null
                        && header.firstOffset() == offset
                        && header.logNumber() == partition.log().number()
                        && position + header.totalBytes() <= scanner.size()
                        && (header.endOffset() <= journalFrom || scanner.isBodyValid(header, position));
                if (!valid) {
                    if (!last || offset < journalFrom) {
                        throw DiskErrors.corrupt(path, position, "no valid block for row " + offset);
                    }
                    file.file().truncate(position);
                    file.file().sync();
                    break;
                }
                offset = header.endOffset();
                lastWrite = header.writeMicros();
                position += header.totalBytes();
            }
            if (offset == firstOffset) {
                file.delete();
                return null;
            }
            return new Segment(file, firstOffset, offset, position, lastWrite);
        } catch (IOException | MillraceException e) {
            file.release();
            throw e;
        }
    }
}
