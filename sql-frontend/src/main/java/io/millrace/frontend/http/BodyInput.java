package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A request's body as a blocking stream. The connection is read on only as fast as this is: a few buffers wait at most. */
final class BodyInput extends InputStream {
    private static final int BUFFERS_AHEAD = 4;
    private static final Buffer END = Buffer.buffer();
    private static final Buffer BROKEN = Buffer.buffer();

    private final HttpServerRequest request;
    private final Context context;
    private final long timeoutMillis;
    private final BlockingQueue<Buffer> arrived = new LinkedBlockingQueue<>();
    private byte[] current = new byte[0];
    private int position;
    private boolean ended;

    /** Called on the event loop, before the request's first buffer is read. */
    BodyInput(HttpServerRequest request, Context context, long timeoutMillis) {
        this.request = request;
        this.context = context;
        this.timeoutMillis = timeoutMillis;
        request.pause();
        request.handler(arrived::add);
        request.endHandler(ignored -> arrived.add(END));
        request.exceptionHandler(ignored -> arrived.add(BROKEN));
        request.fetch(BUFFERS_AHEAD);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == current.length) {
            if (ended) {
                return -1;
            }
            take();
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return current.length - position;
    }

    /** Throws away what was not read; closes the connection after {@code bytesMax} of it. Called on the event loop, when nothing reads any more. */
    void discard(long bytesMax) {
        if (request.isEnded()) {
            return;
        }
        long[] discarded = new long[1];
        request.handler(buffer -> {
            discarded[0] += buffer.length();
            if (discarded[0] > bytesMax) {
                request.connection().close();
            }
        });
        request.resume();
    }

    private void take() throws IOException {
        Buffer next;
        try {
            next = arrived.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (next == null) {
            throw new MillraceException(ErrorCode.SLOW_CLIENT, "the client sent nothing of its body for " + timeoutMillis + " ms");
        }
        if (next == BROKEN) {
            arrived.add(BROKEN);
            throw new IOException("the client went away before the end of its body");
        }
        if (next == END) {
            ended = true;
            return;
        }
        current = next.getBytes();
        position = 0;
        if (arrived.peek() != END) {
            context.runOnContext(ignored -> request.fetch(1));
        }
    }
}
