package io.millrace.jdbc.wire;

import io.millrace.jdbc.arrow.ArrowRows;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An answer's body as a stream, read ahead by a few buffers and no more: what is not taken stays with the server. Read by one thread, closed by any;
 * closing before the end closes the connection, and so ends the query.
 */
public final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<BodyStream> {
    /** Deliveries of the HTTP client, of some 16 KiB each. */
    private static final int READ_AHEAD = 128;
    private static final List<ByteBuffer> END = List.of();

    private final LinkedBlockingQueue<List<ByteBuffer>> queue = new LinkedBlockingQueue<>();
    private final CompletableFuture<BodyStream> ready = CompletableFuture.completedFuture(this);
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;
    private volatile boolean closed;
    private volatile int timeoutMillis;
    private List<ByteBuffer> delivery = END;
    private int next;
    private boolean ended;

    BodyStream(int timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return ready;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (closed) {
            newSubscription.cancel();
        } else {
            newSubscription.request(READ_AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        if (!item.isEmpty()) {
            queue.add(item);
        }
    }

    @Override
    public void onError(Throwable throwable) {
        failure = throwable;
        queue.add(END);
    }

    @Override
    public void onComplete() {
        queue.add(END);
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
        while (true) {
            if (closed) {
                throw new IOException("it was closed");
            }
            if (ended) {
                return atEnd();
            }
            while (next < delivery.size()) {
                ByteBuffer buffer = delivery.get(next);
                if (buffer.hasRemaining()) {
                    int count = Math.min(length, buffer.remaining());
                    buffer.get(into, offset, count);
                    return count;
                }
                next++;
            }
            await();
        }
    }

    private int atEnd() throws IOException {
        if (failure != null) {
            throw failure instanceof IOException ? (IOException) failure : new IOException(failure.toString(), failure);
        }
        return -1;
    }

    private void await() throws IOException {
        if (delivery != END) {
            subscription.request(1);
        }
        try {
            List<ByteBuffer> taken = timeoutMillis == 0 ? queue.take() : queue.poll(timeoutMillis, TimeUnit.MILLISECONDS);
            if (taken == null) {
                close();
                throw new ArrowRows.ReadTimeout();
            }
            ended = taken == END;
            delivery = taken;
            next = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Flow.Subscription current = subscription;
        if (!ended && current != null) {
            current.cancel();
        }
        queue.add(END);
    }
}
