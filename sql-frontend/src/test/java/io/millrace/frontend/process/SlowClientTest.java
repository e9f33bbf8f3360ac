package io.millrace.frontend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that asks for ten million rows and does not read them holds no memory, hinders nobody and is cut off. */
class SlowClientTest {
    private static final long RESIDENT_KILOBYTES_MAX = 400L << 10;
    private static final String QUERY = "SELECT a.n AS a, b.n AS b, 'some text to make the row longer' AS c FROM nums a, nums b";

    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void aClientThatStopsReadingIsCutOff() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory.resolve("data"), "--slow-client-timeout", "3000")) {
            String rows = IntStream.range(0, 3_200).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", "));
            server.sql("CREATE TABLE nums (n INTEGER); INSERT INTO nums VALUES " + rows);
            assertEquals("count\n3200\n", server.sql("SELECT count(*) AS count FROM nums"));
            long before = residentKilobytes(server.pid());
            try (Socket socket = ask(server)) {
                InputStream in = socket.getInputStream();
                assertEquals('H', in.read());
                long most = 0;
                String state = "running";
                while (state.equals("running")) {
                    most = Math.max(most, residentKilobytes(server.pid()) - before);
                    state = server.sql("SELECT state FROM sys.queries WHERE sql LIKE 'SELECT a.n%'").lines().skip(1).findFirst()
                            .orElse("none");
                }
                assertTrue(most < RESIDENT_KILOBYTES_MAX, "the server grew by " + most + " KB");
                String error = server.sql("SELECT error FROM sys.queries WHERE sql LIKE 'SELECT a.n%'");
                assertTrue(error.contains("client"), error);
                // What was under way comes, then the end.
                assertTrue(drain(in) < 64L << 20);
            }
            assertEquals("a\n1\n", server.sql("SELECT 1 AS a"));
        }
    }

    private static Socket ask(ServerProcess server) throws IOException {
        URI uri = URI.create(server.url());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress(uri.getHost(), uri.getPort()));
        String request = "POST /v1/sql?format=csv HTTP/1.1\r\nHost: " + uri.getHost() + ":" + uri.getPort() + "\r\nContent-Length: "
                + QUERY.length() + "\r\n\r\n" + QUERY;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long drain(InputStream in) {
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes += count;
            }
        } catch (IOException reset) {
            // That is the end, too.
        }
        return bytes;
    }

    private static long residentKilobytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        assumeTrue(Files.exists(status), "there is no /proc here");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElseThrow();
    }
}
