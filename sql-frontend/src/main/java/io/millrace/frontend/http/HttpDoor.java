package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.frontend.format.ErrorJson;
import io.millrace.frontend.security.Caller;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.BindException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP door. Event loops read and write; each request's endpoint runs on a virtual thread of its own, which may block. Requests beyond a limit are
 * refused, not queued.
 */
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    /** Requests that are answered at once. */
    private static final int REQUESTS_MAX = 2_000;
    private static final int HEADER_BYTES_MAX = 64 << 10;
    private static final int UNAUTHORIZED = 401;
    private static final long START_SECONDS = 30;
    /** How long running requests may take to end when the door closes. */
    private static final long STOP_SECONDS = 5;

    private final HttpOptions options;
    private final Map<String, Endpoint> endpoints;
    private final RequestGuard guard;
    private final HttpAuthentication authentication;
    private final HttpCounters counters;
    private final Clock clock;
    private final Vertx vertx;
    private final HttpServer server;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("millrace-request-", 0).factory());
    private final Semaphore free = new Semaphore(REQUESTS_MAX);
    private volatile boolean stopping;

    /**
     * Opens the door; a path that ends in a slash stands for all below it, the longest that fits answers.
     *
     * @throws MillraceException PORT_IN_USE
     */
    public HttpDoor(HttpOptions options, Map<String, Endpoint> endpoints, HttpAuthentication authentication, HttpCounters counters,
            Clock clock) {
        this.authentication = authentication;
        this.options = options;
        this.counters = counters;
        this.clock = clock;
        this.endpoints = new TreeMap<>(endpoints);
        this.guard = new RequestGuard(options);
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors())));
        HttpServerOptions http = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(HEADER_BYTES_MAX)
                .setReusePort(false);
        options.tls().ifPresent(tls -> http.setSsl(true).setKeyCertOptions(
                new PemKeyCertOptions().setCertPath(tls.certificate().toString()).setKeyPath(tls.key().toString())));
        this.server = vertx.createHttpServer(http).requestHandler(this::accept);
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            vertx.close();
            throw cannotListen(e.getCause());
        } catch (TimeoutException e) {
            vertx.close();
            throw cannotListen(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            vertx.close();
            throw cannotListen(e);
        }
    }

    private MillraceException cannotListen(Throwable cause) {
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return new MillraceException(ErrorCode.PORT_IN_USE,
                    "port " + options.port() + " on " + options.host() + " is in use; choose another with --http-port", cause);
        }
        if (options.tls().isPresent() && !(cause instanceof BindException)) {
            return new MillraceException(ErrorCode.CONFIGURATION_ERROR,
                    "cannot use certificate " + options.tls().get().certificate() + " with key " + options.tls().get().key() + ": "
                            + cause.getMessage(),
                    cause);
        }
        return new MillraceException(
                ErrorCode.PORT_IN_USE,
                "cannot listen on " + options.host() + ":" + options.port() + ": " + cause.getMessage(),
                null,
                "give another port with --http-port",
                cause);
    }

    /** The port that is bound. */
    public int port() {
        return server.actualPort();
    }

    /** Paths that are answered to those who have logged in alone. */
    public Set<String> closedPaths() {
        return endpoints.entrySet().stream().filter(entry -> !entry.getValue().isOpen()).map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Paths that are answered to anyone. */
    public Set<String> openPaths() {
        return endpoints.entrySet().stream().filter(entry -> entry.getValue().isOpen()).map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void accept(HttpServerRequest request) {
        SecurityHeaders.put(request.response());
        try {
            guard.check(request);
            if (stopping) {
                throw new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping");
            }
            Endpoint endpoint = endpoint(request.path());
            if (endpoint == null) {
                throw new MillraceException(ErrorCode.UNDEFINED_OBJECT, "nothing answers at " + request.path());
            }
            if (!free.tryAcquire()) {
                throw new MillraceException(ErrorCode.TOO_MANY_REQUESTS, REQUESTS_MAX + " requests are being answered; try again later");
            }
            Context context = vertx.getOrCreateContext();
            if (endpoint instanceof LiveEndpoint live && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
                // Nothing is read from the connection until it is known whose it is.
                request.pause();
                threads.execute(() -> admit(live, request, context));
                return;
            }
            HttpExchange exchange = new HttpExchange(request, context, options.slowClientMillis());
            // A short body comes with the head: behind what the loop is reading now it is there, and the request's thread need not wait for it.
            context.runOnContext(ignored -> threads.execute(() -> run(endpoint, exchange)));
        } catch (MillraceException e) {
            refuse(request, e);
        }
    }

    private void admit(LiveEndpoint live, HttpServerRequest request, Context context) {
        try {
            Caller caller = authentication.callerOf(request);
            context.runOnContext(ignored -> upgrade(live, request, caller, context));
        } catch (MillraceException e) {
            free.release();
            context.runOnContext(ignored -> refuse(request, e));
        }
    }

    private void upgrade(LiveEndpoint live, HttpServerRequest request, Caller caller, Context context) {
        MultiMap parameters = request.params();
        request.toWebSocket().onFailure(ignored -> free.release()).onSuccess(socket -> {
            WebSocketChannel channel = new WebSocketChannel(socket, context, options.slowClientMillis());
            threads.execute(() -> {
                try {
                    live.serve(caller, name -> Optional.ofNullable(parameters.get(name)), () -> channel);
                } catch (MillraceException e) {
                    channel.end(e);
                } catch (RuntimeException e) {
                    LOG.error("live connection failed with a defect of ours", e);
                    channel.end(new MillraceException(ErrorCode.INTERNAL_ERROR, "the connection failed with a defect of ours"));
                } finally {
                    free.release();
                }
            });
        });
    }

    private Endpoint endpoint(String path) {
        Endpoint exact = path == null ? null : endpoints.get(path);
        if (exact != null || path == null) {
            return exact;
        }
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            Endpoint below = endpoints.get(path.substring(0, slash + 1));
            if (below != null) {
                return below;
            }
        }
        return null;
    }

    private void refuse(HttpServerRequest request, MillraceException error) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        counters.failed(error);
        int status = error.code() == ErrorCode.UNDEFINED_OBJECT ? 404 : HttpStatus.of(error);
        if (status == UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", HttpAuthentication.challenge(request));
        }
        // What the client still sends is not read: the connection ends with the answer.
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Connection", "close")
                .end("{\"error\":" + ErrorJson.of(error) + "}\n");
    }

    private void run(Endpoint endpoint, HttpExchange exchange) {
        long start = clock.monotonicNanos();
        try {
            if (!endpoint.isOpen()) {
                exchange.setCaller(authentication.callerOf(exchange.request()));
            }
            endpoint.handle(exchange);
        } catch (MillraceException e) {
            counters.failed(e);
            if (HttpStatus.of(e) == UNAUTHORIZED) {
                exchange.setHeader("WWW-Authenticate", HttpAuthentication.challenge(exchange.request()));
                // What it still sends is not read.
                exchange.setHeader("Connection", "close");
            }
            exchange.fail(e);
        } catch (IOException e) {
            LOG.debug("request {} broke off", exchange.path(), e);
            exchange.fail(new MillraceException(ErrorCode.IO_ERROR, "the request could not be read: " + e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            LOG.error("request {} failed with a defect of ours", exchange.path(), e);
            exchange.fail(new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error: " + e, e));
        } finally {
            free.release();
            counters.answered(endpoint.getClass().getSimpleName().replace("Endpoint", "").toLowerCase(Locale.ROOT),
                    clock.monotonicNanos() - start);
        }
    }

    /** Takes no more requests, lets those that run end for a while, then closes all connections. */
    @Override
    public void close() {
        stopping = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(1, TimeUnit.SECONDS);
            }
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the HTTP door did not close cleanly", e);
        }
    }
}
