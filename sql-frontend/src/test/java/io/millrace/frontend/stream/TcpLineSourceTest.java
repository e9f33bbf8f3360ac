package io.millrace.frontend.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.frontend.server.TestServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TcpLineSourceTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void linesOfASocketBecomeRows() throws Exception {
        try (ServerSocket lines = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestServer server = new TestServer(directory, 11)) {
            assertEquals(200,
                    server.sql("CREATE STREAM l (line VARCHAR, at TIMESTAMP) WITH (connector = 'tcp', host = 'localhost', port = '"
                            + lines.getLocalPort() + "', format = 'lines')", "").statusCode());
            assertEquals(200, server.sql("CREATE MATERIALIZED VIEW n AS SELECT line, count(*) AS n FROM l GROUP BY line", "").statusCode());
            HttpRequest live = HttpRequest.newBuilder(server.uri("/v1/live?view=public.n")).build();
            HttpResponse<Stream<String>> events = server.client().send(live, HttpResponse.BodyHandlers.ofLines());
            try (Socket connection = lines.accept(); Stream<String> body = events.body()) {
                connection.getOutputStream().write("hello world\r\n大数据\nlast\n".getBytes(StandardCharsets.UTF_8));
                connection.getOutputStream().flush();
                Iterator<String> each = body.iterator();
                while (!each.next().contains("\"last\"")) {
                    // The rows may come in several changes; the last line comes in the last.
                }
            }
            assertEquals("line\nhello world\nlast\n大数据\n", server.sql("SELECT line FROM n ORDER BY line", "?format=csv").body());
        }
    }
}
