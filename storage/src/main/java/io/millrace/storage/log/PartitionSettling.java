package io.millrace.storage.log;

import io.millrace.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves a partition's unsettled blocks to its last segment: written, synced, and only then put in the index. A crash in between leaves blocks in the
 * segment that the journal still holds too; recovery keeps one copy.
 */
final class PartitionSettling {
    private final Disk disk;
    private final LogOptions options;
    private final BlockReader reader;

    PartitionSettling(Disk disk, LogOptions options, BlockReader reader) {
        this.disk = disk;
        this.options = options;
        this.reader = reader;
    }

    private record Settled(BlockRef block, int replaced) {}

    void settle(Partition partition) throws IOException {
        partition.maintenance().lock();
        try {
            while (!partition.log().isDropped() && settleSome(partition)) {
                // one segment's worth at a time
            }
        } finally {
            partition.maintenance().unlock();
        }
    }

    /** Settles at most a segment's worth; false if nothing was left. */
    private boolean settleSome(Partition partition) throws IOException {
        BlockRef next = partition.firstUnsettled();
        if (next == null) {
            return false;
        }
        Segment segment = partition.lastSegment();
        boolean fresh = segment == null || segment.bytes() >= options.segmentBytes() || segment.endOffset() != next.firstOffset();
        if (fresh) {
            segment = create(partition, next.firstOffset());
        }
        if (segment.file().file().size() > segment.bytes()) {
            // What an attempt that failed left behind.
            segment.file().file().truncate(segment.bytes());
        }
        List<Settled> settled = new ArrayList<>();
        long position = segment.bytes();
        while (next != null && (settled.isEmpty() || position < options.segmentBytes())) {
            List<BlockRef> run = run(partition, next);
            BlockRef written = write(segment, position, run);
            settled.add(new Settled(written, run.size()));
            position += written.header().totalBytes();
            next = partition.next(run.getLast());
        }
        segment.file().file().sync();
        BlockRef last = settled.getLast().block();
        segment.grewTo(last.endOffset(), position, last.header().writeMicros());
        if (fresh) {
            disk.syncDirectory(segment.file().path().getParent());
            partition.addSegment(segment);
        }
        settled.forEach(s -> partition.settle(s.block(), s.replaced()));
        return true;
    }

    private Segment create(Partition partition, long firstOffset) throws IOException {
        Path path = partition.log().directory(partition.index()).resolve(Segment.name(firstOffset));
        disk.delete(path);
        BlockFile file = new BlockFile(disk, path, disk.open(path, Disk.Mode.CREATE));
        try {
            file.file().write(new FileHeader(FileHeader.SEGMENT, partition.log().number(), partition.index()).toBytes(), 0);
        } catch (IOException e) {
            file.release();
            throw e;
        }
        return new Segment(file, firstOffset, firstOffset, FileHeader.BYTES, 0);
    }

    /** Consecutive blocks to be gathered into one; a block that is large enough stays alone. */
    private List<BlockRef> run(Partition partition, BlockRef first) {
        List<BlockRef> run = new ArrayList<>();
        run.add(first);
        long rows = first.header().rows();
        long bytes = first.header().rawBytes();
        BlockRef next = partition.next(first);
        while (next != null
                && next.header().schemaId() == first.header().schemaId()
                && rows + next.header().rows() <= options.settledBlockRows()
                && bytes + next.header().rawBytes() <= options.settledBlockBytes()) {
            run.add(next);
            rows += next.header().rows();
            bytes += next.header().rawBytes();
            next = partition.next(next);
        }
        return run;
    }

    private BlockRef write(Segment segment, long position, List<BlockRef> run) throws IOException {
        try (BlockEncoder.Body body = reader.gather(run, options.compressSegments())) {
            BlockHeader first = run.get(0).header();
            BlockHeader header = new BlockHeader(
                    first.logNumber(),
                    first.partition(),
                    run.getLast().header().epoch(),
                    first.firstOffset(),
                    body.rows(),
                    first.schemaId(),
                    run.getLast().header().writeMicros(),
                    position,
                    body.flags(),
                    body.bodyBytes(),
                    body.rawBytes(),
                    body.crc());
            int padding = (int) (header.totalBytes() - BlockHeader.BYTES - body.bodyBytes());
            ByteBuffer head = ByteBuffer.allocate(BlockHeader.BYTES);
            header.write(head);
            segment.file().file().write(head.flip(), position);
            segment.file().file().write(body.bytes(), position + BlockHeader.BYTES);
            segment.file().file().write(ByteBuffer.allocate(padding), position + BlockHeader.BYTES + body.bodyBytes());
            return new BlockRef(segment.file(), position, header, false);
        }
    }
}
