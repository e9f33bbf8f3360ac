package io.millrace.storage.file.parquet;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/**
 * Off-heap working memory for compressed bytes and for one decompressed page, reused from page to page and from reader to reader, so that a row group
 * costs no page faults. Sizes are powers of two; what is returned is kept up to {@link #POOLED_BYTES_MAX} for the whole process and otherwise left to
 * the garbage collector. It stands outside the query's allocator: a reader holds two buffers a column, each bounded by its chunk's size.
 */
final class ScratchBuffer implements AutoCloseable {
    /** Kept for reuse by all threads together. */
    static final long POOLED_BYTES_MAX = 128L << 20;
    /** Readable bytes behind every requested length, so that decoders may load whole words. */
    static final int PADDING_BYTES = 64;

    private static final int SMALLEST_LOG = 12;
    private static final int LARGEST_LOG = 31;
    private static final Object LOCK = new Object();
    private static final ArrayDeque<ByteBuffer>[] POOL = newPool();
    private static long pooledBytes;

    private ByteBuffer buffer;
    private long address;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ArrayDeque<ByteBuffer>[] newPool() {
        ArrayDeque<ByteBuffer>[] pool = new ArrayDeque[LARGEST_LOG + 1];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = new ArrayDeque<>();
        }
        return pool;
    }

    /** Makes room for {@code bytes}, keeping the first {@code used}; returns the address. */
    long reserve(long bytes, int used) {
        long needed = bytes + PADDING_BYTES;
        if (buffer != null && needed <= buffer.capacity()) {
            return address;
        }
        if (needed > 1L << 30) {
            throw new CorruptDataException("a page of " + bytes + " bytes, at most 1 GiB is read");
        }
        ByteBuffer larger = take(Math.max(SMALLEST_LOG, 64 - Long.numberOfLeadingZeros(needed - 1)));
        if (buffer != null) {
            larger.put(0, buffer, 0, used);
            give(buffer);
        }
        buffer = larger;
        address = MemorySegment.ofBuffer(larger).address();
        return address;
    }

    long address() {
        return address;
    }

    /** The bytes as a direct buffer; positions and limits are the caller's to set. */
    ByteBuffer buffer() {
        return buffer;
    }

    int capacity() {
        return buffer == null ? 0 : buffer.capacity() - PADDING_BYTES;
    }

    @Override
    public void close() {
        if (buffer != null) {
            give(buffer);
            buffer = null;
        }
    }

    private static ByteBuffer take(int log) {
        synchronized (LOCK) {
            ByteBuffer pooled = POOL[log].pollLast();
            if (pooled != null) {
                pooledBytes -= pooled.capacity();
                return pooled.clear();
            }
        }
        return ByteBuffer.allocateDirect((int) Math.min(1L << log, Integer.MAX_VALUE)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void give(ByteBuffer returned) {
        int log = 31 - Integer.numberOfLeadingZeros(returned.capacity());
        synchronized (LOCK) {
            if (pooledBytes + returned.capacity() <= POOLED_BYTES_MAX) {
                pooledBytes += returned.capacity();
                POOL[log].addLast(returned);
            }
        }
    }
}
