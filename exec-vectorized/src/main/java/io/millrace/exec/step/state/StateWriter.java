package io.millrace.exec.step.state;

import io.millrace.common.memory.Memory;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes one section of a checkpoint, little-endian; {@link StateReader} reads it back. Trouble with the disk comes as {@link UncheckedIOException}. */
public final class StateWriter implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final DataOutputStream out;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    public StateWriter(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    public void writeInt(int value) {
        room(4).putInt(value);
    }

    public void writeLong(long value) {
        room(8).putLong(value);
    }

    public void writeBoolean(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
    }

    public void writeString(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public void writeBytes(byte[] value) {
        writeInt(value.length);
        flush();
        try {
            out.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void writeInts(int[] values, int count) {
        for (int i = 0; i < count; i++) {
            writeInt(values[i]);
        }
    }

    public void writeLongs(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            writeLong(values[i]);
        }
    }

    /** Raw memory, without its length. */
    public void writeMemory(long address, int length) {
        for (int done = 0; done < length;) {
            int part = Math.min(CHUNK_BYTES, length - done);
            ByteBuffer target = room(part);
            Memory.copy(address + done, target.array(), target.position(), part);
            target.position(target.position() + part);
            done += part;
        }
    }

    private ByteBuffer room(int bytes) {
        if (chunk.remaining() < bytes) {
            flush();
        }
        return chunk;
    }

    private void flush() {
        try {
            out.write(chunk.array(), 0, chunk.position());
            chunk.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        flush();
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
