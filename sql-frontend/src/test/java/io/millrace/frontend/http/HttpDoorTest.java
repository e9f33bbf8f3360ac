package io.millrace.frontend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpDoorTest {
    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(directory, 1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void healthSaysThatStatementsAreAnswered() throws Exception {
        HttpResponse<String> health = server.get("/health");
        assertEquals(200, health.statusCode());
        assertTrue(health.body().startsWith("{\"status\":\"ok\",\"version\":\"test\",\"nodeId\":\""), health.body());
    }

    @Test
    void settingsAreShownInEveryTextFormat() throws Exception {
        assertEquals(
                "{\"queryId\":\"\",\"tag\":\"SHOW\",\"columns\":[{\"name\":\"time_zone\",\"type\":\"VARCHAR\",\"nullable\":true}],"
                        + "\"rows\":[[\"Asia/Shanghai\"]],\"rowCount\":1,\"warnings\":[]}\n",
                server.sql("SET TIME ZONE 'Asia/Shanghai'; SHOW time_zone", "").body());
        assertEquals("{\"time_zone\":\"UTC\"}\n", server.sql("SHOW timezone", "?format=ndjson").body());
        assertEquals("time_zone\nUTC\n", server.sql("SHOW timezone;", "?format=csv").body());
    }

    @Test
    void errorsHaveAPositionAndAFittingStatus() throws Exception {
        HttpResponse<String> unknown = server.sql("\nSHOW tables FROM nowhere", "");
        assertEquals(400, unknown.statusCode());
        assertEquals(
                "{\"error\":{\"code\":\"UNDEFINED_SCHEMA\",\"sqlState\":\"3F000\",\"message\":\"schema \\\"nowhere\\\" does not exist\","
                        + "\"line\":2,\"column\":1,\"hint\":null}}\n",
                unknown.body());
        assertEquals(413, server.sql("SELECT '" + "x".repeat(10 << 20) + "'", "").statusCode());
        assertEquals(400, server.sql("SHOW time_zone", "?format=xml").statusCode());
        assertEquals(400, server.sql(" ; ", "").statusCode());
        assertEquals(404, server.get("/nowhere").statusCode());
        assertEquals(405, server.get("/v1/sql").statusCode());
    }

    @Test
    void foreignPagesAreRefused() throws Exception {
        HttpRequest foreign = HttpRequest.newBuilder(server.uri("/v1/sql"))
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("SHOW time_zone"))
                .build();
        HttpResponse<String> refused = server.client().send(foreign, HttpResponse.BodyHandlers.ofString());
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("\"code\":\"REQUEST_REFUSED\""), refused.body());
        assertEquals("nosniff", refused.headers().firstValue("X-Content-Type-Options").orElse(""));
    }

    @Test
    void aNamedSessionKeepsItsSettings() throws Exception {
        assertEquals(200, inSession("SET time_zone = 'Europe/Berlin'").statusCode());
        assertEquals("time_zone\nEurope/Berlin\n", inSession("SHOW time_zone").body());
    }

    private static HttpResponse<String> inSession(String sql) throws Exception {
        return server.client().send(
                HttpRequest.newBuilder(server.uri("/v1/sql?format=csv"))
                        .header("Millrace-Session", "s1")
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
