-- One query a line, over tables t and u that change at random, streams a and b whose rows only come (in some disorder, none too late), and a keyed stream r.
-- Joins of two tables, of streams, of both
SELECT t.id, u.v FROM t JOIN u ON t.k = u.k
SELECT t.id, u.v FROM t LEFT JOIN u ON t.k = u.k AND t.v < u.v
SELECT t.id, u.v FROM t RIGHT JOIN u ON t.k = u.k WHERE u.v > 2
SELECT t.id, u.id AS uid FROM t FULL JOIN u ON t.k = u.k AND t.g = u.g
SELECT t.id, u.id AS uid FROM t FULL JOIN u ON t.id = u.id
SELECT t.id, u.id AS uid FROM t CROSS JOIN u WHERE t.v + u.v = 7
SELECT t.id, u.id AS uid FROM t, u WHERE t.v BETWEEN u.v - 1 AND u.v + 1
SELECT x.id, y.id AS yid FROM t x JOIN t y ON x.k = y.g
SELECT x.id, y.id AS yid, z.id AS zid FROM t x JOIN t y ON x.k = y.k JOIN u z ON z.g = y.g AND z.k = x.k
SELECT x.id, y.id AS yid, z.id AS zid FROM t x LEFT JOIN u y ON x.k = y.k LEFT JOIN u z ON z.k = y.v
SELECT x.id, y.id AS yid, z.id AS zid FROM t x LEFT JOIN (u y JOIN u z ON y.g = z.v) ON x.k = y.k
SELECT t.id, u.id AS uid FROM t NATURAL JOIN (SELECT id, k FROM u) AS u
SELECT k, t.v, u.v AS uv FROM t JOIN u USING (k)
SELECT a.k, t.s, a.v FROM a JOIN t ON a.k = t.k
SELECT a.k, t.s, a.v FROM a LEFT JOIN t ON a.k = t.k
SELECT t.id, a.v FROM t LEFT JOIN a ON a.k = t.k AND a.v = t.v
SELECT t.id, count(a.v) AS n FROM t LEFT JOIN a ON a.k = t.k GROUP BY t.id
SELECT a.v, b.v AS bv FROM a JOIN b ON a.k = b.k AND a.at BETWEEN b.at - INTERVAL '2' SECOND AND b.at + INTERVAL '3' SECOND
SELECT a.v, b.v AS bv FROM a LEFT JOIN b ON a.k = b.k AND b.at BETWEEN a.at AND a.at + INTERVAL '2' SECOND
SELECT a.v, b.v AS bv FROM a FULL JOIN b ON a.k = b.k AND a.at < b.at AND b.at < a.at + INTERVAL '1' SECOND
SELECT a.k, a.v FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND b.at BETWEEN a.at - INTERVAL '1' SECOND AND a.at)
SELECT a.k, a.v FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND b.at BETWEEN a.at - INTERVAL '1' SECOND AND a.at)
SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.k = t.k)
SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.v <> t.v)
SELECT id FROM t WHERE k IN (SELECT k FROM u WHERE v > 3)
SELECT id FROM t WHERE k NOT IN (SELECT k FROM u WHERE v > 7)
SELECT id FROM t WHERE (k, g) NOT IN (SELECT k, g FROM u WHERE v > 5)
SELECT * FROM t SEMI JOIN u ON t.k = u.k
SELECT * FROM t ANTI JOIN u ON t.k = u.k
SELECT t.id, p.v FROM t ASOF JOIN u AS p MATCH_CONDITION t.at >= p.at ON t.k = p.k
SELECT t.id, p.v FROM t LEFT ASOF JOIN u AS p MATCH_CONDITION t.at < p.at ON t.k = p.k
SELECT a.v, b.v AS bv FROM a LEFT ASOF JOIN b MATCH_CONDITION a.at >= b.at ON a.k = b.k
SELECT a.v, v.v AS rv FROM a JOIN r FOR SYSTEM_TIME AS OF a.at AS v ON a.k = v.k
SELECT a.v, v.v AS rv FROM a LEFT JOIN r FOR SYSTEM_TIME AS OF a.at AS v ON a.k = v.k
SELECT a.v, r.v AS rv FROM a LEFT JOIN r ON a.k = r.k
SELECT x.k, x.n, y.n AS m FROM (SELECT window_start, window_end, k, count(*) AS n FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND)) GROUP BY window_start, window_end, k) x JOIN (SELECT window_start, window_end, k, count(*) AS n FROM TABLE(TUMBLE(TABLE b, DESCRIPTOR(at), INTERVAL '2' SECOND)) GROUP BY window_start, window_end, k) y ON x.window_start = y.window_start AND x.window_end = y.window_end AND x.k = y.k
SELECT x.v, y.v AS yv FROM (SELECT * FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND))) x FULL JOIN (SELECT * FROM TABLE(TUMBLE(TABLE b, DESCRIPTOR(at), INTERVAL '2' SECOND))) y ON x.window_start = y.window_start AND x.window_end = y.window_end AND x.k = y.k
SELECT x.k, x.v FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND)) x WHERE x.k IN (SELECT y.k FROM TABLE(TUMBLE(TABLE b, DESCRIPTOR(at), INTERVAL '2' SECOND)) y WHERE y.window_start = x.window_start AND y.window_end = x.window_end)
SELECT t.id, l.v FROM t, LATERAL (SELECT v FROM u WHERE u.k = t.k ORDER BY v DESC LIMIT 2) AS l
SELECT t.id, l.n FROM t LEFT JOIN LATERAL (SELECT count(*) AS n, max(v) AS m FROM u WHERE u.k = t.k AND u.v > t.v) AS l ON TRUE
-- Aggregates
SELECT count(*), count(v), sum(v), avg(v), min(v), max(v) FROM t
SELECT k, count(*), sum(v), avg(v), min(s), max(s) FROM t GROUP BY k
SELECT k, sum(d), avg(d), stddev_samp(d), var_pop(d), corr(d, v), covar_pop(d, v), regr_slope(d, v) FROM t GROUP BY k
SELECT k, count(DISTINCT v), sum(DISTINCT v), count(DISTINCT s) FILTER (WHERE v > 3) FROM t GROUP BY k
SELECT k, count(*) FILTER (WHERE v > 3), sum(v) FILTER (WHERE s = 'p'), max(v) FILTER (WHERE g = 1) FROM t GROUP BY k
SELECT k, array_agg(v ORDER BY v, id), string_agg(s, ',' ORDER BY s DESC, id) FROM t GROUP BY k
SELECT k, percentile_cont(0.5) WITHIN GROUP (ORDER BY v), percentile_disc(0.3) WITHIN GROUP (ORDER BY v), mode() WITHIN GROUP (ORDER BY v) FROM t GROUP BY k
SELECT k, max_by(id, v * 100 + id), min_by(id, v * 100 - id), bool_and(v > 1), bool_or(v > 8), every(v > 0) FROM t GROUP BY k
SELECT k, bit_and(v), bit_or(v), bit_xor(v) FROM t GROUP BY k
SELECT k, any_value(g) IS NULL OR count(*) > 0 FROM t GROUP BY k
SELECT k, listagg(s, '-') WITHIN GROUP (ORDER BY s, id) FROM t GROUP BY k
SELECT k, g, count(*), sum(v), grouping(k, g) FROM t GROUP BY GROUPING SETS ((k, g), (k), ())
SELECT k, g, count(DISTINCT v) FROM t GROUP BY CUBE (k, g)
SELECT k, g, max(v) FROM t GROUP BY ROLLUP (k, g)
SELECT k FROM t GROUP BY k HAVING sum(v) > (SELECT avg(v) FROM u)
SELECT DISTINCT k, g FROM t
SELECT DISTINCT ON (k) k, v, id FROM t ORDER BY k, v DESC, id
SELECT m, count(*) FROM (SELECT k, max(v) AS m FROM t GROUP BY k) GROUP BY m
SELECT k, sum(v) FROM a GROUP BY k
SELECT max(n) FROM (SELECT k, count(*) AS n FROM a GROUP BY k)
SELECT k, min(v), max(v), count(DISTINCT v) FROM a GROUP BY k
SELECT v, count(*) FROM r GROUP BY v
SELECT * FROM (SELECT k, g, v FROM t) PIVOT (SUM(v) AS s, COUNT(*) AS n FOR g IN (0 AS g0, 1 AS g1))
SELECT * FROM (SELECT id, k, g FROM t) UNPIVOT (x FOR what IN (k AS 'k', g AS 'g'))
-- Set operations, subqueries, VALUES
SELECT k FROM t UNION SELECT k FROM u
SELECT k FROM t UNION ALL SELECT k FROM u
SELECT k FROM t INTERSECT SELECT k FROM u
SELECT k FROM t INTERSECT ALL SELECT k FROM u
SELECT k FROM t EXCEPT SELECT k FROM u
SELECT k FROM t EXCEPT ALL SELECT k FROM u
SELECT k FROM a EXCEPT SELECT k FROM b WHERE v > 5
SELECT k, v FROM a INTERSECT ALL SELECT k, v FROM b
SELECT id, (SELECT max(v) FROM u WHERE u.k = t.k) AS m FROM t
SELECT id, v > ALL (SELECT v FROM u WHERE u.k = t.k) AS x, v = ANY (SELECT v FROM u WHERE u.g = t.g) AS y FROM t
SELECT id, v - (SELECT avg(v) FROM t) AS d FROM t
SELECT (SELECT count(*) FROM t) AS n, (SELECT max(v) FROM u) AS m, (SELECT count(*) FROM a) AS o
SELECT id, k IN (SELECT k FROM u) AS x FROM t
SELECT x, count(t.id) FROM (VALUES (1), (2), (3)) AS w(x) LEFT JOIN t ON t.k = w.x GROUP BY x
WITH big AS (SELECT * FROM t WHERE v > 4), m AS (SELECT k, count(*) AS n FROM big GROUP BY k) SELECT big.id, m.n FROM big JOIN m ON m.k = big.k
WITH RECURSIVE reach (x, y) AS (SELECT k, g FROM t UNION SELECT reach.x, t.g FROM reach JOIN t ON t.k = reach.y) SELECT * FROM reach
-- Order, first rows, windows over rows
SELECT id, v FROM t ORDER BY v DESC, id LIMIT 3
SELECT id, v FROM t ORDER BY v, id LIMIT 2 OFFSET 2
SELECT v FROM t ORDER BY v FETCH FIRST 2 ROWS WITH TIES
SELECT id FROM t ORDER BY v, id OFFSET 3 ROWS
SELECT k, v FROM a ORDER BY v DESC, k, at LIMIT 4
SELECT * FROM (SELECT id, k, v, row_number() OVER (PARTITION BY k ORDER BY v DESC, id) AS n FROM t) WHERE n <= 2
SELECT * FROM (SELECT id, k, v, rank() OVER (PARTITION BY k ORDER BY v) AS n FROM t) WHERE n = 1
SELECT * FROM (SELECT id, k, v, dense_rank() OVER (PARTITION BY k ORDER BY v) AS n FROM t) WHERE n <= 2
SELECT * FROM (SELECT k, v, at, row_number() OVER (PARTITION BY k ORDER BY at) AS n FROM a) WHERE n = 1
SELECT * FROM (SELECT k, v, at, row_number() OVER (PARTITION BY k ORDER BY at DESC) AS n FROM a) WHERE n = 1
SELECT k, v FROM a QUALIFY row_number() OVER (PARTITION BY k ORDER BY at DESC, v) <= 2
SELECT id, row_number() OVER (ORDER BY id) AS n, ntile(3) OVER (ORDER BY id) AS b, percent_rank() OVER (ORDER BY v) AS p, cume_dist() OVER (ORDER BY v) AS c FROM t
SELECT id, sum(v) OVER (PARTITION BY k ORDER BY id) AS s, avg(v) OVER (PARTITION BY k ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS m FROM t
SELECT id, count(*) OVER (PARTITION BY k ORDER BY v RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS n FROM t
SELECT id, max(v) OVER (ORDER BY v, id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS n FROM t
SELECT id, lag(v) OVER w AS l, lead(v, 2, -1) OVER w AS m, first_value(v) OVER w AS f, last_value(v) OVER w AS z, nth_value(v, 2) OVER w AS n FROM t WINDOW w AS (PARTITION BY k ORDER BY id)
SELECT id, lag(v) IGNORE NULLS OVER (PARTITION BY k ORDER BY id) AS l FROM t
SELECT id, sum(v) OVER (PARTITION BY k ORDER BY at RANGE BETWEEN INTERVAL '2' SECOND PRECEDING AND CURRENT ROW) AS s FROM t
SELECT k, v, sum(v) OVER (PARTITION BY k ORDER BY at RANGE BETWEEN INTERVAL '2' SECOND PRECEDING AND CURRENT ROW) AS s FROM a
SELECT k, v, count(*) OVER (PARTITION BY k) AS n, sum(v) OVER () AS s FROM a
SELECT id, array_agg(v) OVER (PARTITION BY k ORDER BY id) AS x, string_agg(s, '-') OVER (PARTITION BY k ORDER BY v, id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS y FROM t
-- UNNEST and table functions
SELECT id, x FROM t, UNNEST(xs) AS w(x)
SELECT id, x, i FROM t LEFT JOIN UNNEST(xs) WITH ORDINALITY AS w(x, i) ON TRUE
SELECT x, count(*) FROM t, UNNEST(string_to_array(s || ' ' || s, ' ')) AS w(x) GROUP BY x
SELECT id, n FROM t, generate_series(1, v) AS g(n)
SELECT id, unnest(xs) AS x FROM t
-- Windows of time, over streams and tables
SELECT window_start, window_end, k, count(*), sum(v) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND)) GROUP BY window_start, window_end, k
SELECT window_start, count(DISTINCT v), avg(v) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND, INTERVAL '1' SECOND)) GROUP BY window_start, window_end
SELECT window_start, window_end, k, count(*), sum(v), min(v), max(v) FROM TABLE(HOP(TABLE a, DESCRIPTOR(at), INTERVAL '1' SECOND, INTERVAL '4' SECOND)) GROUP BY window_start, window_end, k
SELECT window_start, window_end, avg(v), count(DISTINCT k) FROM TABLE(HOP(TABLE a, DESCRIPTOR(at), INTERVAL '1' SECOND, INTERVAL '3' SECOND)) GROUP BY window_start, window_end
SELECT window_start, window_end, sum(v) FROM TABLE(HOP(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND, INTERVAL '3' SECOND)) GROUP BY window_start, window_end
SELECT window_start, window_end, k, count(*), max(v) FROM TABLE(CUMULATE(TABLE a, DESCRIPTOR(at), INTERVAL '1' SECOND, INTERVAL '5' SECOND)) GROUP BY window_start, window_end, k
SELECT window_start, window_end, k, count(*), sum(v) FROM TABLE(SESSION(TABLE a PARTITION BY k, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, k
SELECT window_start, window_end, count(*) FROM TABLE(SESSION(TABLE a, DESCRIPTOR(at), INTERVAL '0.3' SECOND)) GROUP BY window_start, window_end
SELECT TUMBLE_START(at, INTERVAL '2' SECOND) AS w, k, count(*) FROM a GROUP BY TUMBLE(at, INTERVAL '2' SECOND), k
SELECT HOP_START(at, INTERVAL '1' SECOND, INTERVAL '2' SECOND) AS w, count(*) FROM a GROUP BY HOP(at, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
SELECT SESSION_START(at, INTERVAL '1' SECOND) AS w, k, count(*) FROM a GROUP BY SESSION(at, INTERVAL '1' SECOND), k
SELECT window_start, k, count(*), sum(v) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(at), INTERVAL '2' SECOND)) GROUP BY window_start, window_end, k
SELECT window_start, window_end, sum(v), min(v) FROM TABLE(HOP(TABLE t, DESCRIPTOR(at), INTERVAL '1' SECOND, INTERVAL '4' SECOND)) GROUP BY window_start, window_end
SELECT window_start, window_end, k, count(*) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, k
SELECT window_start, count(*) FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(at), INTERVAL '2' SECOND)) GROUP BY window_start, window_end
SELECT window_start, max(n) FROM (SELECT window_start, window_end, k, count(*) AS n FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND)) GROUP BY window_start, window_end, k) GROUP BY window_start, window_end
SELECT TUMBLE_START(w, INTERVAL '4' SECOND), sum(n) FROM (SELECT window_start AS w, sum(v) AS n FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end) AS q GROUP BY TUMBLE(w, INTERVAL '4' SECOND)
SELECT * FROM (SELECT k, v, window_start, row_number() OVER (PARTITION BY window_start, window_end, k ORDER BY v DESC, at) AS n FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND))) WHERE n <= 1
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, k) AS place FROM (SELECT window_start, window_end, k, count(*) AS n FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND)) GROUP BY window_start, window_end, k)) WHERE place <= 2
SELECT window_start, k, g, count(*) FROM (SELECT w.*, w.v % 2 AS g FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(at), INTERVAL '2' SECOND)) AS w) GROUP BY GROUPING SETS ((window_start, window_end, k), (window_start, window_end, g))
SELECT date_trunc('second', at) AS sec, count(*) FROM a GROUP BY date_trunc('second', at)
-- Union of streams with their times, and conditions on constants
SELECT window_start, count(*) FROM TABLE(TUMBLE((SELECT k, v, at FROM a UNION ALL SELECT k, v, at FROM b), DESCRIPTOR(at), INTERVAL '2' SECOND)) GROUP BY window_start, window_end
SELECT k, CASE WHEN v > 5 THEN 'much' ELSE 'little' END AS size, count(*) FROM a WHERE k IS NOT NULL GROUP BY 1, 2
SELECT count(*) FROM a WHERE FALSE
SELECT 1 AS one, 'x' AS x
SELECT t.id, m.n FROM t LEFT JOIN (SELECT count(*) AS n FROM a) AS m ON TRUE
SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY k ORDER BY at MEASURES FIRST(A.v) AS f, LAST(B.v) AS l, SUM(v) AS s, COUNT(B.*) AS n, MATCH_NUMBER() AS m PATTERN (A B+) DEFINE B AS B.v >= PREV(B.v))
SELECT * FROM a MATCH_RECOGNIZE (PARTITION BY k ORDER BY at MEASURES CLASSIFIER() AS c, RUNNING AVG(v) AS r, FINAL LAST(B.v) AS l ALL ROWS PER MATCH WITH UNMATCHED ROWS PATTERN (A B* C) DEFINE B AS v > A.v, C AS v < A.v)
SELECT m.x, u.id FROM r MATCH_RECOGNIZE (ORDER BY at, k MEASURES MAX(v) AS x, COUNT(*) AS n AFTER MATCH SKIP TO NEXT ROW PATTERN (A{1,3}) WITHIN INTERVAL '3' SECOND) AS m JOIN u ON u.v = m.x WHERE m.n > 1
SELECT * FROM t MATCH_RECOGNIZE (ORDER BY at MEASURES SUM(10 / A.v) AS q ALL ROWS PER MATCH PATTERN (A B?) DEFINE A AS v > 0, B AS 10 / B.v > 1)
-- When rows arrived
SELECT *, PROCTIME() AS p FROM a
SELECT k, count(*) AS n FROM a AS x WHERE PROCTIME() > TIMESTAMP '2020-01-01 00:00:00' GROUP BY k
SELECT window_start, k, count(*) FROM TABLE(TUMBLE((SELECT *, PROCTIME() AS p FROM a), DESCRIPTOR(p), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, k
SELECT x.k, x.v, t.id FROM (SELECT *, PROCTIME() AS p FROM a) AS x JOIN t ON t.k = x.k WHERE x.p IS NOT NULL
