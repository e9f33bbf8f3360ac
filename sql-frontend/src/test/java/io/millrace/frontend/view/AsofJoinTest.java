package io.millrace.frontend.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.frontend.oracle.SqlRows;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.RowDiff;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ASOF join gives what the correlated subquery gives that says the same, in batch and as a view, with ties, NULLs and changes on both sides. */
class AsofJoinTest {
    private static final int ROUNDS = 8;

    @TempDir
    private Path directory;

    private TestServer server;
    private final Random random = new Random(41);

    private List<List<Object>> run(String sql) {
        return SqlRows.of(server.server().engine(), Session.initial(), sql);
    }

    @Test
    void givesTheNearestRow() {
        server = new TestServer(directory, 1);
        try {
            run("CREATE TABLE l (id INTEGER, k INTEGER, t BIGINT)");
            run("CREATE TABLE r (k BIGINT, t INTEGER, name VARCHAR, tags VARCHAR ARRAY)");
            List<String> joined = new ArrayList<>();
            List<String> correlated = new ArrayList<>();
            for (String compare : List.of(">=", ">", "<=", "<")) {
                String direction = compare.startsWith(">") ? "DESC NULLS FIRST" : "ASC";
                String nearest =
                        "SELECT r.k, r.t, r.name, r.tags FROM r WHERE r.k = l.k AND l.t " + compare + " r.t ORDER BY r.t " + direction
                                + ", name DESC NULLS FIRST, tags DESC NULLS FIRST LIMIT 1";
                joined.add("SELECT l.*, r.k AS rk, r.t AS rt, name, tags FROM l ASOF JOIN r MATCH_CONDITION l.t " + compare
                        + " r.t ON l.k = r.k");
                correlated.add("SELECT l.*, x.* FROM l, LATERAL (" + nearest + ") AS x");
                joined.add(
                        "SELECT l.id, r.name, r.t + 1 AS later FROM l LEFT ASOF JOIN (SELECT * FROM r WHERE t <> 3) AS r MATCH_CONDITION l.t "
                                + compare + " r.t ON r.k = l.k WHERE l.k < 3");
                correlated.add("SELECT l.id, x.name, x.t + 1 FROM l LEFT JOIN LATERAL ("
                        + nearest.replace("FROM r", "FROM (SELECT * FROM r WHERE t <> 3) AS r") + ") AS x ON TRUE WHERE l.k < 3");
            }
            joined.add(
                    "SELECT id FROM l WHERE EXISTS (SELECT 1 FROM r AS a ASOF JOIN r AS b MATCH_CONDITION a.t > b.t ON a.k = b.k WHERE a.k = l.k)");
            correlated.add("SELECT id FROM l WHERE EXISTS (SELECT 1 FROM r AS a, r AS b WHERE a.t > b.t AND a.k = b.k AND a.k = l.k)");
            for (int i = 0; i < joined.size(); i++) {
                run("CREATE MATERIALIZED VIEW v" + i + " AS " + joined.get(i));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < joined.size(); i++) {
                    List<List<Object>> expected = run(correlated.get(i));
                    assertEquals("", RowDiff.unordered(expected, run(joined.get(i))), joined.get(i));
                    assertEquals("", RowDiff.unordered(expected, run("SELECT * FROM v" + i)), "as a view: " + joined.get(i));
                }
                change();
            }
        } finally {
            server.close();
        }
    }

    private void change() {
        for (int i = 0; i < 6; i++) {
            run("INSERT INTO l VALUES (" + random.nextInt(100) + ", " + value(4) + ", " + value(8) + ")");
            run("INSERT INTO r VALUES (" + value(4) + ", " + value(8) + ", "
                    + (random.nextInt(4) == 0 ? "NULL" : "'" + random.nextInt(3) + "'")
                    + ", ARRAY['" + random.nextInt(2) + "'])");
        }
        run("DELETE FROM " + (random.nextBoolean() ? "l" : "r") + " WHERE t = " + random.nextInt(8));
        run("UPDATE r SET t = t + 1 WHERE k = " + random.nextInt(4));
    }

    private String value(int bound) {
        return random.nextInt(6) == 0 ? "NULL" : Integer.toString(random.nextInt(bound));
    }
}
