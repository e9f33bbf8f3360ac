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
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VERIFY VIEW over streams whose rows come late, out of order and after silences. */
class VerifyViewTest {
    @TempDir
    Path directory;

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

    private static final Map<String, String> VIEWS = Map.of(
            "tumbled",
            "SELECT window_start, k, count(*) AS n, sum(v) AS s FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(at), INTERVAL '1' SECOND))"
                    + " WHERE v <> 3 GROUP BY window_start, window_end, k",
            "hopped",
            "SELECT window_start, count(*) AS n, avg(v) AS a FROM TABLE(HOP(TABLE s, DESCRIPTOR(at), INTERVAL '0.5' SECOND, INTERVAL '2' SECOND))"
                    + " GROUP BY window_start, window_end",
            "sessions",
            "SELECT window_start, window_end, k, count(*) AS n FROM TABLE(SESSION(TABLE s PARTITION BY k, DESCRIPTOR(at), INTERVAL '0.4' SECOND))"
                    + " GROUP BY window_start, window_end, k",
            "renamed",
            "SELECT window_end, max(w) AS m FROM TABLE(TUMBLE((SELECT at AS t, v * 2 AS w FROM s), DESCRIPTOR(t), INTERVAL '0.7' SECOND))"
                    + " GROUP BY window_start, window_end",
            "plain", "SELECT k, count(*) AS n FROM s GROUP BY k");

    private void insert(Random random, int base, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int tenth = base + i + random.nextInt(25) - 20;
            rows.add("(" + random.nextInt(4) + ", " + random.nextInt(9) + ", TIMESTAMP '2024-01-01 00:00:%02d.%d')"
                    .formatted(tenth / 10, tenth % 10));
        }
        run("INSERT INTO s VALUES " + String.join(", ", rows));
    }

    @Test
    void lateRowsAreLateInBatchToo() {
        run("CREATE STREAM s (k INTEGER, v INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '0.3' SECOND)"
                + " WITH (partitions = '2', 'watermark.idle_timeout' = '100 ms')");
        Random random = new Random(5);
        insert(random, 30, 40);
        VIEWS.forEach((name, query) -> run("CREATE MATERIALIZED VIEW " + name + " AS " + query));
        VIEWS.forEach((name, query) -> {
            if (!name.equals("plain")) {
                run("CREATE MATERIALIZED VIEW " + name + "_closed AS " + query + " EMIT ON WINDOW CLOSE");
            }
        });
        for (int round = 0; round < 4; round++) {
            insert(random, 60 + 60 * round, 50);
            insert(random, 80 + 60 * round, 50);
            verifyAll("in round " + round);
            if (round == 1) {
                // The silence lets the last windows out, and moves watermarks by decisions.
                int expected = run("SELECT * FROM tumbled").size();
                while (run("SELECT * FROM tumbled_closed").size() < expected) {
                    Thread.onSpinWait();
                }
                verifyAll("after a silence");
            }
        }
        assertTrue(sum("plain") > sum("hopped") / 4,
                "some rows were late");
        server.close();
        server = new TestServer(directory.resolve("data"), 8);
        verifyAll("after the restart");
        insert(random, 320, 30);
        verifyAll("at the end");
    }

    private double sum(String view) {
        return ((Number) run("SELECT sum(n) FROM " + view).get(0).get(0)).doubleValue();
    }

    private void verifyAll(String when) {
        for (String name : VIEWS.keySet()) {
            assertEquals(List.of(), run("VERIFY VIEW " + name), name + " " + when);
            if (!name.equals("plain")) {
                assertEquals(List.of(), run("VERIFY VIEW " + name + "_closed"), name + "_closed " + when);
            }
        }
    }

    @Test
    void viewsOverViewsAndTablesAreVerified() {
        run("CREATE TABLE t (a INTEGER PRIMARY KEY, x DOUBLE)");
        run("CREATE STREAM s (a INTEGER, v INTEGER)");
        run("CREATE MATERIALIZED VIEW sums AS SELECT a, sum(v) AS v FROM s GROUP BY a");
        run("CREATE MATERIALIZED VIEW joined AS SELECT t.a, x * v AS y FROM t JOIN sums ON sums.a = t.a");
        run("INSERT INTO t VALUES (1, 0.1), (2, 0.2), (3, 'NaN')");
        run("INSERT INTO s VALUES (1, 10), (2, 20), (3, 30), (1, 5)");
        run("UPDATE t SET x = x * 3 WHERE a = 2");
        run("DELETE FROM t WHERE a = 1");
        assertEquals(List.of(), run("VERIFY VIEW joined"));
        assertEquals(List.of(), run("VERIFY VIEW sums"));
        run("CREATE TABLE tied (k INTEGER, v INTEGER, w VARCHAR)");
        run("CREATE MATERIALIZED VIEW firsts AS SELECT k, v, w FROM tied ORDER BY k LIMIT 3 OFFSET 1");
        run("CREATE MATERIALIZED VIEW rest AS SELECT v, w FROM tied ORDER BY k OFFSET 4");
        run("CREATE MATERIALIZED VIEW lists AS SELECT k, array_agg(v) AS vs, string_agg(w, ',') AS ws FROM tied GROUP BY k");
        for (int i = 0; i < 12; i++) {
            run("INSERT INTO tied VALUES (1, " + (i * 7 % 5) + ", 'w" + i * 11 % 6 + "'), (" + i % 3 + ", NULL, 'x')");
            assertEquals(List.of(), run("VERIFY VIEW firsts"));
            assertEquals(List.of(), run("VERIFY VIEW rest"));
            assertEquals(List.of(), run("VERIFY VIEW lists"));
        }
        MillraceException missing = assertThrows(MillraceException.class, () -> run("VERIFY VIEW nothing"));
        assertEquals(ErrorCode.UNDEFINED_TABLE, missing.code());
    }
}
