package io.millrace.cluster.transport;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes and takes connections between the nodes of one cluster. */
public final class ClusterTransport implements AutoCloseable {
    static final String DECODER = "decoder";
    static final String HANDSHAKE = "handshake";

    private static final int THREADS = 2;
    private static final int CONNECT_MILLIS_MAX = 5_000;

    private final ClusterSecret secret;
    private final RandomGenerator random;
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(THREADS, Thread.ofPlatform().name("millrace-net-", 0).daemon().factory(),
                    NioIoHandler.newFactory());

    public ClusterTransport(ClusterSecret secret, RandomGenerator random) {
        this.secret = secret;
        this.random = random;
    }

    /**
     * Takes connections; returns the port.
     *
     * @param port 0: any free one
     * @param handlers gives each connection its handler
     * @throws MillraceException PORT_IN_USE
     */
    public int listen(String host, int port, Function<Connection, FrameHandler> handlers) {
        try {
            Channel channel = new ServerBootstrap()
                    .group(group)
                    .channel(NioServerSocketChannel.class)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(initializer(false, handlers, new CompletableFuture<>()))
                    .bind(host, port)
                    .syncUninterruptibly()
                    .channel();
            return ((InetSocketAddress) channel.localAddress()).getPort();
        } catch (Exception e) {
            throw new MillraceException(ErrorCode.PORT_IN_USE,
                    "port " + port + " of " + host + " cannot be listened on for workers: " + e.getMessage(), e)
                    .withHint("choose another with --exchange-port");
        }
    }

    private ChannelInitializer<Channel> initializer(
            boolean client, Function<Connection, FrameHandler> handlers, CompletableFuture<Connection> connected) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                CompletableFuture<Connection> own = client ? connected : new CompletableFuture<>();
                channel.pipeline().addLast(DECODER, Framing.decoder(Handshake.FRAME_BYTES_MAX));
                channel.pipeline().addLast(HANDSHAKE, new Handshake(secret, random, client, handlers, own));
            }
        };
    }

    /**
     * Connects to another node; blocks for at most some seconds.
     *
     * @throws MillraceException WORKER_LOST if it cannot be reached or is none of this cluster
     */
    public Connection connect(String host, int port, Function<Connection, FrameHandler> handlers) {
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
                .handler(initializer(true, handlers, connected))
                .connect(host, port)
                .addListener(result -> {
                    if (!result.isSuccess()) {
                        connected.completeExceptionally(result.cause());
                    }
                });
        try {
            return connected.get(2L * CONNECT_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted while connecting to " + host + ":" + port, e);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new MillraceException(ErrorCode.WORKER_LOST, "node at " + host + ":" + port + " cannot be reached: " + cause.getMessage(),
                    cause);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
