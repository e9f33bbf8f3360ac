package io.millrace.jdbc.wire;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.error.ServerError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests of one connection. TCP connections are the HTTP client's, shared by all. Thread-safe. */
public final class Transport {
    public static final String ARROW = "application/vnd.millrace.arrow";
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(60)).build();
    /** How long the server may take to end a query after its own time limit, before the client gives up on it. */
    private static final long GRACE_MILLIS = 10_000;
    private static final int ERROR_BYTES_MAX = 1 << 20;

    private final URI base;
    private final String session;
    private final String authorization;
    private volatile int networkTimeoutMillis;

    public Transport(ConnectionSettings settings, String session) throws SQLException {
        this.base = settings.base();
        this.session = session;
        this.authorization = settings.user().isEmpty() ? null : "Basic " + Base64.getEncoder().encodeToString(
                (settings.user() + ":" + settings.password()).getBytes(StandardCharsets.UTF_8));
        this.networkTimeoutMillis = settings.socketSeconds() * 1000;
    }

    public int networkTimeoutMillis() {
        return networkTimeoutMillis;
    }

    public void setNetworkTimeout(int millis) {
        networkTimeoutMillis = millis;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).header("Millrace-Session", session);
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        return builder;
    }

    /** A request that is on its way; another thread may abort it. */
    public final class Exchange {
        private final CompletableFuture<HttpResponse<BodyStream>> future;
        private volatile BodyStream body;
        private volatile boolean aborted;

        private Exchange(HttpRequest request) {
            int timeout = networkTimeoutMillis;
            future = CLIENT.sendAsync(request, info -> new BodyStream(timeout));
        }

        /** Waits for the answer's head; an error that the server answers with is thrown. */
        public BodyStream await(long timeLimitMillis) throws SQLException {
            int network = networkTimeoutMillis;
            long limit = timeLimitMillis > 0 ? timeLimitMillis + GRACE_MILLIS : 0;
            long wait = network > 0 && (limit == 0 || network < limit) ? network : limit;
            try {
                HttpResponse<BodyStream> response = wait > 0 ? future.get(wait, TimeUnit.MILLISECONDS) : future.get();
                body = response.body();
                if (aborted) {
                    body.close();
                    throw Errors.of(Errors.CANCELLED, "the statement was cancelled");
                }
                if (response.statusCode() != 200) {
                    throw failed(response);
                }
                return body;
            } catch (TimeoutException e) {
                abort();
                throw new SQLTimeoutException("the server did not answer within " + wait + " ms", "08006", 0, e);
            } catch (InterruptedException e) {
                abort();
                Thread.currentThread().interrupt();
                throw Errors.of(Errors.CANCELLED, "the thread was interrupted", e);
            } catch (CancellationException e) {
                throw Errors.of(Errors.CANCELLED, "the statement was cancelled", e);
            } catch (ExecutionException e) {
                throw unreachable(e.getCause());
            }
        }

        /** Ends it from the client's side. */
        public void abort() {
            aborted = true;
            boolean answered = !future.cancel(true) && !future.isCompletedExceptionally();
            BodyStream reading = body;
            if (reading != null) {
                reading.close();
            }
            if (answered) {
                future.join().body().close();
            }
        }
    }

    private SQLException unreachable(Throwable cause) {
        if (cause instanceof HttpTimeoutException || cause instanceof java.net.ConnectException
                || cause instanceof java.nio.channels.UnresolvedAddressException) {
            String detail = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            return Errors.of("08001", "no Millrace server answers at " + base.getAuthority() + ": " + detail, cause);
        }
        return Errors.of("08006", "the connection to " + base.getAuthority() + " broke: " + cause.getMessage(), cause);
    }

    private SQLException failed(HttpResponse<BodyStream> response) throws SQLException {
        byte[] json;
        try (BodyStream in = response.body()) {
            json = in.readNBytes(ERROR_BYTES_MAX);
        } catch (IOException e) {
            throw unreachable(e);
        }
        String text = new String(json, StandardCharsets.UTF_8).trim();
        if (text.startsWith("{\"error\":")) {
            byte[] inner = text.substring("{\"error\":".length()).getBytes(StandardCharsets.UTF_8);
            return ServerError.parse(inner, inner.length);
        }
        if (response.statusCode() == 401) {
            return Errors.of("28000", "user and password were not accepted");
        }
        return Errors.of("08004", base.getAuthority() + " answered with HTTP status " + response.statusCode()
                + ": is it a Millrace server?");
    }

    /** Sends a body to a path. {@code statement} is the id that cancels it, null for none. */
    public Exchange post(String path, String contentType, byte[] content, String accept, String statement) {
        HttpRequest.Builder builder = request(path)
                .header("Content-Type", contentType).header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofByteArray(content));
        if (statement != null) {
            builder.header("Millrace-Statement", statement);
        }
        return new Exchange(builder.build());
    }

    /** A whole small answer. */
    public byte[] get(String path, int timeoutMillis) throws SQLException {
        return whole(new Exchange(request(path).timeout(Duration.ofMillis(timeoutMillis)).GET().build()), 0);
    }

    public byte[] whole(Exchange exchange, long timeLimitMillis) throws SQLException {
        try (BodyStream in = exchange.await(timeLimitMillis)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Whether there was something to delete. */
    public boolean delete(String path) throws SQLException {
        try {
            HttpRequest request = request(path).timeout(Duration.ofSeconds(10)).DELETE().build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Errors.of(Errors.CANCELLED, "the thread was interrupted", e);
        }
    }

    /** Deletes in its own time. */
    public void deleteLater(String path) {
        CompletableFuture<?> sent = CLIENT.sendAsync(
                request(path).timeout(Duration.ofSeconds(10)).DELETE().build(), HttpResponse.BodyHandlers.discarding());
        // A server that is gone has forgotten the session anyway.
        sent.exceptionally(error -> null);
    }
}
