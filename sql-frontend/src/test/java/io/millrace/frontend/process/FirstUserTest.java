package io.millrace.frontend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that others can reach has users, and keeps them whatever happens to it. */
class FirstUserTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void aServerThatOthersReachIsNotOpen() throws Exception {
        Process process = ServerProcess.launch(directory.resolve("open"), "--host", "0.0.0.0");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertTrue(said.contains("millrace: refusing to listen on 0.0.0.0 while there is no user: anyone could do anything; set "
                + "MILLRACE_ADMIN_PASSWORD or --admin-password-file to make user admin, or say --auth none\n"), said);
        try (ServerProcess open = ServerProcess.start(directory.resolve("open"), "--host", "0.0.0.0", "--auth", "none")) {
            assertEquals("a\n1\n", open.sql("SELECT 1 AS a"));
        }
    }

    @Test
    @Timeout(240)
    void usersAreThereAfterAKill() throws Exception {
        Path data = directory.resolve("data");
        Path password = Files.writeString(directory.resolve("password"), "first-secret\nnot this\n");
        String[] options = {"--host", "0.0.0.0", "--admin-password-file", password.toString()};
        try (ServerProcess server = ServerProcess.start(data, options)) {
            assertEquals(401, post(server, null, "SELECT 1").statusCode());
            assertEquals(200, post(server, "admin:first-secret",
                    "CREATE USER ann PASSWORD 'second-secret'; CREATE TABLE t (a INTEGER); GRANT INSERT ON t TO ann").statusCode());
            server.kill();
        }
        Files.writeString(password, "does not count any more\n");
        try (ServerProcess server = ServerProcess.start(data, options)) {
            assertEquals(401, post(server, "admin:does not count any more", "SELECT 1").statusCode());
            assertEquals(200, post(server, "ann:second-secret", "INSERT INTO t VALUES (1)").statusCode());
            assertEquals(403, post(server, "ann:second-secret", "SELECT * FROM t").statusCode());
            server.stop();
        }
        try (ServerProcess server = ServerProcess.start(data)) {
            assertEquals(200, post(server, "admin:first-secret", "SELECT * FROM t").statusCode());
            Files.writeString(password, "first-secret");
            assertEquals(0, shell("-u", server.url(), "--user", "admin", "--password-file", password.toString(), "-e", "SELECT 1"));
            assertEquals(1, shell("-u", server.url(), "--user", "ann", "--password-file", password.toString(), "-e", "SELECT 1"));
            assertEquals(1, shell("-u", server.url(), "-e", "SELECT 1"));
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("first-secret") || bytes.contains("second-secret"), file.toString());
            }
        }
    }

    private static HttpResponse<String> post(ServerProcess server, String user, String sql) throws IOException, InterruptedException {
        URI uri = URI.create(server.url().replace("0.0.0.0", "127.0.0.1") + "/v1/sql?format=csv");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(sql));
        if (user != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int shell(String... options) throws Exception {
        Process process = ServerProcess.run(Stream.concat(Stream.of("sql"), List.of(options).stream()).toList());
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
