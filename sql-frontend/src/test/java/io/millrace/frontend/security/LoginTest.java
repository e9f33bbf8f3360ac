package io.millrace.frontend.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in over HTTP and JDBC once there is a user. */
class LoginTest {
    private static final String ROOT = "root:Tr0ub4dor&3 字";

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 7);
        assertEquals(400, server.sql("CREATE USER nobody PASSWORD 'x'", "").statusCode(), "the first must be an administrator");
        assertEquals("{\"user\":\"millrace\",\"schema\":\"public\",\"login\":false}\n", server.get("/v1/session").body());
        assertEquals(200,
                server.sql("CREATE TABLE before (a INTEGER); CREATE USER root PASSWORD 'Tr0ub4dor&3 字' WITH ROLE admin", "").statusCode());
        ok(ROOT, "CREATE USER ann PASSWORD 'ann''s'; CREATE USER bob PASSWORD 'bob'; CREATE SCHEMA lab; "
                + "GRANT CREATE ON SCHEMA lab TO ann, bob; CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM before");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(server.uri(path)).method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return server.client().send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> as(String userAndPassword, String sql) throws IOException, InterruptedException {
        return send("POST", "/v1/sql?format=csv", sql, "Authorization", basic(userAndPassword));
    }

    private static String ok(String userAndPassword, String sql) throws IOException, InterruptedException {
        HttpResponse<String> answer = as(userAndPassword, sql);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private static void fails(int status, String code, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().startsWith("{\"error\":{\"code\":\"" + code + "\""), answer.body());
    }

    /** Over all paths that there are, so that a new door is closed or named here. */
    @Test
    void everyDoorAsksWhoItIs() throws Exception {
        assertEquals(Set.of("/", "/health", "/v1/login"), server.server().http().openPaths());
        Set<String> closed = new TreeSet<>(server.server().http().closedPaths());
        assertTrue(closed.containsAll(Set.of("/v1/sql", "/v1/live", "/v1/ingest/", "/v1/prepare", "/v1/session", "/v1/queries/",
                "/v1/dashboards", "/v1/dashboards/", "/metrics")), closed.toString());
        for (String path : closed) {
            String full = path.endsWith("/") ? path + "before" : path;
            for (String method : new String[] {"GET", "POST", "PUT", "DELETE"}) {
                HttpResponse<String> refused = send(method, full, "SELECT 1");
                fails(401, "AUTHENTICATION_REQUIRED", refused);
                assertTrue(refused.body().contains("\"sqlState\":\"28000\""), refused.body());
                fails(401, "AUTHENTICATION_FAILED",
                        send(method, full, "SELECT 1", "Authorization", basic("ghost-" + full + method + ":x")));
            }
        }
        assertEquals(200, server.get("/health").statusCode());
    }

    @Test
    void theChallengeIsForProgramsNotForPages() throws Exception {
        assertTrue(send("POST", "/v1/sql", "SELECT 1").headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "));
        assertTrue(send("POST", "/v1/sql", "SELECT 1", "Sec-Fetch-Mode", "cors").headers().firstValue("WWW-Authenticate").orElse("")
                .startsWith("Bearer "));
        fails(401, "AUTHENTICATION_REQUIRED", send("POST", "/v1/sql", "SELECT 1", "Authorization", "Basic !"));
        fails(401, "AUTHENTICATION_REQUIRED", send("POST", "/v1/sql", "SELECT 1", "Authorization", "Digest x"));
    }

    @Test
    void theUserIsSeenInStatements() throws Exception {
        assertEquals("current_user,session_user,s\nann,ann,public\n",
                ok("ann:ann's", "SELECT CURRENT_USER, SESSION_USER, CURRENT_SCHEMA AS s"));
        assertEquals("n\n1\n", ok("ann:ann's", "SELECT COUNT(*) AS n FROM (VALUES ('ann'), ('bob')) AS t(u) WHERE u = CURRENT_USER"));
        ok(ROOT, "SELECT 7 AS marked_by_root");
        assertEquals("user_name\nroot\n",
                ok(ROOT, "SELECT DISTINCT user_name FROM sys.queries WHERE sql = 'SELECT 7 AS marked_by_root'"));
        assertFalse(ok("ann:ann's", "SHOW QUERIES").contains("marked_by_root"));
        fails(403, "PERMISSION_DENIED", as("ann:ann's", "SELECT * FROM sys.queries"));
    }

    @Test
    void passwordsAreNowhere() throws Exception {
        ok(ROOT, "CREATE USER carl PASSWORD 'hunter2secret'; ALTER USER carl PASSWORD 'hunter3secret'; SELECT 1");
        for (String wrong : new String[] {"CREATE USER d PASSWORD hunter4secret", "CREATE USER d 'hunter4secret'",
                "CREATE USER d PASSWORD 'x' 'hunter4secret'", "CREATE USER d PASWORD 'hunter4secret'; CREATE USER e PASSWORD 'x'",
                "ALTER USER carl PASSWORD 'hunter4secret' x 'hunter4secret'",
                "EXPLAIN CREATE USER d PASSWORD 'hunter4secret'", "CREATE USER carl PASSWORD 'hunter4secret'",
                "CREATE USER d PASSWORD 'hunter4secret' WITH ROLE nonesuch", "ALTER USER nonesuch PASSWORD 'hunter4secret'",
                "CREATE USER d PASSWORD ''"}) {
            HttpResponse<String> answer = as(ROOT, wrong);
            assertEquals(400, answer.statusCode(), wrong + answer.body());
            assertFalse(answer.body().contains("hunter"), answer.body());
        }
        assertFalse(ok(ROOT, "SELECT sql, error FROM sys.queries").contains("hunter"));
        assertFalse(ok(ROOT, "SHOW QUERIES; SHOW USERS").contains("hunter"));
        assertEquals("a\n1\n", ok("carl:hunter3secret", "SELECT 1 AS a"));
        fails(401, "AUTHENTICATION_FAILED", as("carl:hunter2secret", "SELECT 1"));
        assertEquals(400, send("POST", "/v1/login", "{\"user\": \"carl\", \"password\": hunter3secret").statusCode());
        assertFalse(send("POST", "/v1/login", "{\"user\": \"carl\", \"password\": hunter3secret").body().contains("hunter"));
    }

    @Test
    void aLoginLastsUntilItEndsOrThePasswordChanges() throws Exception {
        ok(ROOT, "CREATE USER eve PASSWORD 'one'");
        fails(401, "AUTHENTICATION_FAILED", send("POST", "/v1/login", "{\"user\": \"eve\", \"password\": \"two\"}"));
        HttpResponse<String> login = send("POST", "/v1/login", "{\"user\": \"eve\", \"password\": \"one\"}");
        assertEquals("{\"user\":\"eve\",\"expiresInSeconds\":43200}\n", login.body());
        String set = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(set.contains("; HttpOnly; SameSite=Strict") && set.startsWith("millrace_"), set);
        String cookie = set.substring(0, set.indexOf(';'));
        assertEquals("current_user\neve\n", send("POST", "/v1/sql?format=csv", "SELECT CURRENT_USER", "Cookie", cookie).body());
        assertEquals("{\"user\":\"eve\",\"schema\":\"public\",\"login\":true}\n", send("GET", "/v1/session", "", "Cookie", cookie).body());
        send("DELETE", "/v1/login", "", "Cookie", cookie);
        fails(401, "AUTHENTICATION_REQUIRED", send("POST", "/v1/sql", "SELECT 1", "Cookie", cookie));

        String answer = send("POST", "/v1/login", "{\"user\": \"eve\", \"password\": \"one\", \"token\": true}").body();
        String bearer = "Bearer " + answer.replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
        assertEquals(200, send("POST", "/v1/sql", "SELECT 1", "Authorization", bearer).statusCode());
        ok("eve:one", "ALTER USER eve PASSWORD 'two'");
        fails(401, "AUTHENTICATION_REQUIRED", send("POST", "/v1/sql", "SELECT 1", "Authorization", bearer));
        fails(401, "AUTHENTICATION_FAILED", as("eve:one", "SELECT 1"));
        ok("eve:two", "SELECT 1");
        ok(ROOT, "DROP USER eve");
        fails(401, "AUTHENTICATION_FAILED", as("eve:two", "SELECT 1"));
    }

    @Test
    void guessingIsSlowedDown() throws Exception {
        ok(ROOT, "CREATE USER mallory PASSWORD 'right'");
        for (int i = 0; i < FailureLimit.FAILURES_MAX; i++) {
            fails(401, "AUTHENTICATION_FAILED", as("mallory:wrong" + i, "SELECT 1"));
        }
        fails(429, "TOO_MANY_REQUESTS", as("mallory:right", "SELECT 1"));
        ok(ROOT, "SELECT 1");
    }

    @Test
    void sessionsAndStatementsAreTheirUsersOwn() throws Exception {
        String[] ann = {"Authorization", basic("ann:ann's"), "Millrace-Session", "shared"};
        String[] bob = {"Authorization", basic("bob:bob"), "Millrace-Session", "shared"};
        send("POST", "/v1/sql", "SET time_zone = 'Europe/Berlin'", ann);
        assertEquals("time_zone\nEurope/Berlin\n", send("POST", "/v1/sql?format=csv", "SHOW time_zone", ann).body());
        assertEquals("time_zone\nUTC\n", send("POST", "/v1/sql?format=csv", "SHOW time_zone", bob).body());
        ok("ann:ann's", "CREATE TABLE lab.wide AS SELECT 1 AS x");
        CompletableFuture<HttpResponse<String>> running = server.client().sendAsync(
                HttpRequest.newBuilder(server.uri("/v1/sql?format=csv")).header("Authorization", ann[1]).header("Millrace-Statement", "s1")
                        .POST(HttpRequest.BodyPublishers.ofString("SELECT COUNT(*) FROM range(100000000000) AS r")).build(),
                HttpResponse.BodyHandlers.ofString());
        String id = "";
        while (id.isEmpty() && !running.isDone()) {
            id = ok("ann:ann's", "SHOW QUERIES").lines().filter(line -> line.contains(",running,") && line.contains("range("))
                    .map(line -> line.substring(0, line.indexOf(','))).findFirst().orElse("");
        }
        if (!running.isDone()) {
            fails(403, "PERMISSION_DENIED", as("bob:bob", "KILL QUERY '" + id + "'"));
            fails(403, "PERMISSION_DENIED", send("DELETE", "/v1/queries/" + id, "", bob));
            assertEquals(404, send("DELETE", "/v1/queries/s1", "", bob).statusCode());
            ok(ROOT, "KILL QUERY '" + id + "'");
            assertTrue(running.get(30, TimeUnit.SECONDS).body().contains("QUERY_CANCELLED"));
        }
    }

    @Test
    void liveSocketsAskToo() throws Exception {
        String address = server.uri("/v1/live?view=public.v").toString().replace("http://", "ws://");
        ExecutionException refused = assertThrows(ExecutionException.class, () -> open(address, null).get(30, TimeUnit.SECONDS));
        assertTrue(refused.getCause() instanceof java.net.http.WebSocketHandshakeException, refused.toString());
        open(address, basic(ROOT)).get(30, TimeUnit.SECONDS).abort();
        assertTrue(first(address, basic("bob:bob")).contains("PERMISSION_DENIED"));
        assertTrue(first(address, basic(ROOT)).contains("\"schema\""));
    }

    private static CompletableFuture<WebSocket> open(String address, String authorization) {
        return open(address, authorization, new CompletableFuture<>());
    }

    private static CompletableFuture<WebSocket> open(String address, String authorization, CompletableFuture<String> first) {
        WebSocket.Builder builder = server.client().newWebSocketBuilder();
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        return builder.buildAsync(java.net.URI.create(address), new WebSocket.Listener() {
            @Override
            public java.util.concurrent.CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                first.complete(data.toString());
                return null;
            }
        });
    }

    private static String first(String address, String authorization) throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        WebSocket socket = open(address, authorization, first).get(30, TimeUnit.SECONDS);
        String text = first.get(30, TimeUnit.SECONDS);
        socket.abort();
        return text;
    }

    @Test
    void jdbcSaysAtOnceThatAPasswordIsWrong() throws Exception {
        String url = "jdbc:millrace://localhost:" + server.server().httpPort() + "/";
        try (Connection connection = DriverManager.getConnection(url, "ann", "ann's")) {
            assertTrue(connection.isValid(5));
            assertEquals("ann", connection.getMetaData().getUserName());
            SQLSyntaxErrorException denied = assertThrows(SQLSyntaxErrorException.class,
                    () -> connection.createStatement().executeQuery("SELECT * FROM before"));
            assertEquals("42501", denied.getSQLState());
        }
        DriverManager.getConnection(url + "?user=bob&password=bob").close();
        SQLInvalidAuthorizationSpecException wrong = assertThrows(SQLInvalidAuthorizationSpecException.class,
                () -> DriverManager.getConnection(url, "ann", "Wrong-secret"));
        assertEquals("28P01", wrong.getSQLState());
        assertEquals("password authentication failed for user \"ann\"", wrong.getMessage());
        SQLInvalidAuthorizationSpecException missing =
                assertThrows(SQLInvalidAuthorizationSpecException.class, () -> DriverManager.getConnection(url));
        assertEquals("28000", missing.getSQLState());
    }

    @Test
    void avaticasDriverLogsInWithBasic() throws Exception {
        String url = "jdbc:avatica:remote:url=" + server.uri("/avatica") + ";serialization=protobuf;authentication=BASIC;avatica_user=ann;";
        try (Connection connection = DriverManager.getConnection(url + "avatica_password=ann's");
                Statement statement = connection.createStatement()) {
            try (ResultSet user = statement.executeQuery("SELECT CURRENT_USER")) {
                assertTrue(user.next());
                assertEquals("ann", user.getString(1));
            }
            SQLException denied = assertThrows(SQLException.class, () -> statement.executeQuery("SELECT * FROM before"));
            assertEquals("42501", denied.getSQLState());
        }
        // The stock driver tells of an answer that is none of Avatica's in its own way.
        RuntimeException wrong = assertThrows(RuntimeException.class, () -> DriverManager.getConnection(url + "avatica_password=x"));
        assertTrue(wrong.getMessage().contains("HTTP/401"), wrong.getMessage());
    }
}
