package io.millrace.exec.step.state;

import io.millrace.common.memory.Memory;
import java.util.Arrays;

/** Writes what is kept of one key as bytes: its page. Reused from page to page; {@link PageReader} reads it back. Not thread-safe. */
public final class PageWriter {
    private byte[] bytes = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), Math.min(2 * bytes.length, Integer.MAX_VALUE - 16)));
        }
    }

    /** Small numbers take few bytes, below zero or above. */
    public void writeLong(long value) {
        room(10);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A row: its length, unless all of its format have the same, and its bytes. */
    public void writeRow(RowFormat format, long address, int rowLength) {
        if (format.stride() == 0) {
            writeLong(rowLength);
        }
        room(rowLength);
        Memory.copy(address, bytes, length, rowLength);
        length += rowLength;
    }
}
