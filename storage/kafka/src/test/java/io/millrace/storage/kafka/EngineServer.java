package io.millrace.storage.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.cluster.node.NodeOptions;
import io.millrace.common.port.SystemClock;
import io.millrace.frontend.http.HttpOptions;
import io.millrace.frontend.server.MillraceServer;
import io.millrace.frontend.server.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** A whole server in this process, over one directory. */
final class EngineServer implements AutoCloseable {
    private static final long MEMORY_BYTES = 1L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MillraceServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    EngineServer(Path directory) {
        server = MillraceServer.start(
                new ServerOptions(
                        new NodeOptions(directory, "127.0.0.1", 0, MEMORY_BYTES, MEMORY_BYTES / 2, 2, OptionalInt.empty()),
                        new HttpOptions("127.0.0.1", 0, List.of(), 30_000)),
                new SystemClock(),
                new SplittableRandom(7),
                "test");
    }

    HttpResponse<String> post(String sql) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/sql?format=csv")).POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Runs statements, which must succeed; the last one's rows as lines of CSV. */
    List<String> sql(String sql) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(sql);
        if (answer.statusCode() != 200) {
            throw new AssertionError(sql + "\n" + answer.statusCode() + " " + answer.body());
        }
        return answer.body().lines().skip(1).toList();
    }

    /** What a statement fails with. */
    String error(String sql) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(sql);
        assertEquals(true, answer.statusCode() >= 400, sql + " succeeded: " + answer.body());
        return answer.body();
    }

    /** Asks until the answer is as expected, or patience ends; then it fails with the difference. */
    void await(List<String> expected, String sql) throws IOException, InterruptedException {
        await(expected, () -> sql(sql), sql);
    }

    /** Something that is looked at again and again. */
    interface Look {
        List<String> now() throws IOException, InterruptedException;
    }

    static void await(List<String> expected, Look look, String what) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<String> found = look.now();
        while (!found.equals(expected) && System.nanoTime() < until) {
            LockSupport.parkNanos(20_000_000L);
            found = look.now();
        }
        assertEquals(String.join("\n", expected), String.join("\n", found), what);
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
