package io.millrace.storage.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The fixed part of a block, {@value #BYTES} bytes, little-endian; docs/design/stream-log.md has the table. The body follows, padded to 8 bytes.
 *
 * @param logNumber of the log, from its descriptor
 * @param firstOffset of its first row
 * @param epoch of the leader that took it in; 0 while there is one node
 * @param writeMicros when it was taken in, since 1970-01-01T00:00Z; never less than an earlier block's
 * @param groupStart journal: where in the file the first block lies that was synced together with this one; segments: the block's own place
 * @param flags of {@code FLAG_*}
 * @param bodyBytes as stored
 * @param rawBytes of the body before compression
 */
record BlockHeader(
        long logNumber,
        int partition,
        int epoch,
        long firstOffset,
        int rows,
        int schemaId,
        long writeMicros,
        long groupStart,
        int flags,
        int bodyBytes,
        int rawBytes,
        int bodyCrc) {
    static final int MAGIC = 0x31424C4D; // "MLB1"
    static final int VERSION = 1;
    static final int BYTES = 80;
    static final int ALIGNMENT = 8;

    /** The body ends with an int64 column of weights. */
    static final int FLAG_WEIGHTS = 1;
    /** The body ends with an int64 column of write times (after the weights). */
    static final int FLAG_TIMES = 2;
    /** The next block in the journal belongs to the same atomic append. */
    static final int FLAG_MORE = 4;
    /** The body is one zstd frame. */
    static final int FLAG_ZSTD = 8;

    private static final int CRC_AT = BYTES - 4;

    long endOffset() {
        return firstOffset + rows;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** From the header's first byte to the next block's. */
    long totalBytes() {
        return totalBytes(bodyBytes);
    }

    static long totalBytes(int bodyBytes) {
        return BYTES + (bodyBytes + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
    }

    /** Writes {@value #BYTES} bytes at the buffer's position and advances it. */
    void write(ByteBuffer target) {
        target.order(ByteOrder.LITTLE_ENDIAN);
        int start = target.position();
        target.putInt(MAGIC)
                .putShort((short) VERSION)
                .putShort((short) BYTES)
                .putLong(logNumber)
                .putInt(partition)
                .putInt(epoch)
                .putLong(firstOffset)
                .putInt(rows)
                .putInt(schemaId)
                .putLong(writeMicros)
                .putLong(groupStart)
                .putInt(flags)
                .putInt(bodyBytes)
                .putInt(rawBytes)
                .putInt(bodyCrc)
                .putInt(0);
        target.putInt(crc(target, start));
    }

    /** Reads the header at absolute {@code at}; null if it is not one: wrong magic, length or checksum. The buffer's position stays. */
    static BlockHeader read(ByteBuffer source, int at) {
        source.order(ByteOrder.LITTLE_ENDIAN);
        if (source.getInt(at) != MAGIC || source.getShort(at + 6) != BYTES || source.getInt(at + CRC_AT) != crc(source, at)) {
            return null;
        }
        BlockHeader header = new BlockHeader(
                source.getLong(at + 8),
                source.getInt(at + 16),
                source.getInt(at + 20),
                source.getLong(at + 24),
                source.getInt(at + 32),
                source.getInt(at + 36),
                source.getLong(at + 40),
                source.getLong(at + 48),
                source.getInt(at + 56),
                source.getInt(at + 60),
                source.getInt(at + 64),
                source.getInt(at + 68));
        return source.getShort(at + 4) == VERSION && header.bodyBytes >= 0 && header.rows >= 0 ? header : null;
    }

    private static int crc(ByteBuffer buffer, int start) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(start + CRC_AT).position(start));
        return (int) crc.getValue();
    }
}
