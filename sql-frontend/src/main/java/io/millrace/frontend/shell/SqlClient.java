package io.millrace.frontend.shell;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.security.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

/** Sends statements to a server, all in one session. */
public final class SqlClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String session;
    private final Optional<String> authorization;
    private volatile CompletableFuture<HttpResponse<InputStream>> sending;
    private volatile InputStream reading;

    /**
     * @param url of the server, as {@code http://localhost:8240}
     * @param user who logs in, with the password; absent where nobody has to
     */
    public SqlClient(String url, Optional<String> user, Optional<Secret> password, RandomGenerator random) {
        this.authorization = user.map(name -> "Basic " + Base64.getEncoder().encodeToString(
                (name + ":" + password.map(Secret::text).orElse("")).getBytes(StandardCharsets.UTF_8)));
        String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            this.server = URI.create(trimmed.contains("://") ? trimmed : "http://" + trimmed);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "not a URL: " + url, e);
        }
        byte[] id = new byte[12];
        random.nextBytes(id);
        this.session = "shell-" + HexFormat.of().formatHex(id);
    }

    URI server() {
        return server;
    }

    /** The answer, whatever its status; the caller closes its body. */
    HttpResponse<InputStream> send(String sql, String format) throws IOException, InterruptedException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(server.resolve("/v1/sql?format=" + URLEncoder.encode(format, StandardCharsets.UTF_8)))
                        .header("Millrace-Session", session)
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(sql));
        authorization.ifPresent(value -> builder.header("Authorization", value));
        CompletableFuture<HttpResponse<InputStream>> future = client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
        sending = future;
        try {
            HttpResponse<InputStream> response = future.get();
            reading = response.body();
            return response;
        } catch (CancellationException e) {
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "cancelled", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException) {
                throw new MillraceException(ErrorCode.IO_ERROR, "no server answers at " + server, e)
                        .withHint("start one with 'millrace server', or give another URL with -u");
            }
            throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } finally {
            sending = null;
        }
    }

    /** Ends what is being sent or read: the server hears that the connection is gone and cancels the statement. */
    void cancel() {
        CompletableFuture<HttpResponse<InputStream>> future = sending;
        if (future != null) {
            future.cancel(true);
        }
        InputStream body = reading;
        if (body != null) {
            try {
                body.close();
            } catch (IOException e) {
                // It is gone already, which is what was wanted.
            }
        }
    }
}
