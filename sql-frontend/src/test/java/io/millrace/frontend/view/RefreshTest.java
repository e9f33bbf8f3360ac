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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FRESHNESS, REFRESH and EMIT EVERY as statements, over tables whose rows come, change and go. */
class RefreshTest {
    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory, 3);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<List<Object>> run(String sql) {
        return SqlRows.of(server.server().engine(), Session.initial(), sql);
    }

    private ErrorCode code(String sql) {
        return assertThrows(MillraceException.class, () -> run(sql)).code();
    }

    @Test
    void byHandOverTablesAndRestarts() {
        run("CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)");
        run("INSERT INTO t VALUES (1, 10), (2, 20)");
        run("CREATE MATERIALIZED VIEW m FRESHNESS MANUAL AS SELECT count(*) AS n, sum(v) AS s FROM t");
        run("CREATE MATERIALIZED VIEW above AS SELECT n + 1 AS n FROM m");
        assertEquals("[[2, 30]]", run("SELECT * FROM m").toString());
        run("UPDATE t SET v = v + 1");
        run("DELETE FROM t WHERE k = 2");
        run("INSERT INTO t VALUES (3, 5)");
        assertEquals("[[2, 30]]", run("SELECT * FROM m").toString());
        assertEquals("[]", run("VERIFY VIEW m").toString());
        server.close();
        server = new TestServer(directory, 4);
        assertEquals("[[2, 30]]", run("SELECT * FROM m").toString());
        assertEquals("[[3]]", run("SELECT * FROM above").toString());
        run("DELETE FROM t WHERE k = 1");
        run("REFRESH MATERIALIZED VIEW m");
        assertEquals("[[1, 5]]", run("SELECT * FROM m").toString());
        assertEquals("[[2]]", run("SELECT * FROM above").toString());
        assertEquals("[]", run("VERIFY VIEW m").toString());
        assertEquals("[[MANUAL, true, null, running]]",
                run("SELECT freshness, last_refresh IS NOT NULL, next_refresh, state FROM sys.jobs WHERE table_name = 'm'").toString());
        run("ALTER MATERIALIZED VIEW m SET FRESHNESS CONTINUOUS");
        run("INSERT INTO t VALUES (4, 6)");
        assertEquals("[[2, 11]]", run("SELECT * FROM m").toString());
        run("ALTER MATERIALIZED VIEW m SET FRESHNESS INTERVAL '1' HOUR");
        run("INSERT INTO t VALUES (5, 6)");
        assertEquals("[[2, 11]]", run("SELECT * FROM m").toString());
        run("ALTER MATERIALIZED VIEW m SET FRESHNESS CRON '0 6 * * *'");
        assertEquals("[[CRON '0 6 * * *', true]]",
                run("SELECT freshness, next_refresh > last_refresh FROM sys.jobs WHERE table_name = 'm'").toString());
        run("ALTER MATERIALIZED VIEW m PAUSE");
        assertEquals(ErrorCode.INVALID_PARAMETER, code("REFRESH MATERIALIZED VIEW m"));
        run("ALTER MATERIALIZED VIEW m RESUME");
        run("REFRESH MATERIALIZED VIEW m");
        assertEquals("[[3, 17]]", run("SELECT * FROM m").toString());
        assertTrue(run("SHOW CREATE MATERIALIZED VIEW m").toString().contains("FRESHNESS CRON '0 6 * * *'"));
    }

    @Test
    void overViewsAndBySchedule() {
        run("CREATE STREAM s (k INTEGER, v INTEGER)");
        run("CREATE MATERIALIZED VIEW sums AS SELECT k, sum(v) AS v FROM s GROUP BY k");
        run("CREATE MATERIALIZED VIEW top FRESHNESS MANUAL AS SELECT * FROM sums ORDER BY v DESC LIMIT 1");
        run("CREATE MATERIALIZED VIEW often FRESHNESS INTERVAL '0.05' SECOND AS SELECT count(*) AS n FROM s");
        run("CREATE MATERIALIZED VIEW emitted AS SELECT count(*) AS n FROM s EMIT EVERY INTERVAL '0.05' SECOND");
        run("INSERT INTO s VALUES (1, 10), (2, 20), (1, 15)");
        assertEquals("[]", run("SELECT * FROM top").toString());
        MillraceException moved = assertThrows(MillraceException.class, () -> run("VERIFY VIEW top"));
        assertTrue(moved.getMessage().contains("changed since the last refresh"), moved.getMessage());
        run("REFRESH MATERIALIZED VIEW top");
        assertEquals("[[1, 25]]", run("SELECT * FROM top").toString());
        assertEquals("[]", run("VERIFY VIEW top").toString());
        while (!run("SELECT * FROM often").toString().equals("[[3]]") || !run("SELECT * FROM emitted").toString().equals("[[3]]")) {
            Thread.onSpinWait();
        }
        assertEquals(ErrorCode.INVALID_PARAMETER, code("CREATE MATERIALIZED VIEW x FRESHNESS CRON 'soon' AS SELECT * FROM s"));
        assertEquals(ErrorCode.INVALID_PARAMETER, code("CREATE MATERIALIZED VIEW x FRESHNESS INTERVAL '0' HOUR AS SELECT * FROM s"));
        assertEquals(ErrorCode.INVALID_PARAMETER,
                code("CREATE MATERIALIZED VIEW x FRESHNESS MANUAL AS SELECT * FROM s EMIT EVERY INTERVAL '1' SECOND"));
        run("DROP MATERIALIZED VIEW often");
        run("DROP MATERIALIZED VIEW top");
    }
}
