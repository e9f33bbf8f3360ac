package io.millrace.cluster.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Both sides prove that they know the cluster's secret, over fresh random numbers, so that a recorded proof is of no use:
 *
 * <pre>
 * client → server: magic, version, number A
 * server → client: number B, proof of (server, A, B)
 * client → server: proof of (client, B, A)
 * server → client: one byte, go on
 * </pre>
 *
 * Frames are small here, whoever is not done in time is cut off.
 */
final class Handshake extends SimpleChannelInboundHandler<ByteBuf> {
    static final int FRAME_BYTES_MAX = 256;
    private static final int MAGIC = 0x4D4C5258;
    private static final int VERSION = 1;
    private static final int NUMBER_BYTES = 32;
    private static final int PROOF_BYTES = 32;
    private static final long TIMEOUT_MILLIS = 5_000;

    private enum Awaits {
        HELLO,
        CHALLENGE,
        PROOF,
        GO,
        NOTHING
    }

    private final ClusterSecret secret;
    private final byte[] ours = new byte[NUMBER_BYTES];
    private final byte[] theirs = new byte[NUMBER_BYTES];
    private final boolean client;
    private final Function<Connection, FrameHandler> handlers;
    private final CompletableFuture<Connection> connected;
    private Awaits awaits;

    /** @param connected is completed when the other side is known, or with what hinders that */
    Handshake(ClusterSecret secret, RandomGenerator random, boolean client, Function<Connection, FrameHandler> handlers,
            CompletableFuture<Connection> connected) {
        this.secret = secret;
        this.client = client;
        this.handlers = handlers;
        this.connected = connected;
        synchronized (random) {
            random.nextBytes(ours);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaits = client ? Awaits.CHALLENGE : Awaits.HELLO;
        var _ = context.executor().schedule(() -> {
            if (awaits != Awaits.NOTHING) {
                var _ = context.close();
            }
        }, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        if (client) {
            ByteBuf hello = context.alloc().buffer();
            hello.writeInt(2 * Integer.BYTES + NUMBER_BYTES).writeInt(MAGIC).writeInt(VERSION).writeBytes(ours);
            var _ = context.writeAndFlush(hello);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        switch (awaits) {
            case HELLO -> {
                require(frame.readInt() == MAGIC && frame.readInt() == VERSION, "speaks another protocol or version");
                frame.readBytes(theirs);
                ByteBuf challenge = context.alloc().buffer();
                challenge.writeInt(NUMBER_BYTES + PROOF_BYTES).writeBytes(ours).writeBytes(secret.prove("server", theirs, ours));
                awaits = Awaits.PROOF;
                var _ = context.writeAndFlush(challenge);
            }
            case CHALLENGE -> {
                frame.readBytes(theirs);
                requireProof(frame, secret.prove("server", ours, theirs));
                ByteBuf proof = context.alloc().buffer();
                proof.writeInt(PROOF_BYTES).writeBytes(secret.prove("client", theirs, ours));
                awaits = Awaits.GO;
                var _ = context.writeAndFlush(proof);
            }
            case PROOF -> {
                requireProof(frame, secret.prove("client", ours, theirs));
                ByteBuf go = context.alloc().buffer();
                go.writeInt(1).writeByte(1);
                var _ = context.writeAndFlush(go);
                done(context);
            }
            case GO -> done(context);
            case NOTHING -> throw new IllegalStateException();
        }
    }

    private void done(ChannelHandlerContext context) {
        awaits = Awaits.NOTHING;
        Connection connection = new Connection(context.channel());
        Framing.install(context.channel(), ClusterTransport.DECODER, ClusterTransport.HANDSHAKE, handlers.apply(connection));
        connected.complete(connection);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("the other side " + message);
        }
    }

    private static void requireProof(ByteBuf frame, byte[] expected) {
        byte[] proof = new byte[PROOF_BYTES];
        frame.readBytes(proof);
        require(MessageDigest.isEqual(proof, expected), "does not know the cluster's secret");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connected.completeExceptionally(new IllegalStateException("the other side refused the connection; is it of the same cluster?"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connected.completeExceptionally(cause);
        var _ = context.close();
    }
}
