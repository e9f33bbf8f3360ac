package io.millrace.frontend.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.oracle.SqlRows;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What EXPLAIN STATE says of a view's state, and what strict_state refuses. */
class StateBoundsTest {
    private static final String TUMBLE = "TABLE(TUMBLE(TABLE s, DESCRIPTOR(at), INTERVAL '1' MINUTE))";

    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory, 1);
        run("CREATE STREAM s (k INTEGER, v INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '1' SECOND)");
        run("CREATE STREAM keyed (k INTEGER PRIMARY KEY, v INTEGER)");
        run("CREATE TABLE t (k INTEGER PRIMARY KEY, name VARCHAR)");
        run("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<List<Object>> run(String sql) {
        return SqlRows.of(server.server().engine(), Session.initial(), sql);
    }

    private String state(String query) {
        return run("EXPLAIN STATE " + query).stream().map(row -> (String) row.get(0)).collect(Collectors.joining("\n"));
    }

    private void assertState(String query, boolean warns, String... parts) {
        String text = state(query);
        for (String part : parts) {
            assertTrue(text.contains(part), query + "\n" + text + "\nlacks: " + part);
        }
        assertEquals(warns, text.contains("WARNING"), text);
        Session strict = Session.initial();
        strict.set(Settings.STRICT_STATE, "true");
        String create = "CREATE MATERIALIZED VIEW strictly AS " + query;
        if (warns) {
            MillraceException refused =
                    assertThrows(MillraceException.class, () -> SqlRows.of(server.server().engine(), strict, create));
            assertEquals(ErrorCode.INVALID_PARAMETER, refused.code());
            assertTrue(refused.getMessage().startsWith("strict_state refuses the view: "), refused.getMessage());
        } else {
            SqlRows.of(server.server().engine(), strict, create);
            run("DROP MATERIALIZED VIEW strictly");
        }
    }

    @Test
    void boundsAreNamed() {
        assertState("SELECT k, v FROM s WHERE v > 1", false, "no state");
        assertState("SELECT k, count(*) AS n FROM s GROUP BY k", false, "groups by k: bounded by key count");
        assertState("SELECT count(*) AS n FROM s", false, "aggregate of all rows: bounded by a fixed number of rows");
        assertState("SELECT window_start, k, count(*) AS n FROM " + TUMBLE + " GROUP BY window_start, window_end, k", false,
                "bounded by watermark (window_");
        assertState("SELECT k, array_agg(v) AS vs FROM s GROUP BY k", true, "groups by k, with the values of each: bounded by none");
        assertState("SELECT a.k, b.v FROM s a JOIN s b ON a.k = b.k", true, "left side of a join by k: bounded by none",
                "WARNING: right side of a join by k grows without bound");
        assertState("SELECT s.k, t.name FROM s JOIN t ON s.k = t.k", true, "bounded by size of its tables (public.t)", "bounded by none");
        assertState("SELECT keyed.v, t.name FROM keyed JOIN t ON keyed.k = t.k", false,
                "newest row of each key of public.keyed: bounded by key count");
        assertState("SELECT * FROM t ORDER BY name LIMIT 1", false,
                "rows in order: bounded by size of its tables (public.t); at most 2 rows");
        assertState("SELECT * FROM s ORDER BY v LIMIT 1", true, "rows in order: bounded by none");
        assertState("SELECT k, v FROM (SELECT k, v, row_number() OVER (PARTITION BY k ORDER BY v) AS n FROM s) AS q WHERE n <= 2", false,
                "first rows of partitions by k: bounded by key count");
        assertState("SELECT k, v, row_number() OVER (PARTITION BY k ORDER BY v) AS n FROM s", true, "partitions by k: bounded by none");
    }

    @Test
    void aRunningViewShowsWhatItKeeps() {
        run("CREATE MATERIALIZED VIEW joined AS SELECT s.k, t.name FROM s JOIN t ON s.k = t.k");
        run("INSERT INTO s VALUES (1, 1, TIMESTAMP '2024-01-01 00:00:00'), (2, 2, TIMESTAMP '2024-01-01 00:00:01')");
        run("SELECT * FROM joined");
        String text = state("SELECT * FROM joined");
        assertTrue(text.contains("view public.joined"), text);
        assertTrue(text.contains("; 4 rows, "), text);
        assertTrue(text.contains("WARNING: left side of a join by k") || text.contains("WARNING: right side of a join by k"), text);
    }
}
