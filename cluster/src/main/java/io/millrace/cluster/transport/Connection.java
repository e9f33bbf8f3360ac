package io.millrace.cluster.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** An authenticated connection between two nodes; frames keep their order. Thread-safe. */
public final class Connection {
    private final Channel channel;

    Connection(Channel channel) {
        this.channel = channel;
    }

    /** A buffer for {@link #send}, with room for the frame's head. */
    public ByteBuf frame(FrameType type, int bytes) {
        ByteBuf buffer = channel.alloc().buffer(Framing.HEAD_BYTES + bytes);
        buffer.writeInt(0);
        buffer.writeByte(type.ordinal());
        return buffer;
    }

    /** Sends what {@link #frame} began; takes over the buffer. What cannot be sent any more is dropped: {@link FrameHandler#closed} tells. */
    public void send(ByteBuf frame) {
        frame.setInt(0, frame.readableBytes() - Integer.BYTES);
        var _ = channel.writeAndFlush(frame, channel.voidPromise());
    }

    /** Whether the socket keeps up with what is sent. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Runs something in the connection's own thread. */
    public void execute(Runnable action) {
        channel.eventLoop().execute(action);
    }

    public String peer() {
        return String.valueOf(channel.remoteAddress());
    }

    public void close() {
        var _ = channel.close();
    }
}
