package io.millrace.frontend.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cluster.query.QueryInfo;
import io.millrace.frontend.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit and what takes too long: it ends at once, with an error of its own, and nothing is left at the server. */
class JdbcLimitsTest {
    private static final String NEVER_ENDING =
            "(SELECT count(*) FROM UNNEST(sequence(1, 100000)) AS a (n), UNNEST(sequence(1, 100000)) AS b (n), "
                    + "UNNEST(sequence(1, 100000)) AS c (n) WHERE a.n + b.n * c.n = -1)";

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 22);
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id BIGINT, n BIGINT)");
            statement.execute("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String url() {
        return "jdbc:millrace://127.0.0.1:" + server.server().httpPort() + "/";
    }

    private static long running() {
        return server.server().engine().node().queries().queries().stream()
                .filter(query -> query.state() == QueryInfo.State.RUNNING).count();
    }

    private static void awaitRunning(long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (running() != count) {
            assertTrue(System.nanoTime() < deadline, () -> running() + " queries run");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void aResultMayBeLargerThanMemory() throws Exception {
        Process reader = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp", System.getProperty("java.class.path"),
                ManyRows.class.getName(), url(), "5000000").redirectErrorStream(true).start();
        String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, reader.waitFor(), output);
        assertTrue(output.endsWith("5000000 rows\n"), output);
        awaitRunning(0);
    }

    @Test
    void aReaderThatGivesUpEndsItsQuery() throws Exception {
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT n FROM UNNEST(sequence(1, 5000000)) AS u (n)");
            assertTrue(rows.next());
            rows.close();
            awaitRunning(0);
            try (ResultSet again = statement.executeQuery("SELECT 1")) {
                assertTrue(again.next());
            }
        }
    }

    @Test
    void aBatchIsCancelled() throws Exception {
        try (Connection connection = DriverManager.getConnection(url());
                PreparedStatement statement = connection.prepareStatement("DELETE FROM t WHERE id = ? AND " + NEVER_ENDING + " = 1")) {
            for (int i = 0; i < 3; i++) {
                statement.setLong(1, i);
                statement.addBatch();
            }
            CompletableFuture<SQLException> failure =
                    CompletableFuture.supplyAsync(() -> assertThrows(SQLException.class, statement::executeBatch));
            awaitRunning(1);
            statement.cancel();
            SQLException cancelled = failure.get(20, TimeUnit.SECONDS);
            assertEquals("57014", cancelled.getSQLState());
            assertEquals(0, assertInstanceOf(BatchUpdateException.class, cancelled).getUpdateCounts().length);
            awaitRunning(0);
        }
    }

    @Test
    void aTimeoutEndsAnUpdate() throws Exception {
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException late = assertThrows(SQLTimeoutException.class,
                    () -> statement.executeUpdate("UPDATE t SET n = 0 WHERE " + NEVER_ENDING + " = 1"));
            assertEquals("57015", late.getSQLState());
            awaitRunning(0);
            assertEquals(3, statement.executeUpdate("UPDATE t SET n = n"));
        }
    }

    @Test
    void aConnectionThatIsAbortedEndsItsQuery() throws Exception {
        Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        CompletableFuture<SQLException> failure =
                CompletableFuture
                        .supplyAsync(() -> assertThrows(SQLException.class, () -> statement.executeQuery("SELECT " + NEVER_ENDING)));
        awaitRunning(1);
        connection.abort(Runnable::run);
        assertEquals("57014", failure.get(20, TimeUnit.SECONDS).getSQLState());
        awaitRunning(0);
    }
}
