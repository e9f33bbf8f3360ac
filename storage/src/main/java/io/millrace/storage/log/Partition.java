package io.millrace.storage.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What is known of one partition: where its blocks lie. Readers look blocks up without locks; the committer alone adds blocks at the end, the settler
 * alone replaces unsettled blocks by settled ones, trimming alone removes from the front.
 */
final class Partition {
    private final Log log;
    private final int index;
    private final ConcurrentSkipListMap<Long, BlockRef> blocks = new ConcurrentSkipListMap<>();
    /** Segment files by first offset; guarded by this. The last one takes new blocks. */
    private final List<Segment> segments = new ArrayList<>();
    private volatile long earliest;
    private volatile long settledEnd;
    private volatile long end;
    private volatile int unsettledBlocks;
    /** Held while blocks are settled or trimmed, which must not overlap. */
    private final ReentrantLock maintenance = new ReentrantLock();
    /** As {@code end}, counting blocks that are queued or being written; the committer's. */
    private long assignedEnd;

    Partition(Log log, int index) {
        this.log = log;
        this.index = index;
    }

    Log log() {
        return log;
    }

    int index() {
        return index;
    }

    /** Offset of the first row that is kept. */
    long earliest() {
        return earliest;
    }

    /** Rows below are in segments. */
    long settledEnd() {
        return settledEnd;
    }

    /** Offset that the next row will get; rows below are durable. */
    long end() {
        return end;
    }

    int unsettledBlocks() {
        return unsettledBlocks;
    }

    ReentrantLock maintenance() {
        return maintenance;
    }

    long assignedEnd() {
        return assignedEnd;
    }

    void assignTo(long offset) {
        assignedEnd = offset;
    }

    /** Recovery: where the partition stands before blocks are added. */
    void restore(long restoredEarliest, long restoredEnd) {
        earliest = restoredEarliest;
        settledEnd = restoredEnd;
        end = restoredEnd;
        assignedEnd = restoredEnd;
    }

    void restoreSettled(BlockRef block) {
        blocks.put(block.firstOffset(), block);
    }

    /** Makes a durable block readable. */
    void publish(BlockRef block) {
        assert block.firstOffset() == end : block.firstOffset() + " after " + end;
        blocks.put(block.firstOffset(), block);
        synchronized (this) {
            unsettledBlocks++;
        }
        end = block.endOffset();
    }

    /** The block that holds the row at this offset; null if there is none (trimmed, or not written yet). */
    BlockRef find(long offset) {
        Map.Entry<Long, BlockRef> entry = blocks.floorEntry(offset);
        if (entry == null || entry.getValue().endOffset() <= offset) {
            return null;
        }
        return entry.getValue();
    }

    /** The first block that is not settled, null if all are. */
    BlockRef firstUnsettled() {
        Map.Entry<Long, BlockRef> entry = blocks.ceilingEntry(settledEnd);
        return entry == null ? null : entry.getValue();
    }

    BlockRef next(BlockRef block) {
        Map.Entry<Long, BlockRef> entry = blocks.ceilingEntry(block.endOffset());
        return entry == null ? null : entry.getValue();
    }

    /** Puts a settled block in place of the unsettled ones that it was made of, which stay readable until it is in place. */
    void settle(BlockRef settled, int replaced) {
        blocks.put(settled.firstOffset(), settled);
        blocks.subMap(settled.firstOffset(), false, settled.endOffset(), false).clear();
        synchronized (this) {
            unsettledBlocks -= replaced;
        }
        settledEnd = settled.endOffset();
    }

    /** Forgets blocks wholly below; returns the segments that hold nothing else, for the caller to delete. */
    synchronized List<Segment> trimTo(long offset) {
        earliest = Math.max(earliest, offset);
        Map.Entry<Long, BlockRef> first = blocks.firstEntry();
        while (first != null && first.getValue().endOffset() <= earliest) {
            blocks.remove(first.getKey());
            if (first.getValue().inJournal()) {
                unsettledBlocks--;
                settledEnd = first.getValue().endOffset();
            }
            first = blocks.firstEntry();
        }
        List<Segment> dropped = new ArrayList<>();
        while (!segments.isEmpty() && segments.get(0).endOffset() <= earliest) {
            dropped.add(segments.remove(0));
        }
        return dropped;
    }

    synchronized void addSegment(Segment segment) {
        segments.add(segment);
    }

    synchronized Segment lastSegment() {
        return segments.isEmpty() ? null : segments.getLast();
    }

    synchronized List<Segment> segments() {
        return List.copyOf(segments);
    }

    long offsetAtTime(long epochMicros, BufferAllocator allocator) {
        for (BlockRef block : blocks.values()) {
            if (block.header().writeMicros() < epochMicros || block.endOffset() <= earliest) {
                continue;
            }
            if (!block.header().has(BlockHeader.FLAG_TIMES)) {
                return Math.max(earliest, block.firstOffset());
            }
            try (LogBatch rows = BlockReader.read(block, null, allocator)) {
                if (rows == null) {
                    return offsetAtTime(epochMicros, allocator);
                }
                int row = 0;
                while (row < rows.rows() && rows.writeMicrosAt(row) < epochMicros) {
                    row++;
                }
                return Math.max(earliest, rows.firstOffset() + row);
            }
        }
        return end;
    }

    /** The first offset of the newest blocks that together take at most so many bytes; the newest block is always kept. */
    long offsetOfLast(long bytesMax) {
        long bytes = 0;
        long offset = end;
        for (BlockRef block : blocks.descendingMap().values()) {
            bytes += block.header().totalBytes();
            if (bytes > bytesMax && offset < end) {
                return offset;
            }
            offset = block.firstOffset();
        }
        return offset;
    }

    Iterable<BlockRef> blocks() {
        return blocks.values();
    }
}
