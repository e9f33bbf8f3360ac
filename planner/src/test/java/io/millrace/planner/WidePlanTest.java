package io.millrace.planner;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Queries of every form that must be planned, with and without optimization; the invariants of plans are assertions within. */
class WidePlanTest {
    private static final List<String> QUERIES = List.of(
            // Subqueries
            "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a)",
            "SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND u.b < t.b)",
            "SELECT a FROM t WHERE a IN (SELECT a FROM u WHERE u.b = t.b)",
            "SELECT a FROM t WHERE a NOT IN (SELECT a FROM u)",
            "SELECT a FROM t WHERE a NOT IN (SELECT a FROM u WHERE u.b = t.b)",
            "SELECT a FROM t WHERE (a, b) NOT IN (SELECT a, b FROM u)",
            "SELECT a FROM t WHERE (a, b) IN (SELECT a, b FROM u)",
            "SELECT a FROM t WHERE a IN (SELECT a FROM u) OR b > 3",
            "SELECT a, a IN (SELECT a FROM u), a NOT IN (SELECT b FROM u WHERE u.c = t.c) FROM t",
            "SELECT a, EXISTS (SELECT 1 FROM u WHERE u.a = t.a) OR NOT EXISTS (SELECT 1 FROM u) FROM t",
            "SELECT a FROM t WHERE a > ALL (SELECT a FROM u WHERE u.b = t.b)",
            "SELECT a FROM t WHERE a >= ANY (SELECT a FROM u)",
            "SELECT a, a < ALL (SELECT a FROM u WHERE u.b = t.b) FROM t",
            "SELECT a, (SELECT max(b) FROM u WHERE u.a = t.a) FROM t",
            "SELECT a, (SELECT count(*) FROM u WHERE u.a = t.a AND u.b > t.b) FROM t",
            "SELECT a, (SELECT count(*) + 1 FROM u WHERE u.a = t.a) FROM t",
            "SELECT a, (SELECT coalesce(sum(b), 0) FROM u WHERE u.a = t.a) FROM t",
            "SELECT a, (SELECT b FROM u WHERE u.a = t.a) FROM t",
            "SELECT a, (SELECT b FROM u WHERE u.a = t.a ORDER BY b DESC LIMIT 1) FROM t",
            "SELECT a, (SELECT b FROM u WHERE u.a = t.a ORDER BY b LIMIT 1 OFFSET 2) FROM t",
            "SELECT a FROM t WHERE b = (SELECT max(b) FROM u WHERE u.a = t.a AND u.n IN (SELECT n FROM t t2 WHERE t2.b = u.b))",
            "SELECT a FROM t WHERE a = (SELECT max(u.a) FROM u WHERE u.b = (SELECT min(t2.b) FROM t t2 WHERE t2.n = t.n AND t2.a = u.a))",
            "SELECT a, (SELECT sum(x) FROM (SELECT u.b AS x FROM u WHERE u.a = t.a UNION ALL SELECT t.b) s) FROM t",
            "SELECT a, (SELECT count(DISTINCT u.b) FROM u WHERE u.a = t.a) FROM t",
            "SELECT a FROM t WHERE EXISTS (SELECT u.a FROM u LEFT JOIN t t2 ON t2.a = u.a AND t2.b = t.b WHERE t2.a IS NULL)",
            "SELECT a FROM t WHERE EXISTS (SELECT a FROM u WHERE u.a = t.a INTERSECT SELECT b FROM u WHERE u.b < t.b)",
            "SELECT (SELECT count(*) FROM t), (SELECT max(a) FROM u)",
            "SELECT b, count(*) FROM t GROUP BY b HAVING count(*) > (SELECT avg(n) FROM u WHERE u.b = t.b)",
            "SELECT a FROM t ORDER BY (SELECT max(b) FROM u WHERE u.a = t.a)",
            "SELECT CASE WHEN a > 1 THEN (SELECT min(b) FROM u WHERE u.a = t.a) ELSE 0 END FROM t",
            "SELECT t.a FROM t LEFT JOIN u ON t.a = u.a AND u.b IN (SELECT b FROM t)",
            "SELECT t.a FROM t JOIN u ON t.a = u.a AND EXISTS (SELECT 1 FROM t t2 WHERE t2.a = u.b AND t2.b = t.b)",
            "SELECT * FROM t, LATERAL (SELECT sum(u.b) AS s FROM u WHERE u.a = t.a) x",
            "SELECT * FROM t, LATERAL (SELECT u.b FROM u WHERE u.a = t.a ORDER BY u.b LIMIT 2) x",
            "SELECT * FROM t LEFT JOIN LATERAL (SELECT u.b FROM u WHERE u.a = t.a ORDER BY u.b LIMIT 2) x ON TRUE",
            "SELECT a, (SELECT row_number() OVER (ORDER BY u.b) FROM u WHERE u.a = t.a LIMIT 1) FROM t",
            // Joins
            "SELECT * FROM t JOIN u USING (a)",
            "SELECT t.a, u.b FROM t RIGHT JOIN u ON t.a = u.a",
            "SELECT t.a, u.b FROM t FULL JOIN u ON t.a = u.a AND t.b = u.b",
            "SELECT t.a FROM t FULL JOIN u ON t.a = u.a WHERE u.b = 3",
            "SELECT t.a, u.b FROM t LEFT JOIN u ON t.a = u.a AND t.b > 3 WHERE u.b IS NULL",
            "SELECT t.a FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN t t2 ON u.b = t2.b AND t2.n = u.n",
            "SELECT t.a FROM t JOIN u ON t.a < u.a",
            "SELECT t.a FROM t CROSS JOIN u",
            "SELECT t.a FROM t JOIN u ON t.a IS NOT DISTINCT FROM u.a",
            "SELECT t.a FROM t JOIN u ON t.a = u.n",
            "SELECT t.a FROM t JOIN u ON t.a + t.b = u.n WHERE t.d = u.a",
            "SELECT x.a FROM t x, t y, t z, u w WHERE x.a = y.a AND y.a = z.a AND w.b = z.b AND x.a = 7",
            "SELECT a FROM (SELECT a, b + 1 AS c FROM t) s JOIN (SELECT a AS x, b AS y FROM u WHERE b > 2) r ON s.c = r.y",
            // Aggregates
            "SELECT count(*), count(a), sum(a), avg(d), min(c), max(c) FROM t",
            "SELECT b, count(DISTINCT a), sum(n), avg(n) FROM t GROUP BY b",
            "SELECT count(DISTINCT a), count(DISTINCT b), sum(DISTINCT n) FROM t",
            "SELECT b, count(DISTINCT a) FILTER (WHERE n > 3), count(*) FILTER (WHERE n < 2) FROM t GROUP BY b",
            "SELECT a, b, sum(n), grouping(a, b) FROM t GROUP BY CUBE (a, b)",
            "SELECT a, b, count(DISTINCT n), sum(n) FROM t GROUP BY ROLLUP (a, b)",
            "SELECT a, b, count(DISTINCT n) FROM t GROUP BY GROUPING SETS ((a, b), (a), ())",
            "SELECT b, string_agg(c, ',' ORDER BY a DESC) FROM t GROUP BY b",
            "SELECT b, array_agg(a ORDER BY n, a) FROM t GROUP BY b",
            "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY d) FROM t",
            "SELECT DISTINCT b, c FROM t",
            "SELECT b FROM t GROUP BY b HAVING sum(a) > 10 ORDER BY sum(n) DESC LIMIT 3",
            "SELECT s.b, s.x FROM (SELECT b, sum(a) AS x FROM t GROUP BY b) s WHERE s.b = 3 AND s.x > 4",
            // Windows
            "SELECT a, row_number() OVER (PARTITION BY b ORDER BY a), sum(n) OVER (PARTITION BY b ORDER BY a) FROM t",
            "SELECT a, sum(n) OVER (ORDER BY a ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING), lag(a, 2, 0) OVER (ORDER BY a) FROM t",
            "SELECT a, avg(n) OVER (PARTITION BY b), rank() OVER (ORDER BY d DESC), ntile(4) OVER (ORDER BY a) FROM t",
            "SELECT * FROM (SELECT a, b, row_number() OVER (PARTITION BY b ORDER BY a) AS r FROM t) s WHERE r <= 2 AND b = 3",
            "SELECT a, sum(sum(n)) OVER (ORDER BY a) FROM t GROUP BY a",
            "SELECT a, first_value(c) OVER (PARTITION BY b ORDER BY a RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
            "SELECT a FROM t QUALIFY row_number() OVER (PARTITION BY b ORDER BY a) = 1",
            // Sets, sorting, values
            "SELECT a FROM t UNION SELECT b FROM u",
            "SELECT a, c FROM t UNION ALL SELECT n, c FROM u ORDER BY 1 LIMIT 5",
            "SELECT a FROM t INTERSECT ALL SELECT b FROM u EXCEPT SELECT 3",
            "SELECT * FROM (SELECT a FROM t UNION ALL SELECT b FROM u) s WHERE a > 7",
            "SELECT a FROM t ORDER BY b DESC NULLS LAST, a LIMIT 10 OFFSET 3",
            "SELECT a FROM t ORDER BY c",
            "VALUES (1, 'a'), (2, NULL)",
            "SELECT x + 1, y FROM (VALUES (1, 'a'), (2.5, 'bcd')) v(x, y)",
            "SELECT 1",
            "SELECT a FROM t WHERE FALSE",
            "SELECT a FROM t LIMIT 0",
            "WITH r AS (SELECT a, b FROM t) SELECT x.a FROM r x JOIN r y ON x.a = y.b",
            "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT sum(n) FROM r",
            "WITH RECURSIVE r(n) AS (SELECT a FROM t UNION SELECT u.b FROM u JOIN r ON u.a = r.n) SELECT * FROM r",
            // Nested
            "SELECT id, x FROM nested, UNNEST(items) AS i(x)",
            "SELECT id, x FROM nested LEFT JOIN UNNEST(items) AS i(x) ON TRUE",
            "SELECT id, x FROM nested CROSS JOIN UNNEST(items) AS i(x) WHERE x > id",
            "SELECT * FROM UNNEST(ARRAY[1, 2, 3]) AS i(x)",
            "SELECT id, k, v FROM nested, UNNEST(attributes) AS m(k, v)",
            "SELECT id, x, o FROM nested, UNNEST(items) WITH ORDINALITY AS i(x, o)",
            "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM nested, UNNEST(items) AS i(x) WHERE x = t.a AND id = t.b)",
            "SELECT id, (SELECT sum(x) FROM UNNEST(items) AS i(x)) FROM nested",
            // Windows of time
            "SELECT k, window_start, count(*) FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end",
            "SELECT k, window_end, sum(v) FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '2' MINUTE)) WHERE k > 3 GROUP BY k, window_start, window_end");

    @TestFactory
    Stream<DynamicTest> planned() {
        return QUERIES.stream().map(sql -> DynamicTest.dynamicTest(sql, () -> assertDoesNotThrow(() -> {
            Plans.physicalUnoptimized(sql);
            Plans.physical(sql);
            Plans.continuous(sql);
            Plans.distributed(sql);
        })));
    }
}
