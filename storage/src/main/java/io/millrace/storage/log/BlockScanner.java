package io.millrace.storage.log;

import io.millrace.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Walks the blocks of a file from front to back through a window of memory, for recovery. */
final class BlockScanner {
    private static final int WINDOW_BYTES = 1 << 20;

    private final DiskFile file;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;

    BlockScanner(DiskFile file) throws IOException {
        this.file = file;
        this.size = file.size();
        window.limit(0);
    }

    long size() {
        return size;
    }

    /** The header at {@code position}; null if there is no whole, valid one. */
    BlockHeader headerAt(long position) throws IOException {
        if (position + BlockHeader.BYTES > size) {
            return null;
        }
        load(position, BlockHeader.BYTES);
        return BlockHeader.read(window, (int) (position - windowStart));
    }

    /** Whether the body is all there and matches its checksum. */
    boolean isBodyValid(BlockHeader header, long position) throws IOException {
        if (position + header.totalBytes() > size) {
            return false;
        }
        CRC32C crc = new CRC32C();
        long at = position + BlockHeader.BYTES;
        long end = at + header.bodyBytes();
        while (at < end) {
            int chunk = (int) Math.min(end - at, WINDOW_BYTES);
            load(at, chunk);
            int start = (int) (at - windowStart);
            crc.update(window.duplicate().limit(start + chunk).position(start));
            at += chunk;
        }
        return (int) crc.getValue() == header.bodyCrc();
    }

    /** The first valid block after {@code position} (aligned), as its position; -1 if there is none. */
    long findValid(long position) throws IOException {
        for (long at = position + BlockHeader.ALIGNMENT; at + BlockHeader.BYTES <= size; at += BlockHeader.ALIGNMENT) {
            load(at, BlockHeader.BYTES);
            if (window.getInt((int) (at - windowStart)) == BlockHeader.MAGIC) {
                BlockHeader header = headerAt(at);
                if (header != null && isBodyValid(header, at)) {
                    return at;
                }
            }
        }
        return -1;
    }

    private void load(long position, int length) throws IOException {
        if (position >= windowStart && position + length <= windowStart + window.limit()) {
            return;
        }
        window.clear().limit((int) Math.min(WINDOW_BYTES, size - position));
        windowStart = position;
        file.readFully(window, position);
        window.flip();
    }
}
