package io.millrace.frontend.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.frontend.server.TestServer;
import io.millrace.jdbc.MillraceDataSource;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import sqlline.SqlLine;

/** What tools do with the driver: metadata, pools, templates, shells; and servers that die. */
@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JdbcToolsTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static MillraceDataSource source;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 12);
        source = new MillraceDataSource();
        source.setUrl("jdbc:millrace://127.0.0.1:" + server.server().httpPort() + "/");
        new JdbcTemplate(source).batchUpdate(
                "CREATE TABLE items (id INTEGER PRIMARY KEY, \"Name\" VARCHAR(20) NOT NULL, price DECIMAL(8, 2) DEFAULT 1.5, a_b INTEGER)",
                "CREATE STREAM clicks (at TIMESTAMP(3), url VARCHAR)",
                "CREATE VIEW cheap AS SELECT * FROM items WHERE price < 10",
                "CREATE MATERIALIZED VIEW counts AS SELECT url, count(*) AS n FROM clicks GROUP BY url");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> column(ResultSet rows, String label) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                values.add(rows.getString(label));
            }
        }
        return values;
    }

    @Test
    void metadataTellsTheCatalog() throws SQLException {
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData data = connection.getMetaData();
            assertEquals(List.of("counts", "clicks", "items", "cheap"), column(data.getTables(null, "public", "%", null), "TABLE_NAME"));
            assertEquals(List.of("MATERIALIZED VIEW", "STREAM", "TABLE", "VIEW"),
                    column(data.getTables(null, "public", "%", null), "TABLE_TYPE"));
            assertEquals(List.of("items"), column(data.getTables(null, "pub%", "i_ems", new String[] {"BASE TABLE"}), "TABLE_NAME"));
            assertEquals(List.of(), column(data.getTables(null, "public", "i\\_ems", null), "TABLE_NAME"));
            assertEquals(List.of(), column(data.getTables("elsewhere", null, null, null), "TABLE_NAME"));
            assertTrue(column(data.getTables(null, null, "tables", new String[] {"SYSTEM TABLE"}), "TABLE_SCHEM")
                    .contains("information_schema"));
            assertEquals(List.of("id", "Name", "price", "a_b"), column(data.getColumns(null, "public", "items", null), "COLUMN_NAME"));
            assertEquals(List.of("a_b"), column(data.getColumns(null, null, "items", "a\\_b"), "COLUMN_NAME"));
            assertEquals(List.of("NO", "NO", "YES", "YES"), column(data.getColumns(null, "public", "items", "%"), "IS_NULLABLE"));
            assertEquals(List.of("10", "20", "8", "10"), column(data.getColumns(null, "public", "items", "%"), "COLUMN_SIZE"));
            assertEquals(List.of("id"), column(data.getPrimaryKeys(null, "public", "items"), "COLUMN_NAME"));
            assertEquals(List.of("id"), column(data.getBestRowIdentifier(null, "public", "items", 0, true), "COLUMN_NAME"));
            assertEquals(List.of("information_schema", "public", "sys"), column(data.getSchemas(), "TABLE_SCHEM"));
        }
    }

    @Test
    void noMetadataMethodThrows() throws Exception {
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData data = connection.getMetaData();
            for (Method method : DatabaseMetaData.class.getMethods()) {
                Object[] arguments = new Object[method.getParameterCount()];
                for (int i = 0; i < arguments.length; i++) {
                    Class<?> type = method.getParameterTypes()[i];
                    arguments[i] = type == int.class ? (Object) 1003
                            : type == boolean.class ? true : type == Class.class ? DatabaseMetaData.class : null;
                }
                try {
                    Object answer = method.invoke(data, arguments);
                    assertNotNull(answer, method.getName());
                    if (answer instanceof ResultSet rows) {
                        column(rows, rows.getMetaData().getColumnLabel(1));
                    }
                } catch (InvocationTargetException e) {
                    throw new AssertionError(method.toString(), e.getCause());
                }
            }
        }
    }

    @Test
    void aPoolLendsConnections() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(source.getUrl());
        config.setMaximumPoolSize(3);
        config.setSchema("public");
        try (HikariDataSource pool = new HikariDataSource(config)) {
            for (int i = 0; i < 10; i++) {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT " + i)) {
                    assertTrue(rows.next());
                    assertEquals(i, rows.getInt(1));
                }
            }
        }
    }

    @Test
    void springTemplatesAndJooqRunStatements() throws SQLException {
        JdbcTemplate template = new JdbcTemplate(source);
        template.execute("CREATE TABLE s (id INTEGER, name VARCHAR, price DECIMAL(10, 2))");
        assertEquals(1, template.update("INSERT INTO s VALUES (?, ?, ?)", 1, "one", new BigDecimal("1.50")));
        template.batchUpdate("INSERT INTO s VALUES (?, ?, ?)", List.of(new Object[] {2, "two", null}, new Object[] {3, null, 3}));
        assertEquals(List.of("one", "two"), template.queryForList("SELECT name FROM s WHERE id < ? ORDER BY id", String.class, 3));
        assertEquals(new BigDecimal("4.50"), template.queryForObject("SELECT sum(price) FROM s", BigDecimal.class));
        assertEquals("two", template.queryForMap("SELECT * FROM s WHERE id = 2").get("name"));
        assertThrows(org.springframework.jdbc.BadSqlGrammarException.class, () -> template.queryForList("SELECT * FROM nowhere"));
        try (Connection connection = source.getConnection()) {
            var jooq = DSL.using(connection, SQLDialect.POSTGRES);
            var name = DSL.field(DSL.name("name"), String.class);
            var id = DSL.field(DSL.name("id"), Integer.class);
            assertEquals(List.of("one"), jooq.select(name).from(DSL.table(DSL.name("s"))).where(id.eq(1)).fetch(name));
            assertEquals(1, jooq.update(DSL.table(DSL.name("s"))).set(name, "three").where(id.eq(3)).execute());
            assertEquals(3, jooq.fetchCount(DSL.table(DSL.name("s"))));
        }
        template.execute("DROP TABLE s");
    }

    @Test
    void sqllineShowsTables() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqlLine line = new SqlLine();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        line.setOutputStream(stream);
        line.setErrorStream(stream);
        line.begin(new String[] {
                "-u", source.getUrl(), "-n", "me", "-p", "secret", "-d", "io.millrace.jdbc.MillraceDriver", "--silent=true", "-e",
                "!tables", "-e",
                "SELECT 40 + 2 AS answer;"}, InputStream.nullInputStream(), false);
        String shown = out.toString(StandardCharsets.UTF_8);
        assertTrue(shown.contains("MATERIALIZED VIEW") && shown.contains("clicks"), shown);
        assertTrue(shown.contains("42"), shown);
    }

    @Test
    void aServerThatDiesOrIsNoneIsAnErrorAtOnce(@TempDir Path other) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SQLException slow = assertThrows(SQLException.class,
                    () -> DriverManager.getConnection("jdbc:millrace://127.0.0.1:" + silent.getLocalPort() + "/?connectTimeout=1"));
            assertEquals("08001", slow.getSQLState());
        }
        try (ServerSocket garbage = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().name("garbage").start(() -> {
                try (Socket socket = garbage.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            SQLException wrong = assertThrows(SQLException.class,
                    () -> DriverManager.getConnection("jdbc:millrace://127.0.0.1:" + garbage.getLocalPort() + "/"));
            assertTrue(wrong.getSQLState().startsWith("08"), wrong.toString());
        }
        TestServer dying = new TestServer(other, 13);
        try (Connection connection = DriverManager.getConnection("jdbc:millrace://127.0.0.1:" + dying.server().httpPort() + "/");
                Statement statement = connection.createStatement()) {
            StringBuilder values = new StringBuilder("INSERT INTO n VALUES (0)");
            for (int i = 1; i < 3000; i++) {
                values.append(",(").append(i).append(')');
            }
            statement.execute("CREATE TABLE n (n INTEGER)");
            statement.execute(values.toString());
            ResultSet rows = statement.executeQuery("SELECT a.n, b.n, 'a text of some length' FROM n a, n b");
            assertTrue(rows.next());
            dying.close();
            SQLException broken = assertThrows(SQLException.class, () -> {
                while (rows.next()) {
                    // What was read ahead is still there.
                }
            });
            assertTrue(broken instanceof SQLNonTransientConnectionException || broken.getSQLState().startsWith("57"), broken.toString());
            assertFalse(connection.isValid(1));
            assertEquals("08001", assertThrows(SQLException.class, () -> statement.execute("SELECT 1")).getSQLState());
        }
    }
}
