package io.millrace.frontend.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every method of JDBC's interfaces: what it does on closed objects, and that none fails otherwise than with a SQLException. */
class JdbcInterfacesTest {
    /** What may be called on anything that is closed. */
    private static final Set<String> ALWAYS = Set.of("close", "isClosed", "unwrap", "isWrapperFor", "abort", "isValid", "toString",
            "enquoteLiteral", "enquoteIdentifier", "isSimpleIdentifier", "enquoteNCharLiteral", "beginRequest", "endRequest",
            "setShardingKey", "setShardingKeyIfValid");

    @TempDir
    static Path directory;

    private static TestServer server;
    private Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 21);
        try (Connection setup = open(); Statement statement = setup.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, price DECIMAL(10, 2), at TIMESTAMP)");
            statement.execute("INSERT INTO t VALUES (1, 'one', 1.50, TIMESTAMP '2024-01-01 00:00:00'), (2, 'two', NULL, NULL)");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:millrace://127.0.0.1:" + server.server().httpPort() + "/");
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = open();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private static Object argument(Class<?> type) {
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == short.class) {
            return (short) 1;
        }
        if (type == byte.class) {
            return (byte) 1;
        }
        if (type == float.class) {
            return 1f;
        }
        if (type == double.class) {
            return 1d;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == String.class) {
            return "id";
        }
        if (type == Class.class) {
            return String.class;
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == java.util.Properties.class) {
            return new java.util.Properties();
        }
        return null;
    }

    /** Calls every method of an interface; what it did that it should not. */
    private static List<String> callAll(Class<?> face, Object object, boolean mustThrow, Set<String> except) throws IllegalAccessException {
        List<String> wrong = new ArrayList<>();
        Method[] methods = face.getMethods();
        Arrays.sort(methods, java.util.Comparator.comparing(Method::toString));
        for (Method method : methods) {
            if (Modifier.isStatic(method.getModifiers()) || except.contains(method.getName())) {
                continue;
            }
            Object[] arguments = Arrays.stream(method.getParameterTypes()).map(JdbcInterfacesTest::argument).toArray();
            try {
                Object result = method.invoke(object, arguments);
                if (mustThrow) {
                    wrong.add(method + " gave " + result);
                }
            } catch (InvocationTargetException e) {
                boolean refused = e.getCause() instanceof SQLException sql && sql.getSQLState() != null && !sql.getSQLState().isEmpty()
                        || e.getCause() instanceof java.sql.SQLClientInfoException;
                if (!refused) {
                    wrong.add(method + " threw " + e.getCause());
                }
            }
        }
        return wrong;
    }

    private static void none(List<String> wrong) {
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void closedObjectsSayThatTheyAreClosed() throws Exception {
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT id FROM t WHERE id = ?");
        ResultSet rows = connection.createStatement().executeQuery("SELECT id FROM t");
        DatabaseMetaData about = connection.getMetaData();
        rows.close();
        rows.close();
        assertTrue(rows.isClosed());
        statement.close();
        statement.close();
        assertTrue(statement.isClosed());
        prepared.close();
        CallableStatement call = connection.prepareCall("{? = call abs(?)}");
        call.close();
        ResultSet scrolling = connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                .executeQuery("SELECT id FROM t");
        scrolling.close();
        java.sql.Clob clob = connection.createClob();
        java.sql.Blob blob = connection.createBlob();
        Array array = connection.createArrayOf("INTEGER", new Object[] {1});
        clob.free();
        clob.free();
        blob.free();
        array.free();
        none(callAll(java.sql.Clob.class, clob, true, Set.of("free")));
        none(callAll(java.sql.Blob.class, blob, true, Set.of("free")));
        none(callAll(Array.class, array, true, Set.of("free", "toString")));
        none(callAll(CallableStatement.class, call, true, ALWAYS));
        none(callAll(ResultSet.class, scrolling, true, ALWAYS));
        none(callAll(ResultSet.class, rows, true, ALWAYS));
        none(callAll(Statement.class, statement, true, ALWAYS));
        none(callAll(PreparedStatement.class, prepared, true, ALWAYS));
        connection.close();
        connection.close();
        assertTrue(connection.isClosed());
        assertFalse(connection.isValid(1));
        none(callAll(Connection.class, connection, true, ALWAYS));
        assertThrows(SQLException.class, () -> about.getTables(null, null, null, null));
    }

    @Test
    void everyMethodWorksOrSaysThatItDoesNot() throws Exception {
        none(callAll(DatabaseMetaData.class, connection.getMetaData(), false, Set.of()));
        try (PreparedStatement prepared = connection.prepareStatement("SELECT id FROM t WHERE id = ?")) {
            none(callAll(PreparedStatement.class, prepared, false, Set.of("close")));
            none(callAll(ParameterMetaData.class, connection.prepareStatement("SELECT id FROM t WHERE id = ?").getParameterMetaData(),
                    false,
                    Set.of()));
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, name FROM t ORDER BY id")) {
            assertTrue(rows.next());
            none(callAll(ResultSetMetaData.class, rows.getMetaData(), false, Set.of()));
            none(callAll(ResultSet.class, rows, false, Set.of("close", "next")));
        }
        try (CallableStatement call = connection.prepareCall("{? = call abs(?)}")) {
            none(callAll(CallableStatement.class, call, false, Set.of("close")));
        }
        try (Statement statement = connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                ResultSet rows = statement.executeQuery("SELECT id, name FROM t ORDER BY id")) {
            assertTrue(rows.next());
            none(callAll(ResultSet.class, rows, false, Set.of("close")));
        }
        none(callAll(java.sql.Clob.class, connection.createClob(), false, Set.of("free")));
        none(callAll(java.sql.Blob.class, connection.createBlob(), false, Set.of("free")));
        none(callAll(Array.class, connection.createArrayOf("INTEGER", new Object[] {1, 2}), false, Set.of("free")));
        none(callAll(Connection.class, connection, false, Set.of("close", "abort", "setShardingKey", "setShardingKeyIfValid")));
    }

    /** Names of columns of every result that DatabaseMetaData gives, as JDBC's interface documents them: first, last and how many. */
    @Test
    void metadataHasTheColumnsThatJdbcNames() throws Exception {
        DatabaseMetaData about = connection.getMetaData();
        Map<ResultSet, String> expected = new java.util.LinkedHashMap<>();
        expected.put(about.getProcedures(null, null, null), "9 PROCEDURE_CAT SPECIFIC_NAME");
        expected.put(about.getProcedureColumns(null, null, null, null), "20 PROCEDURE_CAT SPECIFIC_NAME");
        expected.put(about.getTables(null, null, null, null), "10 TABLE_CAT REF_GENERATION");
        expected.put(about.getSchemas(), "2 TABLE_SCHEM TABLE_CATALOG");
        expected.put(about.getCatalogs(), "1 TABLE_CAT TABLE_CAT");
        expected.put(about.getTableTypes(), "1 TABLE_TYPE TABLE_TYPE");
        expected.put(about.getColumns(null, null, null, null), "24 TABLE_CAT IS_GENERATEDCOLUMN");
        expected.put(about.getColumnPrivileges(null, null, "t", null), "8 TABLE_CAT IS_GRANTABLE");
        expected.put(about.getTablePrivileges(null, null, null), "7 TABLE_CAT IS_GRANTABLE");
        expected.put(about.getBestRowIdentifier(null, null, "t", 0, true), "8 SCOPE PSEUDO_COLUMN");
        expected.put(about.getVersionColumns(null, null, "t"), "8 SCOPE PSEUDO_COLUMN");
        expected.put(about.getPrimaryKeys(null, null, "t"), "6 TABLE_CAT PK_NAME");
        expected.put(about.getImportedKeys(null, null, "t"), "14 PKTABLE_CAT DEFERRABILITY");
        expected.put(about.getExportedKeys(null, null, "t"), "14 PKTABLE_CAT DEFERRABILITY");
        expected.put(about.getCrossReference(null, null, "t", null, null, "t"), "14 PKTABLE_CAT DEFERRABILITY");
        expected.put(about.getTypeInfo(), "18 TYPE_NAME NUM_PREC_RADIX");
        expected.put(about.getIndexInfo(null, null, "t", false, false), "13 TABLE_CAT FILTER_CONDITION");
        expected.put(about.getUDTs(null, null, null, null), "7 TYPE_CAT BASE_TYPE");
        expected.put(about.getSuperTypes(null, null, null), "6 TYPE_CAT SUPERTYPE_NAME");
        expected.put(about.getSuperTables(null, null, null), "4 TABLE_CAT SUPERTABLE_NAME");
        expected.put(about.getAttributes(null, null, null, null), "21 TYPE_CAT SOURCE_DATA_TYPE");
        expected.put(about.getClientInfoProperties(), "4 NAME DESCRIPTION");
        expected.put(about.getFunctions(null, null, null), "6 FUNCTION_CAT SPECIFIC_NAME");
        expected.put(about.getFunctionColumns(null, null, null, null), "17 FUNCTION_CAT SPECIFIC_NAME");
        expected.put(about.getPseudoColumns(null, null, null, null), "12 TABLE_CAT IS_NULLABLE");
        for (Map.Entry<ResultSet, String> one : expected.entrySet()) {
            try (ResultSet rows = one.getKey()) {
                ResultSetMetaData columns = rows.getMetaData();
                int count = columns.getColumnCount();
                assertEquals(one.getValue(), count + " " + columns.getColumnName(1) + " " + columns.getColumnName(count));
            }
        }
    }

    @Test
    void wrongArgumentsAreRefused() throws Exception {
        try (Statement statement = connection.createStatement()) {
            assertThrows(SQLException.class, () -> statement.setMaxRows(-1));
            assertThrows(SQLException.class, () -> statement.setFetchSize(-1));
            assertThrows(SQLException.class, () -> statement.setQueryTimeout(-1));
            assertThrows(SQLException.class, () -> statement.setMaxFieldSize(-1));
            assertThrows(SQLException.class, () -> statement.setFetchDirection(17));
            assertThrows(SQLException.class, () -> statement.getMoreResults(17));
            assertThrows(SQLException.class, () -> statement.executeQuery("DELETE FROM t WHERE id = 77"));
            assertThrows(SQLException.class, () -> statement.executeUpdate("SELECT 1"));
            assertThrows(SQLException.class, () -> statement.execute(null));
            assertThrows(SQLException.class, () -> connection.createStatement(17, 17));
            assertThrows(SQLFeatureNotSupportedException.class, () -> connection.setSavepoint());
            assertThrows(SQLException.class, () -> connection.prepareCall("{call f()}").execute());
            assertThrows(SQLException.class, () -> connection.setTransactionIsolation(17));
            assertThrows(SQLException.class, () -> connection.setNetworkTimeout(null, -1));
            assertFalse(statement.execute("DELETE FROM t WHERE id = 77"));
            assertEquals(0, statement.getUpdateCount());
            assertFalse(statement.getMoreResults());
            assertEquals(-1, statement.getUpdateCount());
            assertTrue(statement.execute("SELECT 1"));
            assertEquals(-1, statement.getUpdateCount());
            ResultSet first = statement.getResultSet();
            assertNotNull(first);
            assertFalse(statement.getMoreResults());
            assertTrue(first.isClosed());
            statement.executeQuery("SELECT 1");
            assertFalse(statement.getGeneratedKeys().next());
        }
        try (PreparedStatement insert = connection.prepareStatement("UPDATE t SET name = ?, price = ? WHERE id = ?")) {
            ParameterMetaData about = insert.getParameterMetaData();
            assertEquals(List.of(Types.VARCHAR, Types.DECIMAL, Types.INTEGER),
                    List.of(about.getParameterType(1), about.getParameterType(2), about.getParameterType(3)));
            assertEquals("07001", assertThrows(SQLException.class, insert::executeUpdate).getSQLState());
            assertThrows(SQLException.class, () -> insert.setInt(4, 1));
            assertThrows(SQLException.class, () -> insert.executeUpdate("SELECT 1"));
        }
    }

    @Test
    void aReadOnlyConnectionChangesNothing() throws Exception {
        connection.setReadOnly(true);
        try (Statement statement = connection.createStatement()) {
            assertEquals("25006",
                    assertThrows(SQLException.class, () -> statement.executeUpdate("DELETE FROM t")).getSQLState());
            assertEquals("25006", assertThrows(SQLException.class, () -> statement.execute("DELETE FROM t")).getSQLState());
            statement.addBatch("DELETE FROM t");
            assertEquals("25006", assertThrows(SQLException.class, statement::executeBatch).getSQLState());
            assertTrue(statement.execute("SELECT count(*) FROM t"));
            assertTrue(statement.getResultSet().next());
            assertEquals(2, statement.getResultSet().getInt(1));
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'x', 1, NULL)")) {
            insert.setInt(1, 9);
            insert.addBatch();
            assertEquals("25006", assertThrows(SQLException.class, insert::executeBatch).getSQLState());
        }
        connection.setSchema("public");
        connection.setReadOnly(false);
    }

    @Test
    void functionsHaveJdbcsNames() throws Exception {
        Map<String, String> calls = Map.of(
                "LOG(1)", "0", "SPACE(2) || '|'", "  |", "CHAR(65)", "A", "INSERT('abc', 2, 1, 'x')", "axc", "DATABASE()", "millrace",
                "DAYNAME({d '2024-02-29'})", "Thursday", "CONVERT({fn CONCAT('1', '2')}, SQL_INTEGER)", "12",
                "TIMESTAMPDIFF(SQL_TSI_DAY, {ts '2024-02-29 00:00:00'}, {ts '2024-03-29 00:00:00'})", "29", "LCASE('A,(B')", "a,(b",
                "IFNULL(NULL, 'x')", "x");
        for (Map.Entry<String, String> call : calls.entrySet()) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT {fn " + call.getKey().replace(" || '|'", "} || '|'") +
                            (call.getKey().endsWith("'|'") ? "" : "}"))) {
                assertTrue(row.next());
                assertEquals(call.getValue(), row.getString(1), call.getKey());
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT {fn CONVERT(?, SQL_INTEGER)} + {fn LOG(?)}, ?")) {
            assertEquals(3, statement.getParameterMetaData().getParameterCount());
        }
    }
}
