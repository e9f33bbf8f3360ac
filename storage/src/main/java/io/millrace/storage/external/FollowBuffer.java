package io.millrace.storage.external;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The newest rows of a log that views follow, kept until they were read so that a step never waits for another system. Bounded: what comes after waits for
 * room; what was read once goes when room is needed, and who still wants it reads it again from its source. Thread-safe.
 */
final class FollowBuffer implements AutoCloseable {
    private static final long BYTES_MAX = 64L << 20;

    /** Everything from {@code from} to {@code end}, in order. */
    private static final class Part {
        private long from;
        private long end;
        private long readTo;
        private final ArrayDeque<Decoded> items = new ArrayDeque<>();

        Part(long from) {
            this.from = from;
            this.end = from;
            this.readTo = from;
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private long bytes;
    private boolean closed;

    FollowBuffer(List<Long> from) {
        from.forEach(offset -> parts.add(new Part(offset)));
    }

    /** A partition that was found later. */
    synchronized void addPartition(long from) {
        parts.add(new Part(from));
    }

    /** By partition, up to where everything is here or was. */
    synchronized List<Long> ends() {
        return parts.stream().map(part -> part.end).toList();
    }

    /** Takes over the items, which come after all of the partition, and with which it reaches {@code end}. */
    synchronized void add(int partition, List<Decoded> items, long end) {
        if (closed) {
            items.forEach(Decoded::close);
            return;
        }
        Part part = parts.get(partition);
        for (Decoded item : items) {
            part.items.addLast(item);
            bytes += item.bytes();
        }
        part.end = end;
        notifyAll();
    }

    /** Waits so long for more to come; at once false if not all of the range comes here. */
    @SuppressWarnings("WaitNotInLoop") // Those who call look again
    synchronized boolean awaitRange(int partition, long from, long to, long waitMillis) throws InterruptedException {
        if (closed || partition >= parts.size() || from < parts.get(partition).from) {
            return false;
        }
        if (to > parts.get(partition).end) {
            wait(waitMillis);
        }
        return true;
    }

    /** Whether all of a range is here. */
    synchronized boolean holds(int partition, long from, long to) {
        return partition < parts.size() && from >= parts.get(partition).from && to <= parts.get(partition).end;
    }

    /** Waits until there is room, or so long. Returns whether there is. */
    @SuppressWarnings("WaitNotInLoop") // Those who call look again
    synchronized boolean awaitRoom(long waitMillis) throws InterruptedException {
        evict();
        if (bytes >= BYTES_MAX) {
            wait(waitMillis);
            evict();
        }
        return bytes < BYTES_MAX;
    }

    private void evict() {
        for (Part part : parts) {
            while (bytes > BYTES_MAX / 2 && !part.items.isEmpty() && part.items.getFirst().endOffset() <= part.readTo) {
                Decoded oldest = part.items.removeFirst();
                bytes -= oldest.bytes();
                part.from = oldest.endOffset();
                oldest.close();
            }
        }
    }

    /** What lies in a range, owned by the caller; null if not all of the range is here. */
    synchronized List<Decoded> read(int partition, long from, long to, BufferAllocator allocator) {
        if (partition >= parts.size()) {
            return null;
        }
        Part part = parts.get(partition);
        if (!holds(partition, from, to)) {
            // Read elsewhere: who waits for room need not keep it.
            part.readTo = Math.max(part.readTo, to);
            notifyAll();
            return null;
        }
        List<Decoded> found = new ArrayList<>();
        for (Iterator<Decoded> items = part.items.iterator(); items.hasNext();) {
            Decoded item = items.next();
            if (item.firstOffset() >= to) {
                break;
            }
            if (item.endOffset() > from) {
                found.add(clipped(item, from, to, allocator));
            }
        }
        if (to > part.readTo) {
            part.readTo = to;
            notifyAll();
        }
        return found;
    }

    /** The item's part in a range, owned by the caller; the item stays whose it is. */
    static Decoded clipped(Decoded item, long from, long to, BufferAllocator allocator) {
        if (!(item instanceof Decoded.Rows rows)) {
            return item;
        }
        long first = Math.max(from, item.firstOffset());
        long end = Math.min(to, item.endOffset());
        if (first == item.firstOffset() && end == item.endOffset()) {
            return new Decoded.Rows(rows.batch().retain());
        }
        return new Decoded.Rows(rows.batch().slice((int) (first - item.firstOffset()), (int) (end - first), allocator));
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Part part : parts) {
            part.items.forEach(Decoded::close);
            part.items.clear();
            part.from = part.end;
        }
        bytes = 0;
        notifyAll();
    }
}
