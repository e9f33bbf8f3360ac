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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporal and ASOF joins, as queries and as views, over rows that come in any order: each order meets the rate that was valid at its time. */
class TemporalJoinTest {
    private static final Map<String, String> VIEWS = new LinkedHashMap<>();

    static {
        VIEWS.put("valued", "SELECT o.id, o.cur, r.rate FROM orders o JOIN rates FOR SYSTEM_TIME AS OF o.at AS r ON o.cur = r.cur");
        VIEWS.put("perhaps",
                "SELECT o.id, o.cur, rates.rate FROM orders o LEFT JOIN rates FOR SYSTEM_TIME AS OF o.at ON o.cur = rates.cur");
        VIEWS.put("asof", "SELECT o.id, o.cur, r.rate FROM orders o LEFT ASOF JOIN prices r MATCH_CONDITION o.at >= r.at ON o.cur = r.cur");
        VIEWS.put("totals",
                "SELECT r.cur, sum(r.rate) AS s FROM orders o JOIN rates FOR SYSTEM_TIME AS OF o.at AS r ON r.cur = o.cur GROUP BY r.cur");
    }

    @TempDir
    private Path directory;

    private TestServer server;
    private final List<Object[]> orders = new ArrayList<>();
    private final List<Object[]> rates = new ArrayList<>();

    private List<List<Object>> run(String sql) {
        return SqlRows.of(server.server().engine(), Session.initial(), sql);
    }

    @Test
    void eachOrderMeetsTheRateOfItsTime() {
        server = new TestServer(directory, 1);
        try {
            run("CREATE STREAM orders (id INTEGER, cur INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '5' SECOND)");
            run("CREATE STREAM rates (cur INTEGER PRIMARY KEY, rate INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '5' SECOND)");
            run("CREATE STREAM prices (cur INTEGER, rate INTEGER, at TIMESTAMP)");
            run("CREATE TABLE plain (cur INTEGER PRIMARY KEY, rate INTEGER)");
            VIEWS.forEach((name, query) -> run("CREATE MATERIALIZED VIEW " + name + " AS " + query));
            Random random = new Random(8);
            for (int round = 0; round < 15; round++) {
                for (int i = 0; i < 4; i++) {
                    int second = 2 * round + random.nextInt(6);
                    if (random.nextBoolean()) {
                        orders.add(new Object[] {orders.size(), random.nextInt(4), second});
                        run("INSERT INTO orders VALUES (" + (orders.size() - 1) + ", " + orders.getLast()[1] + ", " + time(second) + ")");
                    } else {
                        // A time is a currency's once: which of two rates at one time is valid is not to be told.
                        Object[] rate = {random.nextInt(4), 100 + rates.size(), second};
                        if (rates.stream().noneMatch(other -> other[0].equals(rate[0]) && other[2].equals(rate[2]))) {
                            rates.add(rate);
                            for (String stream : List.of("rates", "prices")) {
                                run("INSERT INTO " + stream + " VALUES (" + rate[0] + ", " + rate[1] + ", " + time(second) + ")");
                            }
                        }
                    }
                }
                if (round == 7) {
                    server.close();
                    server = new TestServer(directory, 2);
                }
                check("round " + round);
            }
            assertEquals(ErrorCode.WRONG_OBJECT_TYPE,
                    code("SELECT * FROM orders o JOIN plain FOR SYSTEM_TIME AS OF o.at AS p ON o.cur = p.cur"));
            assertEquals(ErrorCode.INVALID_PARAMETER,
                    code("SELECT * FROM orders o JOIN rates FOR SYSTEM_TIME AS OF o.at AS r ON o.id = r.rate"));
            assertEquals(ErrorCode.FEATURE_NOT_SUPPORTED,
                    code("SELECT * FROM orders o FULL JOIN rates FOR SYSTEM_TIME AS OF o.at AS r ON o.cur = r.cur"));
        } finally {
            server.close();
        }
    }

    private ErrorCode code(String sql) {
        return assertThrows(MillraceException.class, () -> run(sql)).code();
    }

    private static String time(int second) {
        return "TIMESTAMP '2024-01-01 00:%02d:%02d'".formatted(second / 60, second % 60);
    }

    private void check(String when) {
        List<List<Object>> inner = new ArrayList<>();
        List<List<Object>> outer = new ArrayList<>();
        for (Object[] order : orders) {
            Object[] valid = null;
            for (Object[] rate : rates) {
                boolean fits = rate[0].equals(order[1]) && (int) rate[2] <= (int) order[2];
                valid = fits && (valid == null || (int) rate[2] > (int) valid[2]) ? rate : valid;
            }
            if (valid != null) {
                inner.add(List.of(order[0], order[1], valid[1]));
            }
            outer.add(Arrays.asList(order[0], order[1], valid == null ? null : valid[1]));
        }
        assertEquals("", RowDiff.unordered(inner, run(VIEWS.get("valued"))), "valued in batch, " + when);
        assertEquals("", RowDiff.unordered(inner, run("SELECT * FROM valued")), "valued, " + when);
        assertEquals("", RowDiff.unordered(outer, run("SELECT * FROM perhaps")), "perhaps, " + when);
        assertEquals("", RowDiff.unordered(outer, run("SELECT * FROM asof")), "asof, " + when);
        VIEWS.forEach((name, query) -> {
            assertEquals("", RowDiff.unordered(run(query), run("SELECT * FROM " + name)), name + ", " + when);
            assertEquals(List.of(), run("VERIFY VIEW " + name), name + ", " + when);
        });
    }
}
