package io.millrace.storage.checkpoint;

import io.millrace.common.port.StateOutput;
import io.millrace.storage.disk.DiskFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes a checkpoint file, little-endian: int32 magic, int32 version, then records of a kind byte, an int32 length and the bytes: a section's name,
 * any number of pieces of its contents, its end; at last a record with the CRC-32C of everything before it.
 */
final class CheckpointWriter implements StateOutput {
    static final int MAGIC = 0x4B_43_52_4D;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;
    static final int RECORD_BYTES = 5;
    static final byte SECTION = 1;
    static final byte PIECE = 2;
    static final byte END = 3;
    static final byte CHECKSUM = 4;
    /** Most bytes of a piece. */
    static final int PIECE_BYTES_MAX = 1 << 18;

    private final DiskFile file;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private long written;
    private boolean open;

    CheckpointWriter(DiskFile file) {
        this.file = file;
        buffer.putInt(MAGIC).putInt(VERSION);
    }

    @Override
    public OutputStream section(String name) throws IOException {
        assert !open : "section " + name + " is opened before the one before it is closed";
        open = true;
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        record(SECTION, bytes, 0, bytes.length);
        return new SectionStream();
    }

    private void record(byte kind, byte[] bytes, int from, int length) throws IOException {
        if (buffer.remaining() < RECORD_BYTES + length) {
            flush();
        }
        buffer.put(kind).putInt(length).put(bytes, from, length);
    }

    private void flush() throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        int count = buffer.remaining();
        file.write(buffer, written);
        written += count;
        buffer.clear();
    }

    /** Everything is written; the caller syncs. */
    void finish() throws IOException {
        flush();
        byte[] sum = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(crc.getValue()).array();
        record(CHECKSUM, sum, 0, sum.length);
        flush();
    }

    private final class SectionStream extends OutputStream {
        private boolean closed;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int done = 0; done < length;) {
                int part = Math.min(PIECE_BYTES_MAX, length - done);
                record(PIECE, bytes, from + done, part);
                done += part;
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                open = false;
                record(END, new byte[0], 0, 0);
            }
        }
    }
}
