-- One query a line.
SELECT a, b, c, n FROM t
SELECT a + b, n * 2 FROM t WHERE a > 2
SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a)
SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND u.b < t.b)
SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a > t.n)
SELECT a FROM t WHERE a IN (SELECT a FROM u WHERE u.b = t.b)
SELECT a FROM t WHERE a NOT IN (SELECT a FROM u)
SELECT a FROM t WHERE a NOT IN (SELECT a FROM u WHERE a IS NOT NULL AND n > 6)
SELECT a FROM t WHERE a NOT IN (SELECT a FROM e)
SELECT a FROM t WHERE a NOT IN (SELECT a FROM u WHERE u.b = t.b)
SELECT a FROM t WHERE a NOT IN (SELECT a FROM u WHERE u.n = t.n)
SELECT a, b FROM t WHERE (a, b) NOT IN (SELECT a, b FROM u WHERE n = 3)
SELECT a, b FROM t WHERE (a, b) IN (SELECT a, b FROM u)
SELECT a FROM t WHERE a IN (SELECT a FROM u WHERE n > 8) OR b > 2
SELECT a, a IN (SELECT a FROM u WHERE n > 8), a NOT IN (SELECT b FROM u WHERE u.c = t.c) FROM t
SELECT a, a IN (SELECT a FROM e), a NOT IN (SELECT a FROM e) FROM t
SELECT a, a IN (SELECT a FROM u WHERE a IS NOT NULL AND n > 9) FROM t
SELECT a, EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND n > 7) OR NOT EXISTS (SELECT 1 FROM u) FROM t
SELECT a FROM t WHERE a > ALL (SELECT a FROM u WHERE u.b = t.b AND u.n = 2)
SELECT a FROM t WHERE a > ALL (SELECT a FROM e)
SELECT a FROM t WHERE a >= ANY (SELECT a FROM u WHERE n = 5)
SELECT a, a < ALL (SELECT a FROM u WHERE u.b = t.b AND n > 9) FROM t
SELECT a, a = ANY (SELECT a FROM u WHERE u.b = t.b) FROM t
SELECT a, (SELECT max(b) FROM u WHERE u.a = t.a) FROM t
SELECT a, (SELECT count(*) FROM u WHERE u.a = t.a AND u.b > t.b) FROM t
SELECT a, (SELECT count(*) + 1 FROM u WHERE u.a = t.a) FROM t
SELECT a, (SELECT coalesce(sum(b), -1) FROM u WHERE u.a = t.a AND n > 8) FROM t
SELECT a, (SELECT sum(u.b) FROM u WHERE u.a = t.a HAVING count(*) > 5) FROM t
SELECT a, (SELECT b FROM u WHERE u.a = t.a ORDER BY b DESC NULLS LAST, n NULLS LAST LIMIT 1) FROM t
SELECT a, (SELECT b FROM u WHERE u.a = t.a ORDER BY b NULLS LAST LIMIT 1 OFFSET 2) FROM t
SELECT a FROM t WHERE b = (SELECT max(b) FROM u WHERE u.a = t.a AND u.n IN (SELECT n FROM t t2 WHERE t2.b = u.b))
SELECT a FROM t WHERE a = (SELECT max(u.a) FROM u WHERE u.b = (SELECT min(t2.b) FROM t t2 WHERE t2.n = t.n AND t2.a = u.a))
SELECT a, (SELECT sum(x) FROM (SELECT u.b AS x FROM u WHERE u.a = t.a UNION ALL SELECT t.b) s) FROM t
SELECT a, (SELECT count(DISTINCT u.b) FROM u WHERE u.a = t.a) FROM t
SELECT a FROM t WHERE EXISTS (SELECT u.a FROM u LEFT JOIN t t2 ON t2.a = u.a AND t2.b = t.b WHERE t2.a IS NULL)
SELECT a FROM t WHERE EXISTS (SELECT a FROM u WHERE u.a = t.a INTERSECT SELECT b FROM u WHERE u.b < t.b)
SELECT a FROM t WHERE EXISTS (SELECT a FROM u WHERE u.a = t.a EXCEPT SELECT b FROM u WHERE u.b < t.b)
SELECT (SELECT count(*) FROM t), (SELECT max(a) FROM u), (SELECT a FROM e)
SELECT b, count(*) FROM t GROUP BY b HAVING count(*) > (SELECT avg(n) FROM u WHERE u.b = t.b)
SELECT CASE WHEN a > 1 THEN (SELECT min(b) FROM u WHERE u.a = t.a) ELSE 0 END FROM t
SELECT t.a, u.b FROM t LEFT JOIN u ON t.a = u.a AND u.b IN (SELECT b FROM t WHERE n > 9)
SELECT t.a, u.n FROM t JOIN u ON t.a = u.a AND EXISTS (SELECT 1 FROM t t2 WHERE t2.a = u.b AND t2.b = t.b)
SELECT t.a, x.s FROM t, LATERAL (SELECT sum(u.b) AS s FROM u WHERE u.a = t.a) x
SELECT t.a, x.b FROM t, LATERAL (SELECT u.b FROM u WHERE u.a = t.a ORDER BY u.b NULLS LAST LIMIT 2) x
SELECT t.a, x.b FROM t LEFT JOIN LATERAL (SELECT u.b FROM u WHERE u.a = t.a AND u.n > 8 ORDER BY u.b NULLS LAST LIMIT 2) x ON TRUE
SELECT t.a, u.b FROM t JOIN u ON t.a = u.a
SELECT t.a, u.b FROM t RIGHT JOIN u ON t.a = u.a AND t.n > 3
SELECT t.a, t.b, u.a, u.b FROM t FULL JOIN u ON t.a = u.a AND t.b = u.b
SELECT t.a, u.a FROM t FULL JOIN u ON t.a = u.a WHERE u.b = 3
SELECT t.a, u.b FROM t LEFT JOIN u ON t.a = u.a AND t.b > 2 WHERE u.b IS NULL
SELECT t.a, u.b, t2.c FROM t LEFT JOIN u ON t.a = u.a AND u.n > 6 LEFT JOIN t t2 ON u.b = t2.b AND t2.n = u.n
SELECT t.a, s.b FROM t LEFT JOIN (SELECT u.a, coalesce(u.b, 7) AS b FROM u WHERE n > 5) s ON t.a = s.a
SELECT t.a, u.a FROM t JOIN u ON t.a < u.a AND t.c = u.c
SELECT t.a, u.a FROM t LEFT JOIN u ON t.a < u.a AND u.n = 3
SELECT count(*) FROM t CROSS JOIN u
SELECT t.a, u.n FROM t JOIN u ON t.a IS NOT DISTINCT FROM u.a AND t.b IS NOT DISTINCT FROM u.b
SELECT t.a, u.n FROM t JOIN u ON t.a = u.n
SELECT t.a, u.n FROM t JOIN u ON t.a + t.b = u.n
SELECT x.a, y.b, z.c, w.n FROM t x, t y, t z, u w WHERE x.a = y.a AND y.a = z.a AND w.b = z.b AND x.a = 4 AND y.n > 3
SELECT x.a, w.n FROM t x, u w WHERE (x.a = w.a AND x.b = 1) OR (x.a = w.a AND w.b = 2 AND x.n > 5)
SELECT x.a, w.a FROM t x, u w WHERE (x.c = 'p' AND w.c = 'q') OR (x.c = 'q' AND w.c = 'p')
SELECT s.a, r.x FROM (SELECT a, b + 1 AS c FROM t) s JOIN (SELECT a AS x, b AS y FROM u WHERE b > 1) r ON s.c = r.y
SELECT count(*), count(a), sum(a), avg(n), min(c), max(c) FROM t
SELECT count(*), count(a), sum(a), avg(n), min(c), max(c) FROM e
SELECT a, count(*) FROM e GROUP BY a
SELECT b, count(DISTINCT a), sum(n), count(*) FROM t GROUP BY b
SELECT b, count(DISTINCT a), avg(n), count(*) FROM t GROUP BY b
SELECT count(DISTINCT a), count(DISTINCT b), sum(DISTINCT n) FROM t
SELECT count(DISTINCT a), sum(n), count(n) FROM e
SELECT b, count(DISTINCT a) FILTER (WHERE n > 3), count(*) FILTER (WHERE n < 2) FROM t GROUP BY b
SELECT a, b, sum(n), grouping(a, b) FROM t GROUP BY CUBE (a, b)
SELECT a, b, count(DISTINCT n), sum(n) FROM t GROUP BY ROLLUP (a, b)
SELECT a, b, count(DISTINCT n) FROM t GROUP BY GROUPING SETS ((a, b), (a), ())
SELECT DISTINCT b, c FROM t
SELECT s.b, s.x FROM (SELECT b, sum(a) AS x FROM t GROUP BY b) s WHERE s.b > 1 AND s.x > 4
SELECT a, sum(n) FROM t WHERE b IN (1, 2) OR c = 'p' GROUP BY a HAVING sum(n) > 10
SELECT a, b, row_number() OVER (PARTITION BY b ORDER BY a, n, c), sum(n) OVER (PARTITION BY b ORDER BY a) FROM t
SELECT a, n, sum(n) OVER (ORDER BY a, n, b, c ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) FROM t
SELECT a, avg(n) OVER (PARTITION BY b), rank() OVER (ORDER BY n DESC NULLS FIRST) FROM t
SELECT a, b, r FROM (SELECT a, b, rank() OVER (PARTITION BY b ORDER BY a NULLS LAST) AS r FROM t) s WHERE r <= 2 AND b = 3
SELECT a, sum(sum(n)) OVER (ORDER BY a NULLS LAST) FROM t GROUP BY a
SELECT a FROM t UNION SELECT b FROM u
SELECT a, c FROM t UNION ALL SELECT n, c FROM u
SELECT a FROM t INTERSECT SELECT b FROM u
SELECT a FROM t EXCEPT SELECT b FROM u WHERE b > 1
SELECT a FROM t INTERSECT ALL SELECT b FROM u
SELECT a FROM t EXCEPT ALL SELECT b FROM u
SELECT a FROM (SELECT a FROM t UNION ALL SELECT b FROM u) s WHERE a > 2
SELECT a FROM t ORDER BY a DESC NULLS LAST LIMIT 10
SELECT x + 1, y FROM (VALUES (1, 'a'), (2, NULL)) v(x, y)
SELECT a FROM t WHERE FALSE
SELECT a FROM t LIMIT 0
WITH r AS (SELECT a, b FROM t) SELECT x.a, y.b FROM r x JOIN r y ON x.a = y.b
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT sum(n) FROM r
WITH RECURSIVE r(n) AS (SELECT a FROM t WHERE a IS NOT NULL UNION SELECT u.b FROM u JOIN r ON u.a = r.n) SELECT n FROM r
SELECT count(*) FROM t
SELECT count(*) FROM t, u WHERE t.a = 3
SELECT 1 FROM t WHERE a = 3
SELECT t.a, (SELECT u.n FROM u WHERE u.a = t.a AND u.b = t.b ORDER BY u.n NULLS LAST, u.c NULLS LAST LIMIT 1) FROM t WHERE t.a IN (SELECT b FROM u)
SELECT a, (SELECT max(n) FROM u WHERE u.a = t.a AND u.b = (SELECT min(b) FROM t t2 WHERE t2.a = u.a)) FROM t
SELECT a, b FROM t WHERE n > (SELECT avg(n) FROM u WHERE u.a = t.a) AND b < (SELECT max(b) FROM u WHERE u.c = t.c)
SELECT a FROM t WHERE (SELECT count(*) FROM u WHERE u.a = t.a) = 0
SELECT a FROM t WHERE (SELECT count(*) FROM u WHERE u.a = t.a) < 3 OR EXISTS (SELECT 1 FROM u WHERE u.n = t.n)
SELECT a FROM t WHERE NOT (a IN (SELECT a FROM u) AND b IN (SELECT b FROM u))
SELECT a FROM t WHERE NOT (a NOT IN (SELECT a FROM u WHERE a IS NOT NULL))
SELECT t.a, u.b FROM t LEFT JOIN u ON t.a = u.a WHERE coalesce(u.b, 0) = 0
SELECT t.a, u.b FROM t LEFT JOIN u ON t.a = u.a WHERE u.b > 1 OR t.b > 1
SELECT t.a, u.b, t2.n FROM t LEFT JOIN (u JOIN t t2 ON u.b = t2.b) ON t.a = u.a AND t2.n > 4
SELECT t.a, u.b, t2.n FROM t LEFT JOIN u ON t.a = u.a JOIN t t2 ON t2.b = u.b WHERE t2.n > 6
SELECT t.a, u.b, t2.n FROM t JOIN t t2 ON t2.b = t.b LEFT JOIN u ON t.a = u.a AND t2.n = u.n
SELECT t.a, u.b, t2.n FROM t FULL JOIN u ON t.a = u.a LEFT JOIN t t2 ON t2.b = u.b AND t2.n = t.n
SELECT t.a, u.b FROM t RIGHT JOIN u ON t.a = u.a RIGHT JOIN t t2 ON t2.b = u.b WHERE t2.n > 6
SELECT s.a, s.m FROM (SELECT a, b + 1 AS m FROM t LEFT JOIN (SELECT a AS x FROM u) v ON t.a = v.x) s WHERE s.m > 2
SELECT a, b, count(*) FROM t WHERE a IN (SELECT a FROM u GROUP BY a HAVING count(*) > 8) GROUP BY a, b
SELECT t.a, x.m FROM t JOIN (SELECT a, max(n) AS m FROM u GROUP BY a) x ON t.a = x.a WHERE x.a = 3
SELECT t.a, x.m FROM t LEFT JOIN (SELECT a, max(n) AS m FROM u GROUP BY a) x ON t.a = x.a AND x.m > 7
SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND EXISTS (SELECT 1 FROM t t2 WHERE t2.b = u.b AND t2.n = t.n))
SELECT a FROM t WHERE EXISTS (SELECT count(*) FROM u WHERE u.a = t.a)
SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a LIMIT 0)
SELECT a, (SELECT count(*) FROM (SELECT DISTINCT b FROM u WHERE u.a = t.a) d) FROM t
SELECT a, (SELECT max(s) FROM (SELECT sum(n) AS s FROM u WHERE u.a = t.a GROUP BY u.b) g) FROM t
SELECT t.a, x.k, x.cnt FROM t, LATERAL (SELECT u.b AS k, count(*) AS cnt FROM u WHERE u.a = t.a GROUP BY u.b) x
SELECT t.a, x.y, z.w FROM t, LATERAL (SELECT t.b + 1 AS y) x, LATERAL (SELECT x.y * 2 AS w) z
SELECT a, sum(n) FILTER (WHERE b = 1), max(c) FILTER (WHERE b = 2) FROM t GROUP BY a
SELECT a, b FROM t WHERE (a = 1 AND b = 2) OR (a = 1 AND b = 3) OR (a = 1 AND n > 5)
SELECT t.a FROM t JOIN u ON t.a = u.a AND t.a = u.b AND u.a = 2
SELECT t.a, u.n FROM t JOIN u ON t.n = u.n WHERE t.a = t.b AND u.a = u.b
SELECT DISTINCT t.a FROM t JOIN u ON t.a = u.a ORDER BY t.a LIMIT 3
SELECT a, count(*) FROM (SELECT a FROM t UNION ALL SELECT a FROM u) s GROUP BY a HAVING count(*) > 10
SELECT a, row_number() OVER (ORDER BY a NULLS LAST, b NULLS LAST, c NULLS LAST, n NULLS LAST) AS r FROM t WHERE a IN (SELECT a FROM u WHERE n > 4)
SELECT a, lag(n, 1, -1) OVER (PARTITION BY a ORDER BY n, b, c), lead(n) OVER (PARTITION BY a ORDER BY n, b, c) FROM t WHERE n IS NOT NULL
SELECT a, first_value(n) OVER (PARTITION BY a ORDER BY n NULLS LAST), last_value(n) OVER (PARTITION BY a ORDER BY n NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM t
SELECT a, count(*) OVER (), count(n) OVER (PARTITION BY b) FROM t
SELECT x.a FROM (SELECT a, max(n) OVER (PARTITION BY b) AS m, n FROM t) x WHERE x.n = x.m
SELECT a FROM t WHERE a BETWEEN 2 AND 4 AND NOT (b BETWEEN 1 AND 2)
SELECT a, CASE WHEN a IN (SELECT a FROM u WHERE n > 9) THEN 'in' WHEN a IS NULL THEN 'null' ELSE 'out' END FROM t
SELECT (SELECT max(a) FROM t) - (SELECT min(a) FROM u) + a FROM t
SELECT a FROM t WHERE a = (SELECT a FROM u WHERE n = 77)
SELECT a FROM t WHERE a <> (SELECT max(a) FROM u)
SELECT e.a, t.b FROM e RIGHT JOIN t ON e.a = t.a
SELECT e.a, t.b FROM t FULL JOIN e ON e.a = t.a
SELECT sum(a), b FROM e GROUP BY ROLLUP (b)
