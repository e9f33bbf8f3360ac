package io.millrace.frontend.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.frontend.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's login in a real browser. */
class ConsoleLoginTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path CONSOLE = Path.of("..", "web-console");
    private static final long BROWSER_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void asksForUserAndPassword() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "no browser: install the packages 'chromium' and 'fonts-noto-cjk' to run this test");
        assumeTrue(ConsoleLoginTest.class.getResource("/web/index.html") != null, "the console is not built: run mvn package first");
        assumeTrue(Files.isDirectory(CONSOLE.resolve("node_modules/playwright-core")), "run 'npm ci' in web-console to run this test");
        try (TestServer server = new TestServer(directory.resolve("data"), 1)) {
            assertEquals(200, server.sql("CREATE USER ann PASSWORD 'ann''s 字' WITH ROLE admin", "").statusCode());
            Path told = directory.resolve("browser.txt");
            Process browser = new ProcessBuilder("node", "test/browser/login.mjs", server.server().url(), CHROMIUM.toString())
                    .directory(CONSOLE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(told.toFile())
                    .start();
            boolean ended = browser.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS);
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
            String text = Files.readString(told, StandardCharsets.UTF_8);
            assertTrue(ended && browser.exitValue() == 0, text);
            assertTrue(text.contains("the login works"), text);
        }
    }
}
