package io.millrace.frontend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 3);
        run("CREATE STREAM s (id BIGINT NOT NULL, name VARCHAR(10), tags VARCHAR ARRAY, at TIMESTAMP)");
        run("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR)");
        run("CREATE TABLE bad (line BIGINT, column_name VARCHAR, reason VARCHAR, text VARCHAR)");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void run(String sql) throws Exception {
        HttpResponse<String> answer = server.sql(sql, "");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    @Test
    void linesOfJsonBecomeRows() throws Exception {
        HttpResponse<String> taken = server.post("/v1/ingest/public.s", """
                {"id": 1, "name": "张三", "tags": ["a", null], "at": "2024-01-01 00:00:00"}

                {"ID": "2", "other": {"x": [1]}}
                """);
        assertEquals("{\"rows\":2,\"rejected\":0,\"rejects\":[]}\n", taken.body());
        assertEquals(200, taken.statusCode());
    }

    @Test
    void aBadRowNamesItsLineAndColumnAndLeavesNothing() throws Exception {
        HttpResponse<String> refused = server.post("/v1/ingest/public.t?format=csv", "id,name\n1,a\n2,\"b\nc\"\nx,d\n");
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("\"message\":\"line 5, column \\\"id\\\": expected INTEGER, found 'x'\""), refused.body());
        assertEquals("{\"rows\":2,\"rejected\":0,\"rejects\":[]}\n",
                server.post("/v1/ingest/public.t?format=csv", "id,name\n1,a\n2,\"b\nc\"\n").body());
    }

    @Test
    void badRowsAreCountedOrKeptAside() throws Exception {
        String body = "{\"id\": 10}\nnot json\n{\"name\": \"x\"}\n{\"id\": 11}\n";
        HttpResponse<String> skipped = server.post("/v1/ingest/public.t?on_error=skip&reject_table=public.bad", body);
        assertEquals(200, skipped.statusCode(), skipped.body());
        assertTrue(skipped.body().startsWith("{\"rows\":2,\"rejected\":2,\"rejects\":[{\"line\":2,\"column\":null,\"reason\":\"not JSON"),
                skipped.body());
        assertTrue(skipped.body().contains("{\"line\":3,\"column\":\"id\",\"reason\":\"is NOT NULL and has no value\"}"), skipped.body());
    }

    @Test
    void targetsMustBeThere() throws Exception {
        assertEquals(400, server.post("/v1/ingest/public.nothing", "{}").statusCode());
        assertEquals(400, server.post("/v1/ingest/public.t?format=xml", "{}").statusCode());
    }

    @Test
    void metricsCountRequests() throws Exception {
        server.get("/health");
        String metrics = server.get("/metrics").body();
        assertTrue(metrics.contains("millrace_http_requests_total{endpoint=\"health\"} "), metrics);
        assertTrue(server.get("/v1/openapi.json").body().contains("\"/v1/ingest/{target}\""));
    }
}
