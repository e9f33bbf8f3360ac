package io.millrace.frontend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
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

    @Test
    void parametersTakeTheTypesTheyAreComparedWith() throws Exception {
        assertEquals(200, server.sql("CREATE TABLE p (id INTEGER, day DATE, name VARCHAR(3))", "").statusCode());
        assertEquals(200, server.sql("INSERT INTO p VALUES (?, ?, ?)", "?param=1&param=2024-02-29&param=abc").statusCode());
        assertEquals(
                "id,day,name\n1,2024-02-29,abc\n",
                server.sql("SELECT * FROM p WHERE id = $1 AND day > $2", "?format=csv&param=1&param=2024-01-01").body());
        assertTrue(server.sql("SELECT * FROM p WHERE id = ?", "").body().contains("UNDEFINED_PARAMETER"));
    }

    @Test
    void arrowAnswersAreStreamsOfRecordBatches() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/v1/sql"))
                .header("Accept", "application/vnd.apache.arrow.stream")
                .POST(HttpRequest.BodyPublishers.ofString("SELECT 1 AS a, 'x' AS b"))
                .build();
        byte[] body = server.client().send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(body), allocator)) {
            assertTrue(reader.loadNextBatch());
            assertEquals("a\tb\n1\tx\n", reader.getVectorSchemaRoot().contentToTSVString());
        }
    }

    @Test
    void anErrorAmidRowsIsPartOfTheAnswer() throws Exception {
        String sql = "SELECT 100 / (50000 - x) AS y FROM (SELECT CAST(a.n * 1000 + b.n AS INTEGER) AS x FROM nums a, nums b) AS t";
        StringBuilder values = new StringBuilder("CREATE TABLE nums (n INTEGER); INSERT INTO nums VALUES (0)");
        for (int i = 1; i < 1000; i++) {
            values.append(",(").append(i).append(')');
        }
        assertEquals(200, server.sql(values.toString(), "").statusCode());
        HttpResponse<String> broken = server.sql(sql, "?format=ndjson");
        if (broken.statusCode() == 200) {
            String last = broken.body().substring(broken.body().lastIndexOf("\n", broken.body().length() - 2) + 1);
            assertTrue(last.startsWith("{\"error\":{\"code\":\"DIVISION_BY_ZERO\",\"sqlState\":\"22012\""), last);
        } else {
            assertTrue(broken.body().contains("DIVISION_BY_ZERO"), broken.body());
        }
    }

    @Test
    void aViewIsFollowedAsServerSentEvents() throws Exception {
        assertEquals(200, server.sql("CREATE STREAM ev (k VARCHAR); INSERT INTO ev VALUES ('a'); "
                + "CREATE MATERIALIZED VIEW evc AS SELECT k, count(*) AS n FROM ev GROUP BY k", "").statusCode());
        HttpRequest request = HttpRequest.newBuilder(server.uri("/v1/live?view=public.evc")).build();
        HttpResponse<java.util.stream.Stream<String>> live = server.client().send(request, HttpResponse.BodyHandlers.ofLines());
        try (java.util.stream.Stream<String> lines = live.body()) {
            java.util.Iterator<String> data = lines.filter(line -> line.startsWith("data: ")).iterator();
            assertEquals("data: {\"columns\":[{\"name\":\"k\",\"type\":\"VARCHAR\"},{\"name\":\"n\",\"type\":\"BIGINT\"}]}", data.next());
            assertTrue(data.next().endsWith("\"complete\":false,\"rows\":[[\"a\",1]],\"weights\":[1]}"));
            assertTrue(data.next().endsWith("\"complete\":true,\"rows\":[],\"weights\":[]}"));
            assertEquals(200, server.sql("INSERT INTO ev VALUES ('a')", "").statusCode());
            String change = data.next();
            assertTrue(change.contains("[\"a\",1]") && change.contains("[\"a\",2]"), change);
        }
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
