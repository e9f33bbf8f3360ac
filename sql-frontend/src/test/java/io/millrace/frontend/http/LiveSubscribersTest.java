package io.millrace.frontend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers that stop reading, or are gone without a word, are cut off and told why; the view and the others go on. */
class LiveSubscribersTest {
    private static final long SLOW_MILLIS = 500;
    private static final String WIDE = "x".repeat(200_000);
    private static final int UPDATES_MAX = 5_000;

    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void slowAndVanishedSubscribersAreCutOffAndOthersDoNotNotice() throws Exception {
        try (TestServer server = new TestServer(directory, 1, SLOW_MILLIS)) {
            ok(server, "CREATE STREAM ev (id BIGINT, wide VARCHAR)");
            ok(server, "CREATE MATERIALIZED VIEW latest AS SELECT 1 AS one, MAX(id) AS id, MAX(wide) AS wide FROM ev GROUP BY 1");
            HttpRequest request = HttpRequest.newBuilder(server.uri("/v1/live?view=public.latest")).build();
            HttpResponse<Stream<String>> live = server.client().send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = live.body();
                    Socket stalledEvents = ask(server, "");
                    Socket stalledSocket = ask(server, "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")) {
                Iterator<String> changes =
                        lines.filter(line -> line.startsWith("data: ") && line.contains("\"complete\":false")).iterator();
                Socket vanished = ask(server, "");
                assertEquals('H', stalledEvents.getInputStream().read());
                assertEquals('H', stalledSocket.getInputStream().read());
                assertEquals('H', vanished.getInputStream().read());
                vanished.setSoLinger(true, 0);
                vanished.close();
                int id = 0;
                while (subscribers(server) > 1 && id < UPDATES_MAX) {
                    id++;
                    ok(server, "INSERT INTO ev VALUES (" + id + ", '" + id + WIDE + "')");
                    String mark = "[1," + id + ",";
                    String change = changes.next();
                    while (!change.contains(mark)) {
                        change = changes.next();
                    }
                }
                assertEquals(1, subscribers(server), "only the subscriber that reads is left");
                assertTrue(drain(stalledEvents).contains("SLOW_CLIENT"), "an event stream's last message says why");
                assertTrue(drain(stalledSocket).contains("SLOW_CLIENT"), "a WebSocket's close says why");
                ok(server, "INSERT INTO ev VALUES (1000000, 'a')");
                String last = changes.next();
                while (!last.contains("[1,1000000,")) {
                    last = changes.next();
                }
                assertEquals("state\nrunning\n", server.sql("SELECT state FROM sys.jobs", "?format=csv").body());
            }
        }
    }

    private static void ok(TestServer server, String sql) throws Exception {
        HttpResponse<String> answer = server.sql(sql, "");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static int subscribers(TestServer server) throws Exception {
        return Integer.parseInt(server.sql("SELECT subscribers FROM sys.jobs", "?format=csv").body().split("\n")[1]);
    }

    /** A client with little room that reads nothing by itself. */
    private static Socket ask(TestServer server, String headers) throws IOException {
        URI uri = server.uri("/");
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        String request =
                "GET /v1/live?view=public.latest HTTP/1.1\r\nHost: " + uri.getHost() + ":" + uri.getPort() + "\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The end of what was under way, up to the reason. */
    private static String drain(Socket socket) throws IOException {
        byte[] piece = new byte[1 << 16];
        String tail = "";
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                String text = tail + new String(piece, 0, count, StandardCharsets.ISO_8859_1);
                if (text.contains("SLOW_CLIENT")) {
                    return text;
                }
                tail = text.substring(Math.max(0, text.length() - 100));
            }
        } catch (IOException reset) {
            // That is the end, too.
        }
        return tail;
    }
}
