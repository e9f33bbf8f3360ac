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

/** LATE ROWS INTO and ON ERROR SKIP INTO. */
class SideTableTest {
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

    private void restart() {
        server.close();
        server = new TestServer(directory, 5);
    }

    private String run(String sql) {
        List<List<Object>> rows = SqlRows.of(server.server().engine(), Session.initial(), sql);
        return rows == null ? "" : rows.toString();
    }

    private ErrorCode code(String sql) {
        return assertThrows(MillraceException.class, () -> run(sql)).code();
    }

    @Test
    void lateRowsLandWholeAndOnce() {
        run("CREATE STREAM s (k INTEGER, at TIMESTAMP, note VARCHAR, WATERMARK FOR at AS at - INTERVAL '1' SECOND)"
                + " WITH ('watermark.idle_timeout' = '0 s')");
        run("INSERT INTO s VALUES (1, TIMESTAMP '2024-01-01 00:00:10', 'a')");
        run("INSERT INTO s VALUES (2, TIMESTAMP '2024-01-01 00:00:01', 'before the view')");
        String hop = "SELECT window_start, count(*) AS n FROM TABLE(HOP(TABLE s, DESCRIPTOR(at), INTERVAL '2' SECOND, INTERVAL '4' SECOND))"
                + " WHERE k < 100 GROUP BY window_start, window_end";
        run("CREATE MATERIALIZED VIEW w AS " + hop + " EMIT ON WINDOW CLOSE LATE ROWS INTO late");
        assertEquals("[[2, 2024-01-01T00:00:01, before the view]]", run("SELECT * FROM late"));
        run("INSERT INTO s VALUES (3, TIMESTAMP '2024-01-01 00:00:02', 'late')");
        run("INSERT INTO s VALUES (100, TIMESTAMP '2024-01-01 00:00:02', 'not of the query')");
        run("INSERT INTO s VALUES (4, TIMESTAMP '2024-01-01 00:00:07', 'late for one window only')");
        run("SELECT * FROM w");
        assertEquals("[[2], [3]]", run("SELECT k FROM late ORDER BY k"));
        restart();
        run("INSERT INTO s VALUES (5, TIMESTAMP '2024-01-01 00:00:03', 'late')");
        run("SELECT * FROM w");
        assertEquals("[[2], [3], [5]]", run("SELECT k FROM late ORDER BY k"));
        assertEquals("[[3]]", run("SELECT late_rows FROM sys.jobs WHERE table_name = 'w'"));
        assertTrue(run("SHOW CREATE MATERIALIZED VIEW w").contains("LATE ROWS INTO public.late"), run("SHOW CREATE MATERIALIZED VIEW w"));
        assertEquals("[[s]]", run("SELECT source_name FROM sys.lineage WHERE table_name = 'w'"));
        assertEquals(ErrorCode.DEPENDENT_OBJECTS, code("DROP TABLE late"));
        run("DROP MATERIALIZED VIEW w");
        run("CREATE MATERIALIZED VIEW m FRESHNESS MANUAL AS " + hop + " LATE ROWS INTO late2");
        assertEquals("[[3]]", run("SELECT count(*) FROM late2"));
        run("INSERT INTO s VALUES (6, TIMESTAMP '2024-01-01 00:00:03', 'late')");
        assertEquals("[[3]]", run("SELECT count(*) FROM late2"));
        run("REFRESH MATERIALIZED VIEW m");
        assertEquals("[[4]]", run("SELECT count(*) FROM late2"));
        run("CREATE TABLE other (x INTEGER)");
        assertEquals(ErrorCode.INVALID_PARAMETER, code("CREATE MATERIALIZED VIEW x AS " + hop + " LATE ROWS INTO other"));
        assertEquals(ErrorCode.INVALID_PARAMETER, code("CREATE MATERIALIZED VIEW x AS SELECT k FROM s LATE ROWS INTO late3"));
        assertEquals(ErrorCode.INVALID_PARAMETER, code("CREATE MATERIALIZED VIEW x AS SELECT x FROM other LATE ROWS INTO late3"));
    }

    @Test
    void rowsThatFailComeAndGo() {
        run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER, name VARCHAR)");
        run("INSERT INTO t VALUES (1, 5, 'five'), (2, 0, 'nought'), (3, 2, '7')");
        run("CREATE MATERIALIZED VIEW inverse AS SELECT id, 10 / v AS x FROM t ON ERROR SKIP INTO errors");
        run("CREATE MATERIALIZED VIEW numbers AS SELECT sum(CAST(name AS INTEGER)) AS s FROM t WHERE id > 1 ON ERROR SKIP INTO errors");
        assertEquals("[[1, 2], [3, 5]]", run("SELECT * FROM inverse ORDER BY id"));
        assertEquals("[[7]]", run("SELECT * FROM numbers"));
        String errors =
                "SELECT view_name, error_code, source_name, source_offset, JSON_VALUE(row_data, '$.id') FROM errors ORDER BY 1, 2, 5";
        run("SELECT * FROM inverse");
        assertEquals("[[public.inverse, DIVISION_BY_ZERO, public.t, null, 2], [public.numbers, INVALID_TEXT, public.t, null, 2]]",
                run(errors));
        run("UPDATE t SET v = 1 WHERE id = 2");
        assertEquals("[[1, 2], [2, 10], [3, 5]]", run("SELECT * FROM inverse ORDER BY id"));
        assertEquals("[[public.numbers, INVALID_TEXT, public.t, null, 2]]", run(errors));
        run("UPDATE t SET v = 0 WHERE id = 3");
        restart();
        assertEquals("[[1, 2], [2, 10]]", run("SELECT * FROM inverse ORDER BY id"));
        // Somebody tidies up; what is gone need not be taken back.
        run("DELETE FROM errors WHERE view_name = 'public.inverse'");
        run("DELETE FROM t WHERE id IN (2, 3)");
        run("SELECT * FROM numbers");
        run("SELECT * FROM inverse");
        assertEquals("[]", run(errors));
        assertEquals("[[1, 2]]", run("SELECT * FROM inverse ORDER BY id"));
    }

    @Test
    void streamsShowTheRowsPlaceAndWithoutSkippingItIsInTheJob() {
        run("CREATE STREAM s (a INTEGER, b INTEGER, c VARCHAR) WITH (partitions = '1')");
        run("INSERT INTO s VALUES (1, 1, 'x'), (2, 0, 'y')");
        run("CREATE MATERIALIZED VIEW skips AS SELECT max(a / b) AS m FROM s ON ERROR SKIP INTO bad");
        run("CREATE MATERIALIZED VIEW stops AS SELECT max(a / b) AS m FROM s");
        run("INSERT INTO s VALUES (3, 0, 'z'), (8, 2, 'w')");
        assertEquals("[[4]]", run("SELECT * FROM skips"));
        assertEquals("[[public.s, 0, 1, 2], [public.s, 0, 2, 3]]",
                run("SELECT source_name, source_partition, source_offset, JSON_VALUE(row_data, '$.a') FROM bad ORDER BY 3"));
        assertEquals(ErrorCode.DIVISION_BY_ZERO, code("SELECT * FROM stops"));
        assertEquals("[[failing, DIVISION_BY_ZERO: division by zero (public.s, partition 0, offset 1)]]",
                run("SELECT state, error FROM sys.jobs WHERE table_name = 'stops'"));
        assertEquals("[[running, null]]", run("SELECT state, error FROM sys.jobs WHERE table_name = 'skips'"));
        restart();
        assertEquals("[[failing, DIVISION_BY_ZERO: division by zero (public.s, partition 0, offset 1)]]",
                run("SELECT state, error FROM sys.jobs WHERE table_name = 'stops'"));
        assertEquals("[[2]]", run("SELECT count(*) FROM bad"));
    }
}
