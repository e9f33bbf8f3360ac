package io.millrace.storage.file.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A column chunk's bytes through a sliding window of off-heap memory, filled by positional reads; skipped bytes are not read. One thread. */
final class ChunkInput implements AutoCloseable {
    /** Bytes fetched at once where a chunk is read through; one that is smaller comes in one read. */
    static final int WINDOW_BYTES = 1 << 20;

    private final FileChannel channel;
    private final int windowBytes;
    private final long end;
    private final ScratchBuffer window = new ScratchBuffer();
    private long windowStart;
    private int windowLength;
    private long position;
    private long bytesRead;

    /** {@code windowBytes} are fetched at once, unless more are required. */
    ChunkInput(FileChannel channel, long start, long length, int windowBytes) {
        this.channel = channel;
        this.windowBytes = windowBytes;
        this.position = start;
        this.windowStart = start;
        this.end = start + length;
    }

    /** Of the next byte, in the file. */
    long position() {
        return position;
    }

    long remaining() {
        return end - position;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** The address of the next {@code bytes} bytes, at least {@link ScratchBuffer#PADDING_BYTES} more being readable; valid until the next call. */
    long require(int bytes) {
        if (bytes < 0 || bytes > remaining()) {
            throw new CorruptDataException("the column chunk ends after " + remaining() + " more bytes, expected " + bytes);
        }
        if (position < windowStart || position + bytes > windowStart + windowLength) {
            slide(bytes);
        }
        return window.address() + (position - windowStart);
    }

    ByteBuffer windowBuffer() {
        return window.buffer();
    }

    /** Where the next byte lies in {@link #windowBuffer}, once required. */
    int windowOffset() {
        return (int) (position - windowStart);
    }

    void advance(long bytes) {
        if (bytes < 0 || bytes > remaining()) {
            throw new CorruptDataException("the column chunk ends after " + remaining() + " more bytes, expected " + bytes);
        }
        position += bytes;
    }

    /** Goes on to a position in the file; false, and nowhere, if it does not lie ahead in the chunk. */
    boolean advanceTo(long target) {
        if (target < position || target >= end) {
            return false;
        }
        position = target;
        return true;
    }

    private void slide(int bytes) {
        int wanted = (int) Math.min(remaining(), Math.max(bytes, windowBytes));
        int kept = 0;
        if (position >= windowStart && position < windowStart + windowLength) {
            kept = (int) (windowStart + windowLength - position);
            ByteBuffer old = window.buffer();
            old.put(0, old, (int) (position - windowStart), kept);
        }
        window.reserve(wanted, kept);
        ByteBuffer target = window.buffer();
        target.limit(wanted).position(kept);
        try {
            long at = position + kept;
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    throw new CorruptDataException("the file ends at byte " + at + ", expected at least " + (position + bytes));
                }
                at += read;
                bytesRead += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            target.clear();
        }
        windowStart = position;
        windowLength = wanted;
    }

    @Override
    public void close() {
        window.close();
    }
}
