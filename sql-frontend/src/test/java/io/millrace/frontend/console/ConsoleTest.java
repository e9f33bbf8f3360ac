package io.millrace.frontend.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.common.port.SystemClock;
import io.millrace.frontend.demo.Demo;
import io.millrace.frontend.server.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, over the demo's streams; and the dashboards that it stores. */
class ConsoleTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path CONSOLE = Path.of("..", "web-console");
    private static final long BROWSER_SECONDS = 120;
    private static final String HOSTILE = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>'\u2028";

    @TempDir
    Path directory;

    @Test
    void showsResultsErrorsAndTheLiveChart() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "no browser: install the packages 'chromium' and 'fonts-noto-cjk' to run this test");
        assumeTrue(ConsoleTest.class.getResource("/web/index.html") != null, "the console is not built: run mvn package first");
        assumeTrue(Files.isDirectory(CONSOLE.resolve("node_modules/playwright-core")), "run 'npm ci' in web-console to run this test");
        try (TestServer server = new TestServer(directory.resolve("data"), 1);
                Demo demo = new Demo(server.server().engine(), new SystemClock(), new SplittableRandom(1), line -> {})) {
            demo.startStreams();
            assertEquals(200,
                    server.sql("CREATE TABLE hostile (a VARCHAR); INSERT INTO hostile VALUES ('" + HOSTILE.replace("'", "''") + "')", "")
                            .statusCode());
            assertEquals(200,
                    put(server, "hostile",
                            "{\"tiles\":[{\"kind\":\"table\",\"view\":\"\"}],\"title\":\"" + HOSTILE.replace("\"", "\\\"") + "\"}")
                            .statusCode());
            Path told = directory.resolve("browser.txt");
            Process browser = new ProcessBuilder("node", "test/browser/console.mjs", server.server().url(), CHROMIUM.toString())
                    .directory(CONSOLE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(told.toFile())
                    .start();
            boolean ended = browser.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS);
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
            String text = Files.readString(told, StandardCharsets.UTF_8);
            assertTrue(ended && browser.exitValue() == 0, text);
            assertTrue(text.contains("the console works"), text);
        }
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
