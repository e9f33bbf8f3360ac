package io.millrace.frontend.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.execution.PlanCache;
import io.millrace.frontend.server.TestServer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query that ran before gives what it would give if it were planned anew, whatever happened in between. */
class PlanCacheTest {
    @TempDir
    Path directory;

    private TestServer server;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(directory.resolve("data"), 31);
        connection = open("");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private Connection open(String query) throws SQLException {
        return DriverManager.getConnection("jdbc:millrace://127.0.0.1:" + server.server().httpPort() + "/" + query);
    }

    private PlanCache plans() {
        return server.server().engine().plans();
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Names, types and rows, or the SQLSTATE. */
    private static String answer(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            StringBuilder text = new StringBuilder();
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                for (int c = 1; c <= columns; c++) {
                    text.append(rows.getMetaData().getColumnLabel(c)).append(' ').append(rows.getMetaData().getColumnTypeName(c))
                            .append(' ');
                }
                while (rows.next()) {
                    text.append('|');
                    for (int c = 1; c <= columns; c++) {
                        text.append(c == 1 ? "" : ",").append(rows.getString(c));
                    }
                }
            } catch (SQLException e) {
                return e.getSQLState();
            }
            return text.toString();
        }
    }

    /** The rows alone, of a query that ran twice before: the last time by a plan that was kept. */
    private String rows(String sql, Object... values) throws SQLException {
        String first = answer(connection, sql, values);
        assertEquals(first, answer(connection, sql, values));
        int begin = first.indexOf('|');
        return begin < 0 ? first.endsWith(" ") ? "" : first : first.substring(begin + 1);
    }

    @Test
    void aQueryIsPlannedOnce() throws SQLException {
        run("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(10))", "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        long misses = plans().misses();
        long hits = plans().hits();
        for (int i = 0; i < 10; i++) {
            assertEquals(i == 1 ? "name VARCHAR |a" : i == 2 ? "name VARCHAR |b" : "name VARCHAR ",
                    answer(connection, "SELECT name FROM t WHERE id = ?", i));
            assertEquals("1", answer(connection, " SELECT 1 ;").replaceAll(".*\\|", ""));
        }
        assertEquals(2, plans().misses() - misses);
        assertEquals(18, plans().hits() - hits);
        run("SET plan_cache = off");
        assertEquals("name VARCHAR |a", answer(connection, "SELECT name FROM t WHERE id = ?", 1));
        assertEquals(18, plans().hits() - hits);
    }

    @Test
    void definitionsThatChange() throws SQLException {
        run("CREATE TABLE t (id INTEGER, x INTEGER)", "INSERT INTO t VALUES (1, 7)", "CREATE VIEW v AS SELECT x + 1 AS y FROM t");
        assertEquals("1,7", rows("SELECT * FROM t"));
        assertEquals("8", rows("SELECT y FROM v"));
        assertEquals("42P01", rows("SELECT * FROM later"));
        run("CREATE OR REPLACE VIEW v AS SELECT x * 10 AS y FROM t", "CREATE TABLE later (a INTEGER)");
        assertEquals("70", rows("SELECT y FROM v"));
        assertEquals("", rows("SELECT * FROM later"));
        run("DROP VIEW v");
        assertEquals("42P01", rows("SELECT y FROM v"));
        run("DROP TABLE t", "CREATE TABLE t (x VARCHAR, id DECIMAL(5, 2), z BOOLEAN)", "INSERT INTO t VALUES ('new', 1.5, TRUE)");
        assertEquals("new,1.50,true", rows("SELECT * FROM t"));
        run("DROP TABLE t");
        assertEquals("42P01", rows("SELECT * FROM t"));
    }

    @Test
    void contentsThatChange() throws SQLException {
        run("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)", "CREATE STREAM s (id INTEGER)", "CREATE TABLE u (id INTEGER)",
                "CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t");
        for (int i = 1; i <= 5; i++) {
            run("INSERT INTO t VALUES (" + i + ", " + i + ")", "INSERT INTO s VALUES (" + i + ")", "INSERT INTO u VALUES (" + i + ")");
            assertEquals(Integer.toString(i), rows("SELECT count(*) FROM t"));
            assertEquals(Integer.toString(i), rows("SELECT x FROM t WHERE id = ?", i));
            assertEquals(Integer.toString(i), rows("SELECT count(*) FROM s"));
            assertEquals(Integer.toString(i), rows("SELECT count(*) FROM t JOIN u ON t.id = u.id"));
            assertEquals(Integer.toString(i), rows("SELECT n FROM m"));
            run("UPDATE t SET x = x + 100 WHERE id = " + i);
            assertEquals(Integer.toString(i + 100), rows("SELECT x FROM t WHERE id = ?", i));
            run("UPDATE t SET x = x - 100 WHERE id = " + i);
        }
        run("TRUNCATE TABLE t");
        assertEquals("", rows("SELECT x FROM t WHERE id = ?", 1));
    }

    @Test
    void filesThatChange() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("files"));
        Files.writeString(folder.resolve("a.csv"), "id,name\n1,one\n");
        run("CREATE EXTERNAL TABLE f WITH (location = '" + folder + "/*.csv', format = 'csv')");
        String files = "SELECT * FROM read_csv('" + folder + "/*.csv') ORDER BY 1";
        assertEquals("1,one", rows("SELECT * FROM f ORDER BY id"));
        assertEquals("1,one", rows(files));
        Files.writeString(folder.resolve("b.csv"), "id,name\n2,two\n");
        assertEquals("1,one|2,two", rows("SELECT * FROM f ORDER BY id"));
        assertEquals("1,one|2,two", rows(files));
        Files.delete(folder.resolve("b.csv"));
        Files.writeString(folder.resolve("a.csv"), "id,name,more\n1,one,x\n");
        assertEquals("1,one,x", rows(files));
    }

    @Test
    void sessionsThatDiffer() throws SQLException {
        run("CREATE SCHEMA other", "CREATE TABLE t (a INTEGER)", "CREATE TABLE other.t (a INTEGER)", "INSERT INTO t VALUES (1)",
                "INSERT INTO other.t VALUES (2)");
        assertEquals("1,public", rows("SELECT a, CURRENT_SCHEMA FROM t"));
        run("USE other");
        assertEquals("2,other", rows("SELECT a, CURRENT_SCHEMA FROM t"));
        run("USE public");
        String zoned =
                "SELECT CAST(CAST('2024-01-01 00:00:00' AS TIMESTAMP WITH TIME ZONE) AS VARCHAR), EXTRACT(HOUR FROM TIMESTAMP WITH TIME ZONE "
                        + "'2024-01-01 00:00:00+00:00')";
        String utc = rows(zoned);
        run("SET time_zone = 'Asia/Shanghai'");
        assertNotEquals(utc, rows(zoned));
        run("SET time_zone = 'UTC'");
        assertEquals(utc, rows(zoned));
    }

    @Test
    void timeThatPasses() throws SQLException {
        run("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)", "CREATE VIEW v AS SELECT now() AS n");
        for (String sql : List.of("SELECT now()", "SELECT CURRENT_TIMESTAMP, a FROM t", "SELECT n FROM v", "SELECT localtimestamp")) {
            String first = answer(connection, sql);
            assertNotEquals(first, answer(connection, sql), sql);
        }
        String random = "SELECT random(), gen_random_uuid()";
        String drawn = answer(connection, random);
        assertTrue(drawn.length() == 5 || !drawn.equals(answer(connection, random)), drawn);
        run("CREATE TABLE h (a INTEGER)", "INSERT INTO h VALUES (1)");
        String before = "SELECT count(*) FROM h FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP";
        assertEquals("1", rows(before));
        run("INSERT INTO h VALUES (2)");
        assertEquals("2", rows(before));
    }

    @Test
    void parametersOfOtherTypesAndValues() throws SQLException {
        run("CREATE TABLE t (id INTEGER, d DATE, p DECIMAL(8, 2), name VARCHAR)",
                "INSERT INTO t VALUES (1, DATE '2024-01-01', 1.50, 'one'), (2, DATE '2024-01-02', 2.50, NULL), (3, NULL, NULL, 'three')");
        Object[] values = {
                1, 2L, "3", new BigDecimal("2.5"), new BigDecimal("1.500"), 2.0, null, Date.valueOf("2024-01-02"), "one", "2024-01-01",
                true};
        String[] queries = {
                "SELECT id FROM t WHERE id = ?", "SELECT id FROM t WHERE d >= ? ORDER BY id", "SELECT id, p + ? FROM t ORDER BY id",
                "SELECT ?", "SELECT id FROM t WHERE name = ? OR id IN (?, 7)", "SELECT id FROM t ORDER BY id LIMIT ?",
                "SELECT id FROM t WHERE id = $1 ORDER BY id LIMIT $1", "SELECT coalesce(?, id), count(*) FROM t GROUP BY id ORDER BY id",
                "SELECT a.id FROM t a JOIN t b ON a.id = b.id WHERE b.p > ? ORDER BY 1", "SELECT sum(p) FILTER (WHERE id < ?) FROM t",
                "SELECT CASE WHEN id = ? THEN 'yes' ELSE 'no' END FROM t ORDER BY id", "SELECT 1 / (id - ?) FROM t WHERE id > 2",
                "SELECT id, row_number() OVER (ORDER BY id DESC) FROM t WHERE id > ? ORDER BY 1", "SELECT id FROM t WHERE NOT (id <> ?)",
                "SELECT string_agg(name, ?) FROM t",
                "SELECT id FROM t WHERE id BETWEEN ? AND 2 UNION ALL SELECT id FROM t WHERE id > 2 ORDER BY 1"};
        try (Connection fresh = open("")) {
            try (Statement statement = fresh.createStatement()) {
                statement.execute("SET plan_cache = off");
            }
            Random random = new Random(5);
            for (int i = 0; i < 250; i++) {
                String sql = queries[random.nextInt(queries.length)];
                int marks = (int) sql.chars().filter(c -> c == '?').count();
                List<Object> given = new ArrayList<>();
                for (int p = 0; p < Math.max(1, marks); p++) {
                    given.add(values[random.nextInt(values.length)]);
                }
                assertEquals(answer(fresh, sql, given.toArray()), answer(connection, sql, given.toArray()), sql + " " + given);
            }
        }
        assertTrue(plans().hits() > 50, () -> "hits " + plans().hits());
    }

    @Test
    void grantsThatChange() throws Exception {
        run("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)", "CREATE USER root PASSWORD 'root' WITH ROLE admin");
        try (Connection root = open("?user=root&password=root"); Statement admin = root.createStatement()) {
            admin.execute("CREATE USER ann PASSWORD 'ann'");
            admin.execute("CREATE USER bob PASSWORD 'bob'");
            try (Connection ann = open("?user=ann&password=ann"); Connection bob = open("?user=bob&password=bob")) {
                assertEquals("42501", answer(ann, "SELECT a FROM t"));
                admin.execute("GRANT SELECT ON t TO ann");
                assertEquals("a INTEGER |1", answer(ann, "SELECT a FROM t"));
                assertEquals("a INTEGER |1", answer(ann, "SELECT a FROM t"));
                assertEquals("42501", answer(bob, "SELECT a FROM t"));
                assertEquals("a INTEGER |1", answer(root, "SELECT a FROM t"));
                admin.execute("REVOKE SELECT ON t FROM ann");
                assertEquals("42501", answer(ann, "SELECT a FROM t"));
                assertTrue(answer(ann, "SELECT CURRENT_USER").endsWith("|ann"));
                assertTrue(answer(bob, "SELECT CURRENT_USER").endsWith("|bob"));
                assertThrows(SQLException.class, () -> ann.createStatement().execute("DROP TABLE t"));
            }
        }
    }
}
