package io.millrace.exec.step.state;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;

/** Reads a page of {@link PageWriter}. A page that ends too soon raises CORRUPT_FILE. */
public final class PageReader {
    private byte[] bytes = new byte[0];
    private int at;

    PageReader of(byte[] page) {
        bytes = page;
        at = 0;
        return this;
    }

    public long readLong() {
        long value = 0;
        int shift = 0;
        int next;
        do {
            if (at == bytes.length || shift > 63) {
                throw corrupt();
            }
            next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value >>> 1 ^ -(value & 1);
    }

    public int readCount() {
        long count = readLong();
        if (count < 0 || count > Integer.MAX_VALUE - 8) {
            throw corrupt();
        }
        return (int) count;
    }

    /** Bytes of the row that comes next. */
    int rowLength(RowFormat format) {
        int length = format.stride() == 0 ? readCount() : format.stride();
        if ((length & 7) != 0 || length > bytes.length - at) {
            throw corrupt();
        }
        return length;
    }

    void readMemory(long address, int length) {
        Memory.copy(bytes, at, address, length);
        at += length;
    }

    private static MillraceException corrupt() {
        return new MillraceException(ErrorCode.CORRUPT_FILE, "the state of a key ends too soon");
    }
}
