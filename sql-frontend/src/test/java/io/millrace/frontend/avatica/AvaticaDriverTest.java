package io.millrace.frontend.avatica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cluster.query.QueryInfo;
import io.millrace.common.port.Clock;
import io.millrace.frontend.avatica.AvaticaConnections.Patience;
import io.millrace.frontend.security.Caller;
import io.millrace.frontend.server.TestServer;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stock thin driver of Avatica against a real server, in both of its forms. */
class AvaticaDriverTest {
    private static final long BIG_ROWS = 1_000_000;

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 12);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Time that passes when it is told to. */
    private static final class Hours implements Clock {
        private final AtomicLong nanos = new AtomicLong();

        void pass(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public long epochMicros() {
            return nanos.get() / 1000;
        }

        @Override
        public long monotonicNanos() {
            return nanos.get();
        }
    }

    private static Connection open(String serialization) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("timeZone", "UTC");
        return DriverManager.getConnection(
                "jdbc:avatica:remote:url=" + server.uri("/avatica") + ";serialization=" + serialization, properties);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long running() {
        return server.server().engine().node().queries().queries().stream()
                .filter(query -> query.state() == QueryInfo.State.RUNNING).count();
    }

    private static List<String> rows(ResultSet rows, int... columns) throws SQLException {
        List<String> all = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column : columns) {
                    row.add(rows.getString(column));
                }
                all.add(String.join("|", row));
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void everyTypeComesBack(String serialization) throws SQLException {
        try (Connection connection = open(serialization); Statement statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery("SELECT TRUE AS a, CAST(1 AS TINYINT) b, CAST(-2 AS SMALLINT) c, 3 d, "
                    + "CAST(9007199254740993 AS BIGINT) e, CAST(1.5 AS REAL) f, CAST(-2.25 AS DOUBLE) g, CAST(12.30 AS DECIMAL(10, 2)) h, "
                    + "CAST('12345678901234567890123456789012.12345' AS DECIMAL(38, 5)) i, '你好 \"x\"' j, CAST('ab' AS CHAR(3)) k, "
                    + "x'00ff10' l, CAST('00112233-4455-6677-8899-aabbccddeeff' AS UUID) m, CAST('{\"a\": 1}' AS JSON) n, "
                    + "DATE '2024-02-29' o, TIME '12:34:56.789' p, TIMESTAMP '2024-02-29 12:34:56.789123' q, "
                    + "CAST('2024-02-29 12:34:56.789123+08:00' AS TIMESTAMP WITH TIME ZONE) r, INTERVAL '14' MONTH s, "
                    + "INTERVAL '1 02:03:04.5' DAY TO SECOND t, ARRAY[1, NULL, 3] u, MAP['k', 1] v, ROW(1, 'x', DATE '2024-02-29') w, "
                    + "ARRAY['a', 'b'] x, NULL y, ARRAY[DATE '2024-02-29'] z");
            ResultSetMetaData about = row.getMetaData();
            assertTrue(row.next());
            assertTrue(row.getBoolean("a"));
            assertEquals(1, row.getByte("b"));
            assertEquals(-2, row.getShort("c"));
            assertEquals(3, row.getInt("d"));
            assertEquals(9007199254740993L, row.getLong("e"));
            assertEquals(1.5f, row.getFloat("f"));
            assertEquals(-2.25, row.getDouble("g"));
            assertEquals(new BigDecimal("12.30"), row.getBigDecimal("h").setScale(2));
            assertEquals(new BigDecimal("12345678901234567890123456789012.12345"), row.getBigDecimal("i"));
            assertEquals("你好 \"x\"", row.getString("j"));
            assertEquals("ab ", row.getString("k"));
            assertArrayEquals(new byte[] {0, (byte) 0xff, 16}, row.getBytes("l"));
            assertEquals("00112233-4455-6677-8899-aabbccddeeff", row.getString("m"));
            assertEquals("{\"a\": 1}", row.getString("n"));
            assertEquals(Date.valueOf("2024-02-29"), row.getDate("o"));
            assertEquals(Types.DATE, about.getColumnType(row.findColumn("o")));
            assertEquals("12:34:56", row.getTime("p").toString());
            assertEquals("12:34:56.789", row.getString("p"));
            assertEquals(Timestamp.valueOf("2024-02-29 12:34:56.789"), row.getTimestamp("q"));
            assertEquals("2024-02-29 04:34:56.789123+00:00", row.getString("r"));
            assertEquals(Types.TIMESTAMP_WITH_TIMEZONE, about.getColumnType(row.findColumn("r")));
            assertEquals("1 year 2 mons", row.getString("s"));
            assertEquals("1 day 02:03:04.5", row.getString("t"));
            Array array = row.getArray("u");
            assertEquals(Arrays.asList(1, null, 3), Arrays.asList((Object[]) array.getArray()));
            assertEquals("{\"k\":1}", row.getString("v"));
            if (serialization.equals("JSON")) {
                assertEquals("{\"EXPR$0\":1,\"EXPR$1\":\"x\",\"EXPR$2\":\"2024-02-29\"}", row.getString("w"));
            } else {
                assertArrayEquals(new Object[] {1, "x", "2024-02-29"}, ((Struct) row.getObject("w")).getAttributes());
            }
            assertArrayEquals(new Object[] {"a", "b"}, (Object[]) row.getArray("x").getArray());
            assertNull(row.getObject("y"));
            assertTrue(row.wasNull());
            assertFalse(row.next());
            ResultSet nulls = statement.executeQuery("SELECT CAST(NULL AS INTEGER), CAST(NULL AS VARCHAR), CAST(NULL AS TIMESTAMP), "
                    + "CAST(NULL AS DECIMAL(5, 1)), CAST(NULL AS DOUBLE), CAST(NULL AS BOOLEAN), CAST(NULL AS DATE), "
                    + "CAST(NULL AS VARBINARY), CAST(NULL AS INTEGER ARRAY)");
            assertTrue(nulls.next());
            for (int i = 1; i <= 9; i++) {
                assertNull(nulls.getObject(i), "column " + i);
                assertTrue(nulls.wasNull());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void parametersOfEveryTypeArrive(String serialization) throws SQLException {
        try (Connection connection = open(serialization)) {
            String table = "given_" + serialization.toLowerCase(java.util.Locale.ROOT);
            run(connection, "CREATE TABLE " + table + " (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f REAL, g DOUBLE, "
                    + "h DECIMAL(10, 2), i VARCHAR, j VARBINARY, k DATE, l TIME, m TIMESTAMP, n UUID, o TIMESTAMP WITH TIME ZONE)");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                ParameterMetaData about = insert.getParameterMetaData();
                assertEquals(15, about.getParameterCount());
                assertEquals(Types.DECIMAL, about.getParameterType(8));
                assertEquals(10, about.getPrecision(8));
                assertEquals(Types.TIMESTAMP, about.getParameterType(13));
                insert.setBoolean(1, true);
                insert.setByte(2, (byte) 1);
                insert.setShort(3, (short) 2);
                insert.setInt(4, 3);
                insert.setLong(5, Long.MAX_VALUE);
                insert.setFloat(6, 1.5f);
                insert.setDouble(7, 2.5);
                insert.setBigDecimal(8, new BigDecimal("12.34"));
                insert.setString(9, "it's");
                insert.setBytes(10, new byte[] {1, 2});
                insert.setDate(11, Date.valueOf("2024-02-29"));
                insert.setTime(12, Time.valueOf("12:34:56"));
                insert.setTimestamp(13, Timestamp.valueOf("2024-02-29 12:34:56.789"));
                insert.setString(14, "00112233-4455-6677-8899-aabbccddeeff");
                insert.setString(15, "2024-02-29 12:00:00+08:00");
                assertEquals(1, insert.executeUpdate());
                for (int i = 1; i <= 15; i++) {
                    insert.setNull(i, Types.NULL);
                }
                assertEquals(1, insert.executeUpdate());
            }
            try (Statement statement = connection.createStatement()) {
                assertEquals(
                        List.of("true|1|2|3|9223372036854775807|1.5|2.5|12.34|it's|2024-02-29|12:34:56|2024-02-29 12:34:56.789"
                                + "|00112233-4455-6677-8899-aabbccddeeff|2024-02-29 04:00:00+00"),
                        rows(statement
                                .executeQuery("SELECT CAST(a AS VARCHAR), CAST(b AS VARCHAR), CAST(c AS VARCHAR), CAST(d AS VARCHAR), "
                                        + "CAST(e AS VARCHAR), CAST(f AS VARCHAR), CAST(g AS VARCHAR), CAST(h AS VARCHAR), i, CAST(k AS VARCHAR), "
                                        + "CAST(l AS VARCHAR), CAST(m AS VARCHAR), CAST(n AS VARCHAR), CAST(o AS VARCHAR) FROM " + table
                                        + " WHERE d = 3"),
                                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
                ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table + " WHERE a IS NULL AND o IS NULL");
                assertTrue(count.next());
                assertEquals(1, count.getLong(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void statementsAreRunInBatches(String serialization) throws SQLException {
        try (Connection connection = open(serialization)) {
            String table = "batched_" + serialization.toLowerCase(java.util.Locale.ROOT);
            run(connection, "CREATE TABLE " + table + " (a INTEGER PRIMARY KEY, b VARCHAR)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
                for (int i = 0; i < 1000; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "row " + i);
                    insert.addBatch();
                }
                assertEquals(1000, Arrays.stream(insert.executeBatch()).sum());
            }
            try (PreparedStatement update = connection.prepareStatement("UPDATE " + table + " SET b = ? WHERE a = ?")) {
                assertEquals(Types.VARCHAR, update.getParameterMetaData().getParameterType(1));
                assertEquals(Types.INTEGER, update.getParameterMetaData().getParameterType(2));
                for (int i = 0; i < 2; i++) {
                    update.setString(1, "new");
                    update.setInt(2, i);
                    update.addBatch();
                }
                assertArrayEquals(new int[] {1, 1}, update.executeBatch());
            }
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("DELETE FROM " + table + " WHERE a >= 500");
                statement.addBatch("INSERT INTO " + table + " VALUES (5000, 'x')");
                assertArrayEquals(new int[] {500, 1}, statement.executeBatch());
                SQLException twice =
                        assertThrows(SQLException.class, () -> statement.executeUpdate("INSERT INTO " + table + " VALUES (1, 'x')"));
                assertEquals("23505", twice.getSQLState());
            }
            try (PreparedStatement query = connection.prepareStatement("SELECT b FROM " + table + " WHERE a = ?")) {
                for (int i = 0; i < 5; i++) {
                    query.setInt(1, i);
                    assertEquals(List.of(i < 2 ? "new" : "row " + i), rows(query.executeQuery(), 1));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void metadataIsThatOfTheCatalog(String serialization) throws SQLException {
        try (Connection connection = open(serialization)) {
            String schema = "meta_" + serialization.toLowerCase(java.util.Locale.ROOT);
            run(connection, "CREATE SCHEMA " + schema);
            connection.setSchema(schema);
            run(connection,
                    "CREATE TABLE t (a INTEGER PRIMARY KEY, b DECIMAL(10, 2) NOT NULL, c VARCHAR(20), d TIMESTAMP(3), e ROW(x INTEGER))");
            run(connection, "CREATE VIEW v AS SELECT a FROM t");
            run(connection, "CREATE STREAM s (a INTEGER)");
            var about = connection.getMetaData();
            assertEquals(List.of("millrace"), rows(about.getCatalogs(), 1));
            assertEquals(List.of("MATERIALIZED VIEW", "STREAM", "SYSTEM TABLE", "TABLE", "VIEW"), rows(about.getTableTypes(), 1));
            assertEquals(List.of(schema + "|millrace"), rows(about.getSchemas(null, "meta\\_" + schema.substring(5)), 1, 2));
            assertEquals(List.of(schema + "|s|STREAM", schema + "|t|TABLE", schema + "|v|VIEW"),
                    rows(about.getTables(null, schema, "%", null), 2, 3, 4));
            assertEquals(List.of("t"), rows(about.getTables(null, schema, null, new String[] {"TABLE"}), 3));
            assertEquals(
                    List.of("a|4|INTEGER|10|0|1", "b|3|DECIMAL|10|0|2", "c|12|VARCHAR|20|1|3", "d|93|TIMESTAMP|3|1|4",
                            "e|2002|ROW(x INTEGER)|0|1|5"),
                    rows(about.getColumns(null, schema, "t", "%"), 4, 5, 6, 7, 11, 17));
            assertTrue(rows(about.getTypeInfo(), 1).contains("DECIMAL"));
            assertTrue(about.getNumericFunctions().contains("SQRT"), about.getNumericFunctions());
            assertEquals(schema, connection.getSchema());
            // The stock driver passes this on as it came, not as a SQLException.
            AvaticaClientRuntimeException none = assertThrows(AvaticaClientRuntimeException.class, () -> {
                connection.setSchema("nowhere");
                run(connection, "SELECT 1");
            });
            assertEquals("3F000", none.getSqlState());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void errorsSayWhatTheServerSays(String serialization) throws SQLException {
        try (Connection connection = open(serialization); Statement statement = connection.createStatement()) {
            SQLException undefined = assertThrows(SQLException.class, () -> statement.executeQuery("SELECT *\nFROM nothing"));
            assertEquals("42P01", undefined.getSQLState());
            assertTrue(undefined.getMessage().endsWith("table nothing does not exist (line 2, column 6)"), undefined.getMessage());
            assertEquals(Integer.parseInt("42p01", 36), undefined.getErrorCode());
            SQLException divided = assertThrows(SQLException.class, () -> statement.executeQuery("SELECT 1 / (1 - 1)"));
            assertEquals("22012", divided.getSQLState());
            connection.setReadOnly(true);
            SQLException refused = assertThrows(SQLException.class, () -> statement.execute("CREATE TABLE never (a INTEGER)"));
            assertEquals("25006", refused.getSQLState());
            connection.setReadOnly(false);
            connection.setAutoCommit(false);
            connection.commit();
            connection.rollback();
            run(connection, "CREATE TABLE lasting_" + serialization + " (a INTEGER)");
            assertEquals("0A000", assertThrows(AvaticaClientRuntimeException.class, connection::rollback).getSqlState());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void aBigResultIsReadInFrames(String serialization) throws SQLException {
        try (Connection connection = open(serialization); Statement statement = connection.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT n, 'row ' || CAST(n AS VARCHAR) AS t FROM UNNEST(sequence(1, " + BIG_ROWS + ")) AS u (n)")) {
                long expected = 0;
                while (rows.next()) {
                    expected++;
                    if (rows.getLong(1) != expected || !rows.getString(2).equals("row " + expected)) {
                        assertEquals(expected, rows.getLong(1));
                    }
                }
                assertEquals(BIG_ROWS, expected);
            }
            statement.setMaxRows(7);
            assertEquals(7, rows(statement.executeQuery("SELECT n FROM UNNEST(sequence(1, 1000)) AS u (n)"), 1).size());
        }
    }

    @Test
    void whatIsNoRequestIsRefused() throws Exception {
        assertEquals(405, server.get("/avatica").statusCode());
        assertEquals(400, server.post("/avatica", "not a message").statusCode());
        assertEquals(400, server.post("/avatica", "{ not JSON").statusCode());
        HttpResponse<String> named = server.post("/avatica",
                "{\"request\":\"execute\",\"statementHandle\":{\"signature\":{\"cursorFactory\":{'clazz': \"java.lang.Object\"}}}}");
        assertEquals(400, named.statusCode());
        assertTrue(named.body().contains("a request may name no class"), named.body());
        HttpResponse<String> unknown = server.post("/avatica", "{\"request\":\"createStatement\",\"connectionId\":\"nobody\"}");
        assertEquals(500, unknown.statusCode());
        assertTrue(unknown.body().contains("\"errorCode\":1,"), unknown.body());
    }

    @Test
    void whatNobodyUsesIsClosed() throws SQLException {
        Hours clock = new Hours();
        Patience patience = new Patience(Duration.ofMinutes(30), Duration.ofMinutes(10));
        try (AvaticaConnections connections = new AvaticaConnections(clock, patience)) {
            connections.open("a", Caller.OPEN);
            AvaticaConnection connection = connections.get("a", Caller.OPEN);
            clock.pass(Duration.ofMinutes(31));
            connections.expire();
            assertEquals(1, connections.size(), "a request works with it");
            connection.leave(connections.nowNanos());
            clock.pass(Duration.ofMinutes(29));
            connections.expire();
            assertEquals(1, connections.size());
            clock.pass(Duration.ofMinutes(2));
            connections.expire();
            assertEquals(0, connections.size());
            assertThrows(NoSuchConnectionException.class, () -> connections.get("a", Caller.OPEN));
            connections.open("b", new Caller("ann", true));
            assertThrows(NoSuchConnectionException.class, () -> connections.get("b", new Caller("bob", true)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void nothingRunsOnceAConnectionIsClosed(String serialization) throws SQLException {
        Connection connection = open(serialization);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT n FROM UNNEST(sequence(1, 5000000)) AS u (n)");
        assertTrue(rows.next());
        assertEquals(1, running());
        connection.close();
        assertEquals(0, running());
    }
}
