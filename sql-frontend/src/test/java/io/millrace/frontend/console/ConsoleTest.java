package io.millrace.frontend.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.common.port.SystemClock;
import io.millrace.frontend.demo.Demo;
import io.millrace.frontend.server.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, over the demo's streams; and the dashboards that it stores. */
class ConsoleTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path CONSOLE = Path.of("..", "web-console");
    private static final long BROWSER_SECONDS = 150;
    private static final String HOSTILE = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>'\u2028";

    private static final String NOT_BUILT = "the console is not built: run mvn package first";
    private static final long PAGE_BYTES_MAX = 1_500_000;

    @TempDir
    Path directory;

    @Test
    void showsDataAsTextAndTheLiveChart() throws Exception {
        assumeBrowser();
        try (TestServer server = new TestServer(directory.resolve("data"), 1);
                Demo demo = new Demo(server.server().engine(), new SystemClock(), new SplittableRandom(1), line -> {})) {
            demo.startStreams();
            storeHostile(server);
            assertEquals(200,
                    put(server, "hostile",
                            "{\"tiles\":[{\"kind\":\"table\",\"view\":\"\"}],\"title\":\"" + HOSTILE.replace("\"", "\\\"") + "\"}")
                            .statusCode());
            browse(server, "console.mjs", "the console works");
        }
    }

    @Test
    void runsCancelsExportsAndScrollsByKeys() throws Exception {
        assumeBrowser();
        try (TestServer server = new TestServer(directory.resolve("data"), 1)) {
            storeHostile(server);
            String numbers = IntStream.range(0, 20_000).mapToObj(n -> "(" + n + ")").collect(Collectors.joining(","));
            ok(server, "CREATE TABLE nums (n INTEGER); INSERT INTO nums VALUES " + numbers);
            browse(server, "work.mjs", "the editor works");
        }
    }

    @Test
    void makesADashboardAndSharesIt() throws Exception {
        assumeBrowser();
        try (TestServer server = new TestServer(directory.resolve("data"), 1)) {
            ok(server, "CREATE STREAM words (k VARCHAR); CREATE MATERIALIZED VIEW counts AS SELECT k, COUNT(*) AS n FROM words GROUP BY k");
            ok(server, "INSERT INTO words VALUES ('" + HOSTILE.replace("'", "''") + "')");
            browse(server, "board.mjs", "the board works");
        }
    }

    /** All parts together, as they go over the wire. */
    @Test
    void thePageIsSmall() throws Exception {
        Path built = CONSOLE.resolve("target/classes/web");
        assumeTrue(Files.isDirectory(built), NOT_BUILT);
        long bytes = 0;
        try (TestServer server = new TestServer(directory.resolve("data"), 1);
                Stream<Path> files = Files.walk(built)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                HttpResponse<byte[]> answer = server.client().send(
                        HttpRequest.newBuilder(server.uri("/" + built.relativize(file))).header("Accept-Encoding", "gzip").build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertEquals(200, answer.statusCode(), file.toString());
                assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElse(""), file.toString());
                try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                    assertArrayEquals(Files.readAllBytes(file), content.readAllBytes(), file.toString());
                }
                bytes += answer.body().length;
            }
        }
        assertTrue(bytes > 0 && bytes < PAGE_BYTES_MAX, bytes + " bytes");
    }

    private static void assumeBrowser() {
        assumeTrue(Files.isExecutable(CHROMIUM), "no browser: install the packages 'chromium' and 'fonts-noto-cjk' to run this test");
        assumeTrue(ConsoleTest.class.getResource("/web/index.html") != null, NOT_BUILT);
        assumeTrue(Files.isDirectory(CONSOLE.resolve("node_modules/playwright-core")), "run 'npm ci' in web-console to run this test");
    }

    private static void storeHostile(TestServer server) throws Exception {
        ok(server, "CREATE TABLE hostile (a VARCHAR); INSERT INTO hostile VALUES ('" + HOSTILE.replace("'", "''") + "')");
    }

    private static void ok(TestServer server, String sql) throws Exception {
        HttpResponse<String> answer = server.sql(sql, "");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    /** Runs a script of the console's over the server. */
    private void browse(TestServer server, String script, String last) throws Exception {
        Path told = directory.resolve("browser.txt");
        Process browser = new ProcessBuilder("node", "test/browser/" + script, server.server().url(), CHROMIUM.toString())
                .directory(CONSOLE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        boolean ended = browser.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS);
        browser.descendants().forEach(ProcessHandle::destroyForcibly);
        browser.destroyForcibly();
        String text = Files.readString(told, StandardCharsets.UTF_8);
        assertTrue(ended && browser.exitValue() == 0, text);
        assertTrue(text.contains(last), text);
    }

    @Test
    void storesDashboards() throws Exception {
        Path data = directory.resolve("data");
        String board = "{\"title\":\"看板\",\"tiles\":[{\"kind\":\"table\",\"view\":\"v\"}]}";
        try (TestServer server = new TestServer(data, 1)) {
            assertEquals("{\"dashboards\":[]}", server.get("/v1/dashboards").body());
            assertEquals(404, server.get("/v1/dashboards/a").statusCode());
            assertEquals(200, put(server, "a", board).statusCode());
            assertEquals(board, server.get("/v1/dashboards/a").body());
            for (String wrong : new String[] {"", "1", "[]", "{}", "{\"title\":1}", "{\"title\":\"t\"} x", "{\"title\":\"t\""}) {
                assertEquals(400, put(server, "b", wrong).statusCode(), wrong);
            }
            assertEquals(400, put(server, "b%20c", board).statusCode());
            assertEquals(413, put(server, "b", "{\"title\":\"" + "x".repeat(70_000) + "\"}").statusCode());
        }
        try (TestServer server = new TestServer(data, 2)) {
            assertEquals("{\"dashboards\":[{\"name\":\"a\",\"title\":\"看板\"}]}", server.get("/v1/dashboards").body());
            assertEquals(200, send(server, HttpRequest.newBuilder(server.uri("/v1/dashboards/a")).DELETE()).statusCode());
            assertEquals(404, send(server, HttpRequest.newBuilder(server.uri("/v1/dashboards/a")).DELETE()).statusCode());
        }
    }

    @Test
    void letsThePageLoadNothingFromElsewhere() throws Exception {
        try (TestServer server = new TestServer(directory.resolve("data"), 1)) {
            assertEquals("default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                    server.get("/health").headers().firstValue("Content-Security-Policy").orElse(""));
        }
    }

    private static HttpResponse<String> put(TestServer server, String name, String body) throws IOException, InterruptedException {
        return send(server,
                HttpRequest.newBuilder(server.uri("/v1/dashboards/" + name)).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(TestServer server, HttpRequest.Builder request) throws IOException, InterruptedException {
        return server.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
