package io.millrace.cluster.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames on an authenticated connection: length of what follows (4 bytes), type (1 byte), payload. */
final class Framing extends ChannelInboundHandlerAdapter {
    static final int HEAD_BYTES = 5;
    /** Largest frame: a batch that a plan makes of the widest rows. */
    private static final int FRAME_BYTES_MAX = 1 << 28;
    private static final Logger LOG = LoggerFactory.getLogger(Framing.class);
    private static final FrameType[] TYPES = FrameType.values();

    private final FrameHandler handler;

    private Framing(FrameHandler handler) {
        this.handler = handler;
    }

    static LengthFieldBasedFrameDecoder decoder(int bytesMax) {
        return new LengthFieldBasedFrameDecoder(bytesMax, 0, Integer.BYTES, 0, Integer.BYTES);
    }

    /** Takes the place of the handshake. */
    static void install(Channel channel, String decoder, String handshake, FrameHandler handler) {
        // First the reader behind, so that bytes which the decoder hands on when it goes meet it
        channel.pipeline().replace(handshake, "frames", new Framing(handler));
        channel.pipeline().replace(decoder, "framing", decoder(FRAME_BYTES_MAX));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = (ByteBuf) message;
        try {
            int type = frame.readUnsignedByte();
            if (type >= TYPES.length) {
                throw new IllegalArgumentException("unknown frame " + type);
            }
            handler.frame(TYPES[type], frame);
        } finally {
            frame.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            handler.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        handler.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection with {} ends", context.channel().remoteAddress(), cause);
        } else {
            LOG.warn("connection with {} is closed for what it sent", context.channel().remoteAddress(), cause);
        }
        var _ = context.close();
    }
}
