package io.millrace.frontend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed: amid a result, before a first row, between statements. Each is a SQLException at once. */
class JdbcDeathTest {
    @TempDir
    Path directory;

    private static String jdbc(ServerProcess server) {
        return "jdbc:millrace://" + URI.create(server.url()).getAuthority() + "/";
    }

    @Test
    void aKilledServerIsAnErrorAtOnce() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory);
                Connection connection = DriverManager.getConnection(jdbc(server));
                Statement reading = connection.createStatement();
                Statement waiting = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT ?")) {
            prepared.setInt(1, 1);
            prepared.executeQuery().close();
            ResultSet rows = reading.executeQuery("SELECT n, 'a text that fills buffers' FROM UNNEST(sequence(1, 5000000)) AS u (n)");
            assertTrue(rows.next());
            CompletableFuture<SQLException> first = CompletableFuture.supplyAsync(() -> assertThrows(SQLException.class,
                    () -> waiting.executeQuery(
                            "SELECT count(*) FROM UNNEST(sequence(1, 100000)) AS a (n), UNNEST(sequence(1, 100000)) AS b (n), "
                                    + "UNNEST(sequence(1, 100000)) AS c (n) WHERE a.n + b.n * c.n = -1")));
            while (server.rows("SELECT count(*) FROM sys.queries WHERE state = 'running'").get(0).compareTo("3") < 0) {
                Thread.onSpinWait();
            }
            server.kill();
            SQLException broken = assertThrows(SQLException.class, () -> {
                while (rows.next()) {
                    // What was read ahead is still there.
                }
            });
            assertEquals("08006", broken.getSQLState(), broken.toString());
            assertTrue(first.get(10, TimeUnit.SECONDS).getSQLState().startsWith("08"));
            assertFalse(connection.isValid(1));
            assertTrue(assertThrows(SQLException.class, prepared::executeQuery).getSQLState().startsWith("08"));
            assertEquals("08001", assertThrows(SQLException.class, () -> DriverManager.getConnection(jdbc(server))).getSQLState());
        }
    }
}
