package io.millrace.storage.log;

import java.util.Locale;

/** A file of settled blocks of one partition, named by its first offset. Only the settler writes it. */
final class Segment {
    static final String SUFFIX = ".seg";

    private final BlockFile file;
    private final long firstOffset;
    private volatile long endOffset;
    /** Where the next block goes. */
    private volatile long bytes;
    private volatile long lastWriteMicros;

    Segment(BlockFile file, long firstOffset, long endOffset, long bytes, long lastWriteMicros) {
        this.file = file;
        this.firstOffset = firstOffset;
        this.endOffset = endOffset;
        this.bytes = bytes;
        this.lastWriteMicros = lastWriteMicros;
    }

    static String name(long firstOffset) {
        return String.format(Locale.ROOT, "%020d%s", firstOffset, SUFFIX);
    }

    BlockFile file() {
        return file;
    }

    long firstOffset() {
        return firstOffset;
    }

    long endOffset() {
        return endOffset;
    }

    long bytes() {
        return bytes;
    }

    long lastWriteMicros() {
        return lastWriteMicros;
    }

    void grewTo(long newEndOffset, long newBytes, long writeMicros) {
        endOffset = newEndOffset;
        bytes = newBytes;
        lastWriteMicros = writeMicros;
    }
}
