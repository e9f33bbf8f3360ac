package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A chunked response as a blocking stream. At most a few buffers wait to be sent; a client that takes none of them for too long is cut off with
 * SLOW_CLIENT.
 */
final class ResponseOutput extends OutputStream {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long LAST_MILLIS = 5_000;
    private static final int BUFFERS_IN_FLIGHT = 4;

    private final HttpServerResponse response;
    private final Context context;
    private final long slowClientMillis;
    private final Semaphore free = new Semaphore(BUFFERS_IN_FLIGHT);
    private byte[] buffer = new byte[1024];
    private int used;
    private boolean begun;
    private volatile boolean gone;

    ResponseOutput(HttpServerResponse response, Context context, long slowClientMillis) {
        this.response = response;
        this.context = context;
        this.slowClientMillis = slowClientMillis;
    }

    /** The client closed the connection. */
    void gone() {
        gone = true;
        free.release(BUFFERS_IN_FLIGHT);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (used == BUFFER_BYTES) {
                flush();
            }
            int count = Math.min(left, BUFFER_BYTES - used);
            if (used + count > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(BUFFER_BYTES, Math.max(used + count, 2 * buffer.length)));
            }
            System.arraycopy(source, at, buffer, used, count);
            used += count;
            at += count;
            left -= count;
        }
    }

    /** Hands on what is buffered; waits while too much is in flight. */
    @Override
    public void flush() {
        if (used == 0) {
            return;
        }
        awaitRoom();
        begun = true;
        Buffer chunk = Buffer.buffer(used).appendBytes(buffer, 0, used);
        used = 0;
        context.runOnContext(ignored -> response.write(chunk).onComplete(sent -> {
            if (sent.failed()) {
                gone();
            }
            free.release();
        }));
    }

    private void awaitRoom() {
        requireClient();
        try {
            if (!free.tryAcquire(slowClientMillis, TimeUnit.MILLISECONDS)) {
                throw new MillraceException(ErrorCode.SLOW_CLIENT,
                        "the client took nothing of its answer for " + slowClientMillis + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted", e);
        }
        requireClient();
    }

    private void requireClient() {
        if (gone) {
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the client closed the connection");
        }
    }

    /** The answer is complete. One that fits into the buffer is sent with its head as one piece, so that its reader wakes once. */
    @Override
    public void close() {
        if (!begun && used > 0) {
            requireClient();
            begun = true;
            Buffer whole = Buffer.buffer(used).appendBytes(buffer, 0, used);
            used = 0;
            context.runOnContext(ignored -> response.setChunked(false).end(whole));
            return;
        }
        flush();
        context.runOnContext(ignored -> response.end());
    }

    /** The last piece, handed on without waiting for room; the client has a while to take it, then {@code cut} closes its connection. */
    void endWith(byte[] last, Runnable cut) {
        context.runOnContext(ignored -> {
            if (!response.ended() && !response.closed()) {
                response.end(Buffer.buffer(last));
                context.owner().setTimer(LAST_MILLIS, timer -> cut.run());
            }
        });
    }

    /** Ends the connection so that the client sees the answer break off. */
    void cut() {
        context.runOnContext(ignored -> response.reset());
    }
}
