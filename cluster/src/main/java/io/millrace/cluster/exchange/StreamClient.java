package io.millrace.cluster.exchange;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameHandler;
import io.millrace.cluster.transport.FrameType;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** The streams that this node reads from one other node, over one connection. */
final class StreamClient implements FrameHandler {
    /** Bytes of a stream that may be under way or wait to be read. */
    private static final long CREDIT_BYTES = 2L << 20;

    private final Connection connection;
    private final String node;
    private final Runnable onClosed;
    private final Map<Integer, RemoteStream> streams = new HashMap<>();
    private int next;
    private boolean closed;

    StreamClient(Connection connection, String node, Runnable onClosed) {
        this.connection = connection;
        this.node = node;
        this.onClosed = onClosed;
    }

    RemoteStream open(OutputAddress address, Schema schema, BufferAllocator allocator) {
        RemoteStream stream;
        synchronized (this) {
            if (closed) {
                throw lost();
            }
            stream = new RemoteStream(connection, next++, schema, allocator, this::forget);
            streams.put(stream.id(), stream);
        }
        byte[] encoded = RecordCodec.encode(address, OutputAddress.class);
        connection.send(connection.frame(FrameType.OPEN, encoded.length + 12).writeInt(stream.id()).writeLong(CREDIT_BYTES)
                .writeBytes(encoded));
        return stream;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private MillraceException lost() {
        return new MillraceException(ErrorCode.WORKER_LOST, "node " + node + " was lost while its rows were read");
    }

    private synchronized void forget(int stream) {
        streams.remove(stream);
    }

    private synchronized RemoteStream stream(int id) {
        return streams.get(id);
    }

    @Override
    public void frame(FrameType type, ByteBuf payload) {
        RemoteStream stream = stream(payload.readInt());
        if (stream == null) {
            return;
        }
        switch (type) {
            case DATA -> stream.received(payload);
            case END -> stream.ended(null);
            case FAIL -> stream.ended(RecordCodec.decode(ByteBufUtil.getBytes(payload), WireError.class).exception());
            case OPEN, CREDIT, CLOSE, CONTROL, STEP_ROWS, STEP_END -> throw new IllegalArgumentException("a sender does not send " + type);
        }
    }

    @Override
    public void closed() {
        List<RemoteStream> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(streams.values());
            streams.clear();
        }
        onClosed.run();
        all.forEach(stream -> stream.ended(lost()));
    }
}
