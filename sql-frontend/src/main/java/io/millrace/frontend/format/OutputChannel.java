package io.millrace.frontend.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A stream as a channel. Unlike the JDK's, it is not closed by whoever interrupts its writer: closing a stream may wait for a slow client, and a server
 * that stops must not.
 */
final class OutputChannel implements WritableByteChannel {
    private static final int PIECE_BYTES = 64 << 10;

    private final OutputStream out;
    private byte[] piece = new byte[0];

    OutputChannel(OutputStream out) {
        this.out = out;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int written = from.remaining();
        if (piece.length < Math.min(written, PIECE_BYTES)) {
            piece = new byte[Math.min(PIECE_BYTES, Math.max(written, 1024))];
        }
        while (from.hasRemaining()) {
            int count = Math.min(from.remaining(), piece.length);
            from.get(piece, 0, count);
            out.write(piece, 0, count);
        }
        return written;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // The stream is the door's to end.
    }
}
