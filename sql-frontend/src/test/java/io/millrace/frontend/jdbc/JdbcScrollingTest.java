package io.millrace.frontend.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that scroll, calls of functions, large objects. */
class JdbcScrollingTest {
    private static final int ROWS = 50_000;

    @TempDir
    static Path directory;

    private static TestServer server;
    private Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 24);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection("jdbc:millrace://127.0.0.1:" + server.server().httpPort() + "/");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private Statement scrolling() throws SQLException {
        return connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    }

    @Test
    void theCursorGoesAnywhere() throws SQLException {
        try (Statement statement = scrolling();
                ResultSet rows =
                        statement.executeQuery("SELECT n, 'text ' || n FROM UNNEST(sequence(1, " + ROWS + ")) AS u (n) ORDER BY n")) {
            assertEquals(ResultSet.TYPE_SCROLL_INSENSITIVE, rows.getType());
            assertTrue(rows.isBeforeFirst());
            assertThrows(SQLException.class, () -> rows.getInt(1));
            Random random = new Random(7);
            for (int i = 0; i < 500; i++) {
                int wanted = random.nextInt(2 * ROWS) - ROWS;
                boolean there = rows.absolute(wanted);
                assertEquals(wanted != 0, there, "row " + wanted);
                if (there) {
                    int row = wanted > 0 ? wanted : ROWS + 1 + wanted;
                    assertEquals(row, rows.getInt(1));
                    assertEquals(row, rows.getRow());
                    assertEquals("text " + row, rows.getString(2));
                    assertEquals(row == ROWS, rows.isLast());
                    assertEquals(row, rows.getInt(1));
                    assertEquals(row > 1, rows.previous());
                } else {
                    assertTrue(rows.isBeforeFirst());
                }
            }
            assertTrue(rows.last());
            assertEquals(ROWS, rows.getInt(1));
            assertFalse(rows.next());
            assertTrue(rows.isAfterLast());
            assertFalse(rows.relative(5));
            assertTrue(rows.previous());
            assertEquals(ROWS, rows.getInt(1));
            assertTrue(rows.relative(-10));
            assertEquals(ROWS - 10, rows.getInt(1));
            assertFalse(rows.absolute(ROWS + 1));
            assertFalse(rows.absolute(-ROWS - 1));
            assertTrue(rows.first());
            assertTrue(rows.isFirst());
            rows.afterLast();
            assertTrue(rows.isAfterLast());
            rows.beforeFirst();
            assertTrue(rows.next());
            assertEquals(1, rows.getInt(1));
        }
    }

    @Test
    void noRowsAndFewerRows() throws SQLException {
        try (Statement statement = scrolling()) {
            try (ResultSet rows = statement.executeQuery("SELECT 1 WHERE FALSE")) {
                assertFalse(rows.isBeforeFirst());
                assertFalse(rows.last());
                assertFalse(rows.first());
                rows.afterLast();
                assertFalse(rows.isAfterLast());
                assertEquals(0, rows.getRow());
            }
            statement.setMaxRows(3);
            try (ResultSet rows = statement.executeQuery("SELECT n FROM UNNEST(sequence(1, 10)) AS u (n) ORDER BY n")) {
                assertTrue(rows.last());
                assertEquals(3, rows.getInt(1));
                assertFalse(rows.absolute(4));
            }
        }
    }

    @Test
    void whatIsNotOfferedComesWithAWarning() throws SQLException {
        try (Statement statement = connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            assertEquals(ResultSet.TYPE_SCROLL_INSENSITIVE, statement.getResultSetType());
            assertEquals(ResultSet.CONCUR_READ_ONLY, statement.getResultSetConcurrency());
            assertTrue(connection.getWarnings().getMessage().contains("TYPE_SCROLL_INSENSITIVE"));
            assertTrue(connection.getWarnings().getNextWarning().getMessage().contains("CONCUR_READ_ONLY"));
        }
        assertTrue(connection.getMetaData().supportsResultSetType(ResultSet.TYPE_SCROLL_INSENSITIVE));
        assertFalse(connection.getMetaData().supportsResultSetType(ResultSet.TYPE_SCROLL_SENSITIVE));
    }

    @Test
    void functionsAreCalled() throws SQLException {
        try (CallableStatement call = connection.prepareCall("{? = call round(?, ?)}")) {
            call.registerOutParameter(1, Types.DECIMAL);
            call.setBigDecimal(2, new java.math.BigDecimal("1.256"));
            call.setInt(3, 2);
            assertFalse(call.execute());
            assertEquals("1.26", call.getBigDecimal(1).stripTrailingZeros().toPlainString());
            assertFalse(call.wasNull());
            call.setNull(2, Types.DECIMAL);
            call.execute();
            assertNull(call.getObject(1));
            assertTrue(call.wasNull());
            assertThrows(SQLException.class, () -> call.setInt(1, 1));
            assertThrows(SQLException.class, () -> call.registerOutParameter(2, Types.INTEGER));
            assertThrows(SQLFeatureNotSupportedException.class, () -> call.setInt("a", 1));
        }
        try (CallableStatement call = connection.prepareCall("{call upper('a}')}"); ResultSet rows = call.executeQuery()) {
            assertTrue(rows.next());
            assertEquals("A}", rows.getString(1));
        }
        try (CallableStatement call = connection.prepareCall("{? = call no_such_function()}")) {
            assertThrows(SQLException.class, call::execute);
        }
    }

    /** A result that was not read to its end leaves the connection fit for the next, whether the rest had come or not. */
    @Test
    void resultsAreLeftAnywhere() throws SQLException {
        try (PreparedStatement few = connection.prepareStatement("SELECT ? + 1");
                PreparedStatement many = connection.prepareStatement("SELECT n + ? FROM UNNEST(sequence(1, 300000)) AS u (n)")) {
            for (int i = 0; i < 40; i++) {
                PreparedStatement statement = i % 4 == 3 ? many : few;
                statement.setInt(1, i);
                try (ResultSet rows = statement.executeQuery()) {
                    assertTrue(i % 8 == 0 || rows.next());
                    assertTrue(i % 8 == 0 || rows.getLong(1) > i);
                }
            }
        }
    }

    @Test
    void largeObjectsAreWrittenAndFreed() throws Exception {
        java.sql.Clob clob = connection.createClob();
        try (java.io.Writer writer = clob.setCharacterStream(1)) {
            writer.write("hello world");
        }
        assertEquals(5, clob.setString(7, "there"));
        clob.truncate(9);
        assertEquals(7, clob.position("the", 1));
        java.sql.Blob blob = connection.createBlob();
        try (java.io.OutputStream out = blob.setBinaryStream(1)) {
            out.write(new byte[] {1, 2, 3});
        }
        assertEquals(2, blob.setBytes(3, new byte[] {9, 8, 7}, 1, 2));
        assertEquals(2, blob.position(new byte[] {2, 8}, 1));
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?, ?")) {
            statement.setClob(1, clob);
            statement.setBlob(2, blob);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals("hello the", rows.getClob(1).getSubString(1, 99));
                assertEquals(4, rows.getBlob(2).length());
            }
            assertThrows(SQLException.class, () -> statement.setCharacterStream(1, new java.io.StringReader("abc"), 5));
            assertThrows(SQLException.class, () -> statement.setBinaryStream(1, new java.io.ByteArrayInputStream(new byte[3]), -1));
        }
        clob.free();
        blob.free();
        assertThrows(SQLException.class, clob::length);
        assertThrows(SQLException.class, blob::length);
        assertThrows(SQLException.class, () -> connection.createClob().getSubString(0, 1));
    }
}
