package io.millrace.cluster.exchange;

import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameType;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExchangeSource;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.apache.arrow.memory.BufferAllocator;

/** One partition of a task's output on another node. What has come and was not taken is bounded by the credit that the sender has. */
final class RemoteStream implements ExchangeSource {
    private static final Runnable NOBODY = () -> {};

    private record Received(Batch batch, long bytes) {}

    private final Connection connection;
    private final int id;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final IntConsumer forget;
    private final Deque<Received> batches = new ArrayDeque<>();
    private Runnable waiting = NOBODY;
    private boolean ended;
    private boolean closed;
    private MillraceException failure;

    RemoteStream(Connection connection, int id, Schema schema, BufferAllocator allocator, IntConsumer forget) {
        this.connection = connection;
        this.id = id;
        this.schema = schema;
        this.allocator = allocator;
        this.forget = forget;
    }

    int id() {
        return id;
    }

    /** Reads under the lock, so that nothing is allocated once {@link #close} has returned. */
    void received(ByteBuf payload) {
        Runnable reader;
        synchronized (this) {
            if (closed) {
                return;
            }
            long bytes = payload.readableBytes();
            try {
                batches.add(new Received(BatchFrames.read(payload, schema, allocator), bytes));
            } catch (RuntimeException | OutOfMemoryError e) {
                failure = WireError.of(e).exception();
            }
            reader = takeWaiting();
        }
        reader.run();
    }

    /** No more comes; {@code reason} says why, null where that was all. */
    void ended(MillraceException reason) {
        Runnable reader;
        synchronized (this) {
            ended = true;
            failure = failure == null ? reason : failure;
            reader = takeWaiting();
        }
        forget.accept(id);
        reader.run();
    }

    private Runnable takeWaiting() {
        Runnable reader = waiting;
        waiting = NOBODY;
        return reader;
    }

    @Override
    public Batch poll(Runnable wake) {
        Received next;
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            next = batches.poll();
            if (next == null) {
                waiting = wake;
                return null;
            }
            if (ended) {
                return next.batch();
            }
        }
        connection.send(connection.frame(FrameType.CREDIT, 12).writeInt(id).writeLong(next.bytes()));
        return next.batch();
    }

    @Override
    public synchronized boolean finished() {
        return ended && failure == null && batches.isEmpty();
    }

    @Override
    public void close() {
        boolean tell;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            tell = !ended;
            batches.forEach(received -> received.batch().close());
            batches.clear();
        }
        forget.accept(id);
        if (tell) {
            connection.send(connection.frame(FrameType.CLOSE, Integer.BYTES).writeInt(id));
        }
    }
}
