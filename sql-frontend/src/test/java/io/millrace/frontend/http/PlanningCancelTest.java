package io.millrace.frontend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statements that take seconds to plan, ended while they are planned. */
@Timeout(60)
class PlanningCancelTest {
    private static final String ID = "wide-1";

    /** A condition makes it run into the planner's slower parts; no row is ever read. */
    private static final String WIDE = "SELECT " + list("c# * 2 + c# AS d#") + " FROM (SELECT " + list("x + # AS c#")
            + " FROM (VALUES (1)) AS v (x)) AS t WHERE c1 > 3";

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

    private static String list(String item) {
        return IntStream.range(0, 10_000).mapToObj(i -> item.replace("#", Integer.toString(i))).collect(Collectors.joining(", "));
    }

    private static CompletableFuture<HttpResponse<String>> send() {
        return server.client().sendAsync(
                HttpRequest.newBuilder(server.uri("/v1/sql")).header("Millrace-Statement", ID)
                        .POST(HttpRequest.BodyPublishers.ofString(WIDE)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The id of the statement that is being planned, once there is one. */
    private static String planned() throws Exception {
        while (true) {
            String[] lines = planning().split("\n", -1);
            if (lines.length > 2) {
                return lines[1];
            }
        }
    }

    private static String planning() throws Exception {
        return server.sql("SELECT id FROM sys.queries WHERE state = 'planning' AND sql LIKE '%d9999%'", "?format=csv").body();
    }

    private static void expect(String code, HttpResponse<String> answer) {
        assertTrue(answer.body().contains("\"code\":\"" + code + "\""), answer.statusCode() + " " + answer.body());
    }

    @Test
    void theTimeoutCountsPlanning() throws Exception {
        expect("QUERY_TIMEOUT", server.sql("SET statement_timeout = '20 ms'; " + WIDE, ""));
        expect("QUERY_TIMEOUT", server.sql("SET statement_timeout = '20 ms'; CREATE TABLE wide AS " + WIDE, ""));
    }

    @Test
    void killEndsPlanning() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = send();
        assertEquals(200, server.sql("KILL QUERY '" + planned() + "'", "").statusCode());
        expect("QUERY_CANCELLED", answer.get());
        assertEquals("id\n", planning());
    }

    @Test
    void theClientsOwnIdEndsPlanning() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = send();
        planned();
        HttpRequest delete = HttpRequest.newBuilder(server.uri("/v1/queries/" + ID)).DELETE().build();
        assertEquals(200, server.client().send(delete, HttpResponse.BodyHandlers.ofString()).statusCode());
        expect("QUERY_CANCELLED", answer.get());
    }

    @Test
    void aClientThatGoesAwayEndsPlanning() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = send();
        String id = planned();
        answer.cancel(true);
        while (!planning().equals("id\n")) {
            Thread.onSpinWait();
        }
        // It never ran.
        assertEquals("n\n0\n", server.sql("SELECT count(*) AS n FROM sys.queries WHERE id = '" + id + "'", "?format=csv").body());
    }
}
