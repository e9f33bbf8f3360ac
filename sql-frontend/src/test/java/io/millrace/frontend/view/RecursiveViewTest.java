package io.millrace.frontend.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.oracle.SqlRows;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.RowDiff;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WITH RECURSIVE as views over a graph whose edges come and go at random, cycles among them: at each moment the query's batch answer. */
class RecursiveViewTest {
    private static final Map<String, String> VIEWS = new LinkedHashMap<>();

    static {
        VIEWS.put("reach",
                "WITH RECURSIVE r (a, b) AS (SELECT a, b FROM e UNION SELECT r.a, e.b FROM r JOIN e ON e.a = r.b) SELECT * FROM r");
        VIEWS.put("from_one", "WITH RECURSIVE r (n) AS (SELECT 1 UNION SELECT e.b FROM r JOIN e ON e.a = r.n) SELECT n FROM r");
        VIEWS.put("depth",
                "WITH RECURSIVE r (n, d) AS (SELECT a, 0 FROM e WHERE a < 3 UNION SELECT e.b, d + 1 FROM r JOIN e ON e.a = r.n WHERE d < 6)"
                        + " SELECT n, min(d) AS d, max(d) AS far FROM r GROUP BY n");
        VIEWS.put("walks",
                "WITH RECURSIVE r (n, d) AS (SELECT b, 1 FROM e UNION ALL SELECT e.b, d + 1 FROM r JOIN e ON e.a = r.n WHERE d < 3)"
                        + " SELECT n, d, count(*) AS c FROM r GROUP BY n, d");
        VIEWS.put("named", "WITH RECURSIVE r (n) AS (SELECT a FROM e WHERE b = 0 UNION SELECT e.a FROM r JOIN e ON e.b = r.n)"
                + " SELECT r.n, v.name FROM r LEFT JOIN v ON v.id = r.n");
    }

    @TempDir
    private Path directory;

    private TestServer server;

    private List<List<Object>> run(String sql) {
        return SqlRows.of(server.server().engine(), Session.initial(), sql);
    }

    @Test
    void edgesComeAndGo() {
        server = new TestServer(directory, 1);
        try {
            run("CREATE TABLE e (a INTEGER, b INTEGER)");
            run("CREATE TABLE v (id INTEGER PRIMARY KEY, name VARCHAR)");
            run("INSERT INTO v VALUES (0, 'zero'), (2, 'two'), (5, 'five')");
            VIEWS.forEach((name, query) -> run("CREATE MATERIALIZED VIEW " + name + " AS " + query));
            Random random = new Random(4);
            for (int round = 0; round < 25; round++) {
                if (random.nextInt(3) > 0) {
                    run("INSERT INTO e VALUES (" + random.nextInt(8) + ", " + random.nextInt(8) + "), (" + random.nextInt(8) + ", "
                            + random.nextInt(8) + ")");
                } else {
                    run("DELETE FROM e WHERE a = " + random.nextInt(8));
                }
                if (round == 12) {
                    server.close();
                    server = new TestServer(directory, 2);
                }
                check("round " + round);
            }
            run("DELETE FROM e");
            check("without edges");
            run("CREATE MATERIALIZED VIEW endless AS WITH RECURSIVE r (n) AS (SELECT a FROM e UNION ALL SELECT n FROM r) SELECT count(*) AS n FROM r");
            assertEquals("[[0]]", run("SELECT * FROM endless").toString());
            run("INSERT INTO e VALUES (1, 2)");
            assertEquals(ErrorCode.STATEMENT_TOO_COMPLEX, assertThrows(MillraceException.class, () -> run("SELECT * FROM endless")).code());
            run("DELETE FROM e");
            assertEquals("[[0]]", run("SELECT * FROM endless").toString());
        } finally {
            server.close();
        }
    }

    private void check(String when) {
        VIEWS.forEach((name, query) -> {
            assertEquals("", RowDiff.unordered(run(query), run("SELECT * FROM " + name)), name + " in " + when);
            assertEquals(List.of(), run("VERIFY VIEW " + name), name + " in " + when);
        });
    }
}
