package io.millrace.frontend.server;

import io.millrace.cluster.node.NodeOptions;
import io.millrace.common.port.SystemClock;
import io.millrace.frontend.http.HttpOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A real server in this process, on free ports, over one directory. */
public final class TestServer implements AutoCloseable {
    private static final long MEMORY_BYTES = 1L << 30;

    private final MillraceServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public TestServer(Path directory, long seed) {
        this(directory, seed, 30_000);
    }

    public TestServer(Path directory, long seed, long slowClientMillis) {
        this(directory, seed, slowClientMillis, OptionalInt.empty());
    }

    /** @param exchangePort where workers join; 0: any free one */
    public TestServer(Path directory, long seed, long slowClientMillis, OptionalInt exchangePort) {
        server = MillraceServer.start(
                new ServerOptions(
                        new NodeOptions(directory, "127.0.0.1", 0, MEMORY_BYTES, MEMORY_BYTES / 2, 2, exchangePort),
                        new HttpOptions("127.0.0.1", 0, List.of(), slowClientMillis)),
                new SystemClock(),
                new SplittableRandom(seed),
                "test");
    }

    public MillraceServer server() {
        return server;
    }

    public HttpClient client() {
        return client;
    }

    public URI uri(String path) {
        return URI.create(server.url() + path);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** POST /v1/sql; {@code query} is what follows the path, with its question mark. */
    public HttpResponse<String> sql(String sql, String query) throws IOException, InterruptedException {
        return post("/v1/sql" + query, sql);
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
