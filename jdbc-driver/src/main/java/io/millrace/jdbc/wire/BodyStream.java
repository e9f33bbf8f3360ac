package io.millrace.jdbc.wire;

import io.millrace.jdbc.arrow.ArrowRows;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An answer's body as it comes off its connection; what is not taken stays with the server, but for what the operating system holds. Read by one thread,
 * closed by any. At its end the connection goes back; closing before closes the connection, and so ends the query, unless the rest has arrived already.
 */
public final class BodyStream extends InputStream {
    private static final int PIECE_BYTES = 4096;

    private final HttpConnection connection;
    private final ConnectionPool pool;
    private final boolean reusable;
    private final boolean chunked;
    /** Of the body or the chunk; negative if only the connection's end tells. */
    private long left;
    private boolean betweenChunks;
    /** Held by who takes bytes off the connection. */
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean ended;
    private volatile boolean closed;

    BodyStream(HttpConnection connection, HttpHead head, ConnectionPool pool) {
        this.connection = connection;
        this.pool = pool;
        this.reusable = head.reusable();
        this.chunked = head.length() == HttpHead.CHUNKED;
        this.left = chunked ? 0 : head.length();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (ended) {
            return -1;
        }
        if (closed) {
            throw new IOException("it was closed");
        }
        if (!reading.compareAndSet(false, true)) {
            throw new IOException("two threads read it");
        }
        try {
            return take(into, offset, length);
        } finally {
            reading.set(false);
        }
    }

    private int take(byte[] into, int offset, int length) throws IOException {
        try {
            if (left == 0 && !(chunked && nextChunk())) {
                end();
                return -1;
            }
            int count = connection.read(into, offset, left < 0 ? length : (int) Math.min(length, left));
            left -= left < 0 ? 0 : count;
            return count;
        } catch (SocketTimeoutException e) {
            cut();
            throw new ArrowRows.ReadTimeout();
        } catch (EOFException e) {
            if (left < 0 && !chunked) {
                end();
                return -1;
            }
            cut();
            throw e;
        } catch (IOException e) {
            boolean ours = closed;
            cut();
            throw ours ? new IOException("it was closed", e) : e;
        }
    }

    private boolean nextChunk() throws IOException {
        if (betweenChunks) {
            connection.line(0);
        }
        betweenChunks = true;
        String size = connection.line(0);
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).trim(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("a chunk of '" + size + "' bytes", e);
        }
        if (left > 0) {
            return true;
        }
        while (!connection.line(0).isEmpty()) {
            // Trailers say nothing here.
        }
        return false;
    }

    private synchronized void end() {
        ended = true;
        if (reusable && !closed) {
            closed = true;
            connection.waitsForBytes(true);
            pool.giveBack(connection);
        } else {
            closed = true;
            connection.close();
        }
    }

    /** As {@link #cut}; but if all of the rest lies in the connection's buffer already, and nobody is reading, the connection is kept. */
    @Override
    public void close() {
        if (!ended && !closed && reading.compareAndSet(false, true)) {
            try {
                connection.waitsForBytes(false);
                byte[] rest = new byte[PIECE_BYTES];
                while (take(rest, 0, rest.length) >= 0) {
                    // Nobody wants it.
                }
            } catch (IOException e) {
                // It has not come: it is not waited for.
                cut();
            } finally {
                reading.set(false);
            }
        }
        cut();
    }

    /** Ends it now, from any thread: the connection is closed, and whoever reads hears of it. */
    synchronized void cut() {
        if (!closed) {
            closed = true;
            connection.close();
        }
    }
}
