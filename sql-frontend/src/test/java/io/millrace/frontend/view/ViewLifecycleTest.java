package io.millrace.frontend.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.oracle.SqlRows;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints, views that go on from them, and views that get another query: what they hold is what their query answers. */
class ViewLifecycleTest {
    @TempDir
    Path directory;

    private final Random random = new Random(11);
    private TestServer server;
    private Session session;

    @BeforeEach
    void start() {
        server = new TestServer(directory.resolve("data"), 7);
        session = Session.initial();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<List<Object>> run(String sql) {
        return SqlRows.of(server.server().engine(), session, sql);
    }

    private void sources() {
        run("CREATE STREAM s (k INTEGER, v INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '1' SECOND) WITH (partitions = '2')");
        run("CREATE TABLE names (k INTEGER PRIMARY KEY, name VARCHAR)");
        run("INSERT INTO names VALUES (0, 'zero'), (1, 'one'), (2, '二')");
    }

    private void insert(int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add("(" + random.nextInt(5) + ", " + random.nextInt(9) + ", TIMESTAMP '2024-01-01 00:00:%02d')".formatted(i % 60));
        }
        run("INSERT INTO s VALUES " + String.join(", ", rows));
    }

    private void verify(String view) {
        assertEquals(List.of(), run("VERIFY VIEW " + view), view);
    }

    private static final String COUNTS = "SELECT k, count(*) AS n, sum(v) AS total FROM s GROUP BY k";
    private static final String JOINED = "SELECT n.name, s.v FROM s LEFT JOIN names n ON s.k = n.k";

    @Test
    void savepointsAreGoneOnFrom() {
        sources();
        insert(40);
        run("CREATE MATERIALIZED VIEW counts AS " + COUNTS);
        run("CREATE MATERIALIZED VIEW stored WITH (state_backend = 'rocksdb') AS " + JOINED);
        run("CREATE SAVEPOINT p FOR counts");
        run("CREATE SAVEPOINT \"保存点\" FOR MATERIALIZED VIEW stored");
        insert(50);
        run("DELETE FROM names WHERE k = 1");
        run("CREATE MATERIALIZED VIEW again FROM SAVEPOINT p");
        run("CREATE MATERIALIZED VIEW inmemory WITH (state_backend = 'memory') FROM SAVEPOINT \"保存点\"");
        for (String view : List.of("again", "inmemory", "counts", "stored")) {
            verify(view);
        }
        assertEquals(run("SELECT * FROM counts ORDER BY k"), run("SELECT * FROM again ORDER BY k"));
        // Views and savepoints stand alone, also over a restart.
        run("DROP MATERIALIZED VIEW counts");
        server.close();
        start();
        insert(10);
        run("CREATE MATERIALIZED VIEW counts WITH (state_backend = 'rocksdb') FROM SAVEPOINT p");
        for (String view : List.of("again", "inmemory", "counts", "stored")) {
            verify(view);
        }
        assertEquals(
                List.of(List.of("p", "counts"), List.of("保存点", "stored")),
                run("SELECT savepoint_name, table_name FROM sys.savepoints ORDER BY 1"));
        assertEquals(1, run("SHOW SAVEPOINTS LIKE 'p%'").size());
        refused(ErrorCode.DUPLICATE_OBJECT, "savepoint \"p\" already exists", "CREATE SAVEPOINT p FOR again");
        run("DROP SAVEPOINT p");
        refused(ErrorCode.UNDEFINED_OBJECT, "savepoint \"p\" does not exist", "DROP SAVEPOINT p");
        run("DROP SAVEPOINT IF EXISTS p");
        refused(ErrorCode.UNDEFINED_OBJECT, "savepoint \"p\" does not exist", "CREATE MATERIALIZED VIEW third FROM SAVEPOINT p");
        run("CREATE MATERIALIZED VIEW over AS SELECT count(*) AS n FROM again");
        refused(ErrorCode.FEATURE_NOT_SUPPORTED,
                "view \"public.over\" takes no savepoint: it reads other views, whose changes since a savepoint are not kept",
                "CREATE SAVEPOINT q FOR over");
    }

    private void refused(ErrorCode code, String message, String sql) {
        MillraceException e = assertThrows(MillraceException.class, () -> run(sql));
        assertEquals(code + ": " + message, e.code() + ": " + e.getMessage());
    }

    @Test
    void anotherQueryKeepsWhatFits() {
        sources();
        insert(60);
        run("CREATE MATERIALIZED VIEW v AS SELECT k, n, total FROM (" + COUNTS + ") WHERE n > 8");
        run("CREATE MATERIALIZED VIEW readers AS SELECT sum(n) AS n, count(*) AS keys FROM v");
        String other = "SELECT k, n, total FROM (" + COUNTS + ") WHERE n <= 12";
        List<List<Object>> dry = run("ALTER MATERIALIZED VIEW v AS " + other + " DRY RUN");
        assertEquals(1, dry.size(), dry.toString());
        assertTrue(dry.get(0).get(0).toString().startsWith("kept: groups by k"), dry.toString());
        verify("v");
        run("ALTER MATERIALIZED VIEW v AS " + other);
        verify("v");
        verify("readers");
        insert(30);
        verify("v");
        verify("readers");
        String rebuilt = "SELECT k, count(*) AS n, max(v) * 1.0 + 0.5 AS total FROM s WHERE v > 2 GROUP BY k";
        refused(ErrorCode.DEPENDENT_OBJECTS, "the columns of \"public.v\" cannot change: materialized view \"public.readers\" reads it",
                "ALTER MATERIALIZED VIEW v AS " + rebuilt);
        run("DROP MATERIALIZED VIEW readers");
        assertTrue(run("ALTER MATERIALIZED VIEW v AS " + rebuilt + " DRY RUN").toString().contains("rebuilt: groups by k"));
        run("ALTER MATERIALIZED VIEW v AS " + rebuilt);
        verify("v");
        server.close();
        start();
        insert(20);
        verify("v");
        assertEquals(rebuilt, run("SELECT view_definition FROM information_schema.views WHERE table_name = 'v'").get(0).get(0));
    }

    @Test
    void joinsGoOnBelowOtherAggregates() {
        sources();
        insert(40);
        for (String kind : List.of("JOIN", "LEFT JOIN", "FULL JOIN", "RIGHT JOIN")) {
            String join = "(SELECT n.name, s.v, s.k FROM s " + kind + " names n ON s.k = n.k)";
            run("CREATE MATERIALIZED VIEW j AS SELECT name, count(*) AS c FROM " + join + " GROUP BY name");
            String other = "SELECT name, k, count(*) AS c, max(v) AS m FROM " + join + " GROUP BY name, k";
            run("ALTER MATERIALIZED VIEW j AS " + other);
            verify("j");
            insert(20);
            run("DELETE FROM names WHERE k = 2");
            run("INSERT INTO names VALUES (2, 'two again')");
            verify("j");
            run("DROP MATERIALIZED VIEW j");
        }
        for (String condition : List.of("EXISTS", "NOT EXISTS")) {
            String semi = "(SELECT k, v FROM s WHERE " + condition + " (SELECT 1 FROM names n WHERE n.k = s.k))";
            run("CREATE MATERIALIZED VIEW j AS SELECT k, count(*) AS c FROM " + semi + " GROUP BY k");
            run("ALTER MATERIALIZED VIEW j AS SELECT v, count(*) AS c FROM " + semi + " GROUP BY v");
            verify("j");
            run("INSERT INTO names VALUES (4, 'four')");
            insert(10);
            verify("j");
            run("DELETE FROM names WHERE k = 4");
            verify("j");
            run("DROP MATERIALIZED VIEW j");
        }
    }

    @Test
    void aViewInRocksDbIsRefusedWhatCannotLeaveMemory() {
        sources();
        MillraceException e = assertThrows(
                MillraceException.class,
                () -> run("CREATE MATERIALIZED VIEW t WITH (state_backend = 'rocksdb') AS SELECT k, v FROM s ORDER BY v LIMIT 3"));
        assertEquals(ErrorCode.FEATURE_NOT_SUPPORTED, e.code());
        assertTrue(e.getMessage().contains("ORDER BY with LIMIT or OFFSET keeps all rows in one order"), e.getMessage());
        run("CREATE MATERIALIZED VIEW t WITH (state_backend = 'auto') AS SELECT k, n FROM (" + COUNTS + ") ORDER BY n LIMIT 3");
        insert(30);
        verify("t");
        String state = run("EXPLAIN STATE SELECT * FROM t").toString();
        assertTrue(state.contains("kept in rocksdb") && state.contains("kept in memory, since ORDER BY"), state);
    }
}
