package io.millrace.cluster.transport;

import io.netty.buffer.ByteBuf;

/** What a connection's frames go to; called by the connection's own thread, which must not be blocked. */
public interface FrameHandler {
    /** A frame; {@code payload} is valid during the call. */
    void frame(FrameType type, ByteBuf payload);

    /** Sending is worth trying again. */
    default void writable() {}

    /** Nothing more comes and nothing more goes. Called once. */
    void closed();
}
