package io.millrace.storage.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Reads may run beside each other and beside one writer; positions and sizes in bytes. */
public interface DiskFile extends AutoCloseable {
    /** Reads up to {@code target.remaining()} bytes; returns how many, -1 at the end of the file. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all of {@code source}. */
    void write(ByteBuffer source, long position) throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;

    /** Returns when everything written is on disk. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;

    /** Fills {@code target}; an {@link EOFException} if the file ends before. */
    default void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = read(target, at);
            if (count < 0) {
                throw new EOFException("file ends at " + at + ", " + target.remaining() + " bytes were expected");
            }
            at += count;
        }
    }
}
