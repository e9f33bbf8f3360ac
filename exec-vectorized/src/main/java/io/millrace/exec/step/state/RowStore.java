package io.millrace.exec.step.state;

import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Off-heap bytes of rows by slot. Rows of one fixed length lie in pages at {@code slot * stride}; rows that vary lie one after another in pages, with an
 * address a slot, and are copied together when more than half of the bytes are dead.
 */
final class RowStore implements AutoCloseable {
    /** Of rows of one length. A view has many stores, most of which hold little. */
    private static final int FIXED_PAGE_BYTES = 1 << 15;
    /** Of rows that vary the first page, and the largest: each is twice the one before. */
    private static final int FIRST_PAGE_BYTES = 1 << 13;
    private static final int PAGE_BYTES = 1 << 18;

    private final BufferAllocator allocator;
    private final int stride;
    private final int pageShift;
    private final List<ArrowBuf> pages = new ArrayList<>();
    private long[] pageAddresses = new long[0];
    private long[] addresses = new long[0];
    private int[] lengths = new int[0];
    private long pageUsed;
    private long liveBytes;
    private long usedBytes;

    /** {@code stride}: bytes of every row, 0 if they vary. */
    RowStore(BufferAllocator allocator, int stride) {
        this.allocator = allocator;
        this.stride = stride;
        this.pageShift = stride == 0 ? 0 : 31 - Integer.numberOfLeadingZeros(Math.max(1, FIXED_PAGE_BYTES / stride));
    }

    long address(int slot) {
        return stride > 0 ? pageAddresses[slot >>> pageShift] + (long) stride * (slot & (1 << pageShift) - 1) : addresses[slot];
    }

    int length(int slot) {
        return stride > 0 ? stride : lengths[slot];
    }

    /** Stores a copy of the row as {@code slot}, which holds none. */
    void put(int slot, long from, int length) {
        long to = place(slot, length);
        for (int i = 0; i < length; i += 8) {
            Memory.putLong(to + i, Memory.getLong(from + i));
        }
    }

    /** Room for a row of that length as {@code slot}, contents undefined. */
    long place(int slot, int length) {
        if (stride > 0) {
            assert length == stride;
            while (slot >>> pageShift >= pages.size()) {
                addPage((long) stride << pageShift);
            }
            return address(slot);
        }
        if (slot >= addresses.length) {
            addresses = Arrays.copyOf(addresses, Math.max(64, slot * 2));
            lengths = Arrays.copyOf(lengths, addresses.length);
        }
        addresses[slot] = append(length);
        lengths[slot] = length;
        liveBytes += length;
        return addresses[slot];
    }

    private long append(int length) {
        if (pages.isEmpty() || pageUsed + length > pages.getLast().capacity()) {
            addPage(Math.max(Math.min(PAGE_BYTES, (long) FIRST_PAGE_BYTES << Math.min(pages.size(), 10)), length));
        }
        long address = pageAddresses[pages.size() - 1] + pageUsed;
        pageUsed += length;
        usedBytes += length;
        return address;
    }

    private void addPage(long bytes) {
        ArrowBuf page = Buffers.allocate(allocator, bytes);
        pages.add(page);
        if (pages.size() > pageAddresses.length) {
            pageAddresses = Arrays.copyOf(pageAddresses, Math.max(8, pages.size() * 2));
        }
        pageAddresses[pages.size() - 1] = page.memoryAddress();
        pageUsed = 0;
    }

    /** Forgets a row. Addresses of other rows stay valid until {@link #compact}. */
    void remove(int slot) {
        if (stride == 0) {
            liveBytes -= lengths[slot];
            addresses[slot] = 0;
            lengths[slot] = 0;
        }
    }

    /** Gives dead bytes back if they are many; every address may change. {@code limit}: slots in use are below. */
    void compact(int limit) {
        if (stride > 0 || usedBytes < 4L * PAGE_BYTES || liveBytes > usedBytes / 2) {
            return;
        }
        List<ArrowBuf> old = new ArrayList<>(pages);
        pages.clear();
        pageUsed = 0;
        usedBytes = 0;
        for (int slot = 0; slot < limit && slot < addresses.length; slot++) {
            if (addresses[slot] != 0) {
                long to = append(lengths[slot]);
                Memory.copy(addresses[slot], to, lengths[slot]);
                addresses[slot] = to;
            }
        }
        old.forEach(ArrowBuf::close);
    }

    long bytes() {
        long bytes = 8L * pageAddresses.length + 12L * addresses.length;
        for (ArrowBuf page : pages) {
            bytes += page.capacity();
        }
        return bytes;
    }

    /** Forgets all rows; the first page is kept for the next ones. */
    void clear() {
        while (pages.size() > 1) {
            pages.removeLast().close();
        }
        Arrays.fill(addresses, 0);
        pageUsed = 0;
        liveBytes = 0;
        usedBytes = 0;
    }

    @Override
    public void close() {
        pages.forEach(ArrowBuf::close);
        pages.clear();
    }
}
