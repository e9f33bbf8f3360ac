package io.millrace.frontend.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cluster.query.QueryInfo;
import io.millrace.frontend.server.TestServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDBC driver against a real server. */
class JdbcDriverTest {
    /** Rows enough that a query over them runs for minutes. */
    private static final String ENDLESS = "SELECT count(*) FROM big a, big b, big c WHERE a.n + b.n * c.n = -1";

    @TempDir
    static Path directory;

    private static TestServer server;
    private Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 11);
        try (Connection setup = open(); Statement statement = setup.createStatement()) {
            statement.execute("CREATE TABLE big (n BIGINT)");
            try (PreparedStatement insert = setup.prepareStatement("INSERT INTO big VALUES (?)")) {
                for (int i = 0; i < 20_000; i++) {
                    insert.setLong(1, i);
                    insert.addBatch();
                }
                assertEquals(20_000, Arrays.stream(insert.executeBatch()).sum());
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static String url() {
        return "jdbc:millrace://127.0.0.1:" + server.server().httpPort() + "/";
    }

    static Connection open() throws SQLException {
        return DriverManager.getConnection(url());
    }

    private static long running() {
        return server.server().engine().node().queries().queries().stream()
                .filter(query -> query.state() == QueryInfo.State.RUNNING).count();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = open();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private Object one(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                Object value = rows.getObject(1);
                assertFalse(rows.next());
                return value;
            }
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void nestedValuesAreParameters() throws SQLException {
        run("CREATE TABLE nested_values (id INTEGER, m MAP<VARCHAR, DECIMAL(8, 2)>, d MAP<DATE, INTEGER ARRAY>, "
                + "r ROW(a INTEGER, b VARCHAR, at TIMESTAMP), rs ROW(a INTEGER, b VARCHAR) ARRAY)");
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        amounts.put("größe", new BigDecimal("1.50"));
        amounts.put("none", null);
        Map<LocalDate, int[]> none = Map.of();
        Struct row = connection.createStruct("ROW(a INTEGER, b VARCHAR, at TIMESTAMP)",
                new Object[] {7, null, Timestamp.valueOf("2024-01-31 12:00:00.5")});
        Struct first = connection.createStruct("ROW(a INTEGER, b VARCHAR)", new Object[] {1, "x, y)"});
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO nested_values VALUES (?, ?, ?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setObject(2, amounts);
            insert.setObject(3, Map.of(LocalDate.of(2024, 2, 29), List.of(1, 2)));
            insert.setObject(4, row);
            insert.setArray(5, connection.createArrayOf("ROW(a INTEGER, b VARCHAR)", new Object[] {first, null}));
            assertEquals(1, insert.executeUpdate());
            insert.setInt(1, 2);
            insert.setObject(2, Map.of());
            insert.setObject(3, none);
            insert.setNull(4, Types.STRUCT);
            insert.setObject(5, null);
            assertEquals(1, insert.executeUpdate());
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT m, d, r, rs FROM nested_values ORDER BY id")) {
            assertTrue(rows.next());
            assertEquals(amounts, rows.getObject(1));
            assertEquals("{\"2024-02-29\":[1,2]}", rows.getString(2));
            assertArrayEquals(new Object[] {7, null, Timestamp.valueOf("2024-01-31 12:00:00.5")},
                    ((Struct) rows.getObject(3)).getAttributes());
            Object[] elements = (Object[]) rows.getArray(4).getArray();
            assertArrayEquals(new Object[] {1, "x, y)"}, ((Struct) elements[0]).getAttributes());
            assertNull(elements[1]);
            assertTrue(rows.next());
            assertEquals(Map.of(), rows.getObject(1));
            assertEquals(Map.of(), rows.getObject(2));
            assertNull(rows.getObject(3));
            assertNull(rows.getObject(4));
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM nested_values WHERE r = ? AND m['größe'] = ?")) {
            query.setObject(1, row);
            query.setBigDecimal(2, new BigDecimal("1.5"));
            try (ResultSet rows = query.executeQuery()) {
                assertTrue(rows.next());
            }
            SQLException refused = assertThrows(SQLException.class, () -> connection.createStruct("ROW(a INTEGER)", new Object[] {1, 2}));
            assertEquals("22023", refused.getSQLState());
        }
    }

    @Test
    void everyTypeGoesThereAndBack() throws SQLException {
        run("CREATE TABLE every (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f REAL, g DOUBLE, h DECIMAL(10, 2), i DECIMAL(38, 5), "
                + "j VARCHAR, k CHAR(3), l VARBINARY, m UUID, n JSON, o DATE, p TIME, q TIMESTAMP, r TIMESTAMP WITH TIME ZONE, "
                + "s TIMESTAMP(9), t INTEGER ARRAY)");
        Object[] row = {
                true, -128, 32767, Integer.MIN_VALUE, Long.MAX_VALUE, 1.5f, -0.0, new BigDecimal("12345678.90"),
                new BigDecimal("123456789012345678901234567890123.12345"), "näive 中文 😀'", "abc", new byte[] {0, -1, 7},
                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), "{\"a\": [1, 2]}", LocalDate.of(2024, 2, 29),
                LocalTime.of(23, 59, 59, 999_999_000), LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1000),
                Instant.parse("2024-01-31T12:00:00.123456Z"),
                LocalDateTime.of(2024, 1, 31, 12, 0, 0, 123_456_789), connection.createArrayOf("INTEGER", new Object[] {1, null, 3})};
        String marks = String.join(", ", Collections.nCopies(row.length, "?"));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO every VALUES (" + marks + ")")) {
            for (int i = 0; i < row.length; i++) {
                insert.setObject(i + 1, row[i]);
            }
            assertEquals(1, insert.executeUpdate());
            for (int i = 0; i < row.length; i++) {
                insert.setNull(i + 1, Types.NULL);
            }
            assertEquals(1, insert.executeUpdate());
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM every ORDER BY a NULLS LAST")) {
            assertTrue(rows.next());
            for (int i = 0; i < row.length - 1; i++) {
                Object expected = row[i];
                Object found = rows.getObject(i + 1, expected.getClass());
                if (expected instanceof byte[] bytes) {
                    assertArrayEquals(bytes, (byte[]) found);
                } else {
                    assertEquals(expected, found, rows.getMetaData().getColumnLabel(i + 1));
                }
                assertFalse(rows.wasNull());
            }
            assertArrayEquals(new Object[] {1, null, 3}, (Object[]) rows.getArray("t").getArray());
            assertArrayEquals(new Integer[] {1, null, 3}, rows.getObject("T", Integer[].class));
            assertEquals(OffsetDateTime.parse("2024-01-31T12:00:00.123456Z"), rows.getObject("r"));
            assertEquals("2024-01-31 12:00:00.123456+00:00", rows.getString("r"));
            assertEquals("[1,null,3]", rows.getString("t"));
            assertEquals("\\x00ff07", rows.getString("l"));
            assertTrue(rows.next());
            for (int i = 0; i < row.length; i++) {
                assertNull(rows.getObject(i + 1));
                assertTrue(rows.wasNull());
            }
            assertFalse(rows.next());
            assertEquals("DECIMAL", rows.getMetaData().getColumnTypeName(9));
            assertEquals(38, rows.getMetaData().getPrecision(9));
            assertEquals(5, rows.getMetaData().getScale(9));
            assertEquals(Types.CHAR, rows.getMetaData().getColumnType(11));
            assertEquals(3, rows.getMetaData().getPrecision(11));
            assertEquals("JSON", rows.getMetaData().getColumnTypeName(14));
            assertEquals(9, rows.getMetaData().getScale(19));
            assertEquals("INTEGER ARRAY", rows.getMetaData().getColumnTypeName(20));
        }
        run("DROP TABLE every");
    }

    @Test
    void nestedValuesAndIntervalsAreRead() throws SQLException {
        assertEquals(Period.of(1, 2, 0), one("SELECT INTERVAL '1-2' YEAR TO MONTH"));
        assertEquals(Duration.ofHours(26), one("SELECT INTERVAL '1 2' DAY TO HOUR"));
        Struct row = assertInstanceOf(Struct.class, one("SELECT ROW(1, 'a')"));
        assertArrayEquals(new Object[] {1, "a"}, row.getAttributes());
        assertEquals(Map.of("a", 1, "b", 2), one("SELECT MAP['a', 1, 'b', 2]"));
    }

    @Test
    void parametersAreConvertedToTheTypesTheyNeed() throws SQLException {
        assertEquals(43, one("SELECT 42 + CAST(? AS INTEGER)", "1"));
        assertEquals(7L, one("SELECT n FROM big WHERE n = ?", 7));
        assertEquals(7L, one("SELECT n FROM big WHERE n = ?", new BigDecimal("7")));
        assertEquals(1L, one("SELECT count(*) FROM big WHERE n BETWEEN ? AND ?", 5L, 5));
        SQLException wrong = assertThrows(SQLException.class, () -> one("SELECT ?"));
        assertEquals("07001", wrong.getSQLState());
        try (PreparedStatement statement = connection.prepareStatement("SELECT n, 'x' AS x FROM big WHERE n = ? AND '?' <> ? /* ? */")) {
            assertEquals(2, statement.getParameterMetaData().getParameterCount());
            assertEquals(Types.BIGINT, statement.getParameterMetaData().getParameterType(1));
            assertEquals(2, statement.getMetaData().getColumnCount());
            assertEquals("x", statement.getMetaData().getColumnLabel(2));
            statement.setObject(1, "12", Types.BIGINT);
            statement.setString(2, "y");
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals(12, rows.getInt("N"));
            }
        }
    }

    @Test
    void errorsHaveStatesAndClasses() throws SQLException {
        run("CREATE TABLE keyed (id INTEGER PRIMARY KEY, name VARCHAR(3) NOT NULL)");
        run("INSERT INTO keyed VALUES (1, 'a')");
        assertState(SQLSyntaxErrorException.class, "42601", "SELEC 1");
        assertState(SQLSyntaxErrorException.class, "42P01", "SELECT * FROM nowhere");
        assertState(SQLDataException.class, "22012", "SELECT 1 / (n - n) FROM big");
        assertState(SQLIntegrityConstraintViolationException.class, "23505", "INSERT INTO keyed VALUES (1, 'b')");
        assertState(SQLIntegrityConstraintViolationException.class, "23502", "INSERT INTO keyed VALUES (2, NULL)");
        try (Statement statement = connection.createStatement()) {
            assertEquals("42809", assertThrows(SQLException.class, () -> statement.executeUpdate("SELECT 1")).getSQLState());
            assertEquals("42809",
                    assertThrows(SQLException.class, () -> statement.executeQuery("INSERT INTO keyed VALUES (3, 'c')")).getSQLState());
            assertFalse(statement.execute("DELETE FROM keyed WHERE id = 3"));
            assertEquals(0, statement.getUpdateCount());
        }
        run("DROP TABLE keyed");
    }

    private void assertState(Class<? extends SQLException> expected, String state, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            SQLException thrown = assertThrows(SQLException.class, () -> {
                if (statement.execute(sql)) {
                    while (statement.getResultSet().next()) {
                        // An error may come with the rows.
                    }
                }
            });
            assertInstanceOf(expected, thrown);
            assertEquals(state, thrown.getSQLState());
        }
    }

    @Test
    void aBatchIsOneRequestAndFailsAsOne() throws SQLException {
        run("CREATE TABLE batched (id INTEGER PRIMARY KEY, at TIMESTAMP, price DECIMAL(8, 2), name VARCHAR)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batched VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < 25_000; i++) {
                insert.setInt(1, i);
                insert.setObject(2, i % 7 == 0 ? null : LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(i));
                insert.setBigDecimal(3, BigDecimal.valueOf(i, 2));
                insert.setString(4, "name " + i);
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
            assertEquals(25_000, counts.length);
            assertTrue(Arrays.stream(counts).allMatch(count -> count == 1));
            insert.setInt(1, 30_000);
            insert.setNull(2, Types.TIMESTAMP);
            insert.setNull(3, Types.DECIMAL);
            insert.setNull(4, Types.VARCHAR);
            insert.addBatch();
            insert.setInt(1, 5);
            insert.addBatch();
            BatchUpdateException failed = assertThrows(BatchUpdateException.class, insert::executeBatch);
            assertEquals("23505", failed.getSQLState());
        }
        assertEquals(25_000L, one("SELECT count(*) FROM batched"));
        try (PreparedStatement update = connection.prepareStatement("UPDATE batched SET name = ? WHERE id < ?")) {
            for (int i = 1; i <= 3; i++) {
                update.setString(1, "renamed");
                update.setInt(2, i);
                update.addBatch();
            }
            assertArrayEquals(new int[] {1, 2, 3}, update.executeBatch());
        }
        run("DROP TABLE batched");
    }

    @Test
    void manyRowsStream() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT a.n * 100 + b.n AS x, 'text ' || a.n AS t FROM big a, big b WHERE b.n < 100 AND a.n < 10000")) {
            long count = 0;
            long sum = 0;
            while (rows.next()) {
                count++;
                sum += rows.getLong(1);
                assertEquals(6, rows.getString(2).substring(0, 5).length() + 1);
            }
            assertEquals(1_000_000, count);
            assertEquals(999_999L * 1_000_000 / 2, sum);
        }
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(10);
            try (ResultSet rows = statement.executeQuery("SELECT n FROM big")) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                assertEquals(10, count);
            }
        }
    }

    @Test
    void cancelAndTimeoutEndTheWork() throws Exception {
        try (Statement statement = connection.createStatement()) {
            CountDownLatch ended = new CountDownLatch(1);
            List<SQLException> thrown = new ArrayList<>();
            Thread.ofPlatform().name("reader").start(() -> {
                try {
                    statement.executeQuery(ENDLESS).next();
                } catch (SQLException e) {
                    thrown.add(e);
                }
                ended.countDown();
            });
            while (running() == 0) {
                Thread.onSpinWait();
            }
            statement.cancel();
            ended.await();
            assertEquals("57014", thrown.get(0).getSQLState(), thrown.get(0).getMessage());
        }
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException slow = assertThrows(SQLException.class, () -> statement.executeQuery(ENDLESS).next());
            assertInstanceOf(SQLTimeoutException.class, slow);
            statement.cancel();
            assertEquals(1, one("SELECT 1"));
        }
        while (running() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aConnectionSaysWhatItIs() throws SQLException {
        assertTrue(connection.isValid(5));
        assertEquals("public", connection.getSchema());
        run("CREATE SCHEMA other");
        run("CREATE TABLE other.t (a INTEGER)");
        connection.setSchema("other");
        assertEquals("other", connection.getSchema());
        assertEquals(0L, one("SELECT count(*) FROM t"));
        try (Connection there = DriverManager.getConnection(url() + "other?applicationName=test")) {
            assertEquals("other", there.getSchema());
            assertEquals("test", there.getClientInfo("ApplicationName"));
        }
        assertThrows(SQLException.class, () -> DriverManager.getConnection(url() + "nowhere"));
        connection.setAutoCommit(false);
        assertTrue(connection.getWarnings().getMessage().contains("commits"));
        connection.rollback();
        run("INSERT INTO t VALUES (1)");
        assertThrows(SQLFeatureNotSupportedException.class, connection::rollback);
        connection.commit();
        run("DROP TABLE other.t");
        assertThrows(SQLFeatureNotSupportedException.class,
                () -> connection.prepareStatement("SELECT 1", Statement.RETURN_GENERATED_KEYS));
        connection.close();
        assertFalse(connection.isValid(1));
        assertEquals("08003", assertThrows(SQLException.class, connection::createStatement).getSQLState());
        assertInstanceOf(SQLNonTransientConnectionException.class,
                assertThrows(SQLException.class, () -> DriverManager.getConnection("jdbc:millrace://127.0.0.1:1/")));
    }

    @Test
    void escapesAndResultsThatGoForward() throws SQLException {
        assertEquals(java.sql.Date.valueOf("2024-02-29"), one("SELECT {d '2024-02-29'}"));
        assertEquals(java.sql.Timestamp.valueOf("2024-02-29 01:02:03"), one("SELECT {ts '2024-02-29 01:02:03'}"));
        assertEquals("ABC}", one("SELECT {fn UCASE('abc}')}"));
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("SELECT 1 AS a, 300 AS b")) {
            assertTrue(rows.isBeforeFirst());
            assertThrows(SQLException.class, () -> rows.getInt(1));
            assertTrue(rows.next());
            assertEquals(1, rows.getInt("A"));
            assertEquals("22003", assertThrows(SQLException.class, () -> rows.getByte("b")).getSQLState());
            assertEquals("07009", assertThrows(SQLException.class, () -> rows.getInt(3)).getSQLState());
            assertEquals("42703", assertThrows(SQLException.class, () -> rows.getInt("c")).getSQLState());
            assertThrows(SQLFeatureNotSupportedException.class, rows::previous);
            assertThrows(SQLFeatureNotSupportedException.class, () -> rows.updateInt(1, 2));
            assertFalse(rows.next());
            assertTrue(rows.isAfterLast());
        }
    }
}
