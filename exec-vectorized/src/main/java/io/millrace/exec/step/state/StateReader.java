package io.millrace.exec.step.state;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import io.millrace.common.port.StateEntries;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads a section of a checkpoint. A section that ends too soon or holds impossible lengths raises CORRUPT_FILE with the section's name. */
public final class StateReader implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final String section;
    private final DataInputStream in;
    private final byte[] scratch = new byte[CHUNK_BYTES];
    private final StateEntries stored;

    /** @param stored where pages of keys are; null if the checkpoint has none */
    public StateReader(String section, InputStream in, StateEntries stored) {
        this.stored = stored;
        this.section = section;
        this.in = new DataInputStream(new BufferedInputStream(in, CHUNK_BYTES));
    }

    /** Where pages of keys are; null if the checkpoint has none. */
    public StateEntries stored() {
        return stored;
    }

    public int readInt() {
        try {
            return Integer.reverseBytes(in.readInt());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    public long readLong() {
        try {
            return Long.reverseBytes(in.readLong());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    public boolean readBoolean() {
        try {
            return in.readByte() != 0;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** A count that is not negative and not above {@code max}. */
    public int readCount(int max) {
        int count = readInt();
        if (count < 0 || count > max) {
            throw corrupt("found a count of " + count + ", expected 0 to " + max);
        }
        return count;
    }

    public String readString() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    public byte[] readBytes() {
        byte[] bytes = new byte[readCount(Integer.MAX_VALUE - 8)];
        try {
            in.readFully(bytes);
        } catch (IOException e) {
            throw failure(e);
        }
        return bytes;
    }

    public void readInts(int[] target, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = readInt();
        }
    }

    public void readLongs(long[] target, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = readLong();
        }
    }

    /** Fills raw memory. */
    public void readMemory(long address, int length) {
        try {
            for (int done = 0; done < length;) {
                int part = Math.min(scratch.length, length - done);
                in.readFully(scratch, 0, part);
                Memory.copy(scratch, 0, address + done, part);
                done += part;
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    public MillraceException corrupt(String found) {
        return new MillraceException(ErrorCode.CORRUPT_FILE, "checkpoint section " + section + ": " + found);
    }

    private RuntimeException failure(IOException e) {
        return e instanceof EOFException ? corrupt("it ends too soon") : new UncheckedIOException(e);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
